//! Of the call and the script.

use dutydesk::domain::{
    contact::progress::Completeness,
    ids::FieldKey,
    policy::script::{StageNo, Tag, is_for},
};

use super::{
    super::steps::{call::caller_kind, number, value},
    Check, Seen, holds, same,
};

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("note {n} reads “{text}”", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], note.current())
    }),
    ("note {n} was first “{text}”", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], &note.text)
    }),
    ("note {n} was written {when}", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], if note.later { "after the call" } else { "during the call" })
    }),
    ("note {n} is marked {mark}", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        same(of[1], note.mark.map_or("nothing", |mark| mark.words()))
    }),
    ("note {n} keeps {child}'s words, heard by “{whom}”", |s, of| {
        let note = s.contact.call.notes.get(number(of[0])? as usize - 1).ok_or("there is no such note")?;
        let child = note.child.as_ref().ok_or("it keeps nobody's words")?;
        holds(child.child == Some(s.run.person(of[1])?) && child.heard_by == of[2], || format!("{child:?}"))
    }),
    ("of being named it is said “{words}”", |s, of| {
        let said = s.contact.call.caller.on_naming().unwrap_or_else(|| "nothing".to_owned());
        same(of[0], &said.replace(['“', '”'], "'"))
    }),
    ("the identity is “{words}”", |s, of| same(of[0], &s.contact.call.identity.words())),
    ("it belongs to {reference}", |s, of| {
        same(of[0], &s.contact.call.attached.to.map_or("nothing".to_owned(), |(_, to)| to.to_string()))
    }),
    ("it has {n} later calls", |s, of| same(of[0], &s.contact.call.attached.later.len().to_string())),
    // The script.
    ("the script asks {question}", |s, of| asks(s, of[0], true)),
    ("the script does not ask {question}", |s, of| asks(s, of[0], false)),
    ("the answer to {question} is {value}", |s, of| {
        let field = FieldKey::from(of[0]);
        let (_, capture) = s.run.policy.script.capture(&field).ok_or("the script does not ask it")?;
        let found = s.contact.call.answers.get(&field).map(|answered| &answered.value);
        holds(found == Some(&value(&capture.kind, of[1])?), || format!("it is {found:?}"))
    }),
    ("there is no answer to {question}", |s, of| {
        let found = s.contact.call.answers.get(&FieldKey::from(of[0]));
        holds(found.is_none(), || format!("it is {found:?}"))
    }),
    ("stage {n} is {completeness}", |s, of| {
        let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
        let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
        same(
            of[1],
            match s.contact.completeness(stage.ok_or("there is no such stage")?, s.cx) {
                Completeness::Empty => "empty",
                Completeness::Partly => "partly done",
                Completeness::Complete => "complete",
                Completeness::Alarm => "an alarm",
            },
        )
    }),
    ("the conversation still wants “{words}”", |s, of| {
        let wanted = s.contact.wanted(s.cx).into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        holds(wanted.iter().any(|words| words.contains(of[0])), || format!("it wants {wanted:?}"))
    }),
    ("the conversation no longer wants “{words}”", |s, of| {
        let wanted = s.contact.wanted(s.cx).into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        holds(!wanted.iter().any(|words| words.contains(of[0])), || format!("it wants {wanted:?}"))
    }),
    ("stage {n} offers {caller} “{words}”", |s, of| {
        holds(offers(s, of)?, || "no prompt of that stage says so to them".to_owned())
    }),
    ("stage {n} begins with an open question for {caller}", |s, of| {
        let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
        let kind = caller_kind(of[1])?;
        let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
        let mode = s.cx.duty.mode_at(s.cx.now);
        let first = stage.ok_or("there is no such stage")?.prompts.iter().find(|prompt| {
            is_for(&prompt.callers, &prompt.not_callers, Some(kind))
                && prompt.mode.is_none_or(|only| only == mode)
        });
        let first = first.ok_or("nothing is offered there")?;
        holds(first.tag == Tag::O, || format!("it begins with: {}", first.words))
    }),
    ("no stage wants more than {n} answers", |s, of| {
        let most = number(of[0])? as usize;
        for stage in &s.run.policy.script.stages {
            let wants = stage.capture.iter().filter(|capture| capture.needed).count();
            holds(wants <= most, || format!("stage {} wants {wants}", stage.number.0))?;
        }
        Ok(())
    }),
    ("stage {n} does not offer {caller} “{words}”", |s, of| {
        holds(!offers(s, of)?, || "a prompt of that stage says so to them".to_owned())
    }),
    ("the card of {chip} says “{words}”", |s, of| {
        let path =
            s.run.policy.script.paths.iter().find(|path| path.chip.as_str() == of[0].replace(' ', "_"));
        let card = path.ok_or("no card opens with that")?.card.join(" | ");
        holds(s.contact.call.heard.iter().any(|chip| chip.as_str() == of[0].replace(' ', "_")), || {
            "nobody heard it".to_owned()
        })?;
        holds(card.contains(of[1]), || format!("it says: {card}"))
    }),
    ("the first prompt of stage {n} for {caller} is “{words}”", |s, of| {
        let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
        let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
        let kind = if of[1] == "anybody" { None } else { Some(caller_kind(of[1])?) };
        let mode = s.cx.duty.mode_at(s.cx.now);
        let is = |prompt: &&dutydesk::domain::policy::script::Prompt| {
            is_for(&prompt.callers, &prompt.not_callers, kind) && prompt.mode.is_none_or(|only| only == mode)
        };
        let first = stage.ok_or("there is no such stage")?.prompts.iter().find(is);
        same(of[2], first.map_or("nothing", |prompt| prompt.words.as_str()))
    }),
];

fn asks(s: &Seen<'_>, question: &str, wanted: bool) -> Result<(), String> {
    let field = FieldKey::from(question);
    let (_, capture) =
        s.run.policy.script.capture(&field).ok_or_else(|| format!("{field} is not in the script"))?;
    holds(s.contact.is_asked(capture, s.cx) == wanted, || {
        if wanted { "it is not asked here".to_owned() } else { "it is asked here".to_owned() }
    })
}

fn offers(s: &Seen<'_>, of: &[&str]) -> Result<bool, String> {
    let number = StageNo(u8::try_from(number(of[0])?).map_err(|error| error.to_string())?);
    let kind = caller_kind(of[1])?;
    let stage = s.run.policy.script.stages.iter().find(|stage| stage.number == number);
    let mode = s.cx.duty.mode_at(s.cx.now);
    Ok(stage.ok_or("there is no such stage")?.prompts.iter().any(|prompt| {
        is_for(&prompt.callers, &prompt.not_callers, Some(kind))
            && prompt.mode.is_none_or(|only| only == mode)
            && prompt.words.contains(of[2])
    }))
}
