//! What happens of a night in a walk: an analysis of two and what the second says of it, and who has a child.

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{
        Command, Contact,
        night::{self, Analysed, Care, Protection, SecondSays, TonightEnded, Under},
    },
    ids::{AnalysisNo, PersonNo},
    staff::Actor,
};

use super::{ANSWER, Op};

/// Gives who does what in an op of this noun; nothing for any other.
pub(super) fn commands<'a>(
    op: &Op,
    now: DateTime<Utc>,
    contact: &Contact,
    who: &'a Actor,
    staff: &'a [Actor],
) -> Vec<(&'a Actor, Command)> {
    let say = |words: &str| words.to_owned();
    match op {
        Op::Analyse { by, with } => {
            // Bello, Grant, or whoever it was; with Lindqvist, Shah, Grant, or with themselves.
            let by = [Some(&staff[5]), Some(&staff[6]), None][usize::from(*by)].unwrap_or(who);
            let named = [Some(&staff[4]), Some(&staff[4]), Some(&staff[3]), Some(&staff[6]), None];
            let manager = named[usize::from(*with)].unwrap_or(by).person;
            let (words, proportionate) = (say("a burn without an account"), say("they stay together"));
            let analysed = Analysed { manager, words, proportionate, word_due: None };
            vec![(by, night::Command::Analyse(analysed).into())]
        }
        Op::Sign { no, how } => {
            // Mostly one that waits to be signed.
            let waiting = contact.night.analyses.iter().find(|analysis| analysis.is_only_named());
            let found = waiting.filter(|_| *no > 1).map_or(AnalysisNo(*no), |analysis| analysis.no);
            let named = contact.analysis(found).map(|analysis| analysis.said.manager);
            let writer = contact.analysis(found).map(|analysis| analysis.by);
            let actor = |person| staff.iter().find(|actor| Some(actor.person) == person && actor.writes());
            let says = match how {
                0 => SecondSays::Mine,
                1 => SecondSays::NotMine { why: say("nobody rang") },
                _ => SecondSays::Otherwise { words: say(ANSWER), why: say("it was the other boy") },
            };
            let command: Command = night::Command::SignAnalysis { no: found, says }.into();
            [Some(who), actor(writer), actor(named)]
                .into_iter()
                .flatten()
                .map(|by| (by, command.clone()))
                .collect()
        }
        Op::Care { child, under, fit, ago, hours } => {
            let care = Care {
                child: PersonNo(*child),
                under: Under::ALL[*under],
                with: say("Rose Marsh"),
                place: say("7 Mill Road"),
                proposed_by: say("Kate"),
                agreed_by: say("Kate"),
                fit: Some(*fit),
                fit_words: say("sober"),
                checks: say("known here"),
                childs_view: say("wants his dog"),
                until: now + TimeDelta::hours(*hours),
                taken: Some(now - TimeDelta::hours(*ago)),
                protection: Some(Protection::RunsOn),
            };
            vec![(who, night::Command::Care(Box::new(care)).into())]
        }
        Op::Over { child } => {
            let then = say("home with Kate");
            vec![(
                who,
                night::Command::EndCare(TonightEnded { child: PersonNo(*child), then, protection: None })
                    .into(),
            )]
        }
        _ => vec![],
    }
}
