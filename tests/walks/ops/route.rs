//! What leaves in a walk: shares, and cards that are filled, decided, sent and changed.

use dutydesk::domain::{
    contact::{
        Command, Contact,
        route::{self, Discussion},
        share::{self, Direction, Sharing},
    },
    ids::{AgencyId, CriterionId, FieldKey, OutcomeLetter, PersonNo, RouteNo},
    policy::test::Met,
    staff::Actor,
    value::{Value, YesNo},
};

use super::{AGENCIES, LETTERS, Op, PURPOSES, bits, children, purpose, text};

/// Gives who does what in an op of this noun; nothing for any other.
pub(super) fn commands<'a>(
    op: &Op,
    contact: &Contact,
    who: &'a Actor,
    staff: &'a [Actor],
) -> Vec<(&'a Actor, Command)> {
    let one = |command: Command| vec![(who, command)];
    let say = |words: &str| words.to_owned();
    match op {
        Op::Share { children: of, purpose: what, agency } => one(share::Command::Record(Sharing {
            children: children(*of),
            agency: AgencyId::from(AGENCIES[*agency]),
            purpose: purpose(*what),
            what: say("what was seen"),
            direction: Direction::Told,
        })
        .into()),
        Op::ShareLike { pick, off } => share_like(contact, *pick, *off).map_or(vec![], one),
        Op::Route { letter, children: of, agencies: with, send } => {
            open(contact, who, LETTERS[*letter], children(*of), *with, *send)
        }
        Op::Second { no, agree } => {
            let command =
                route::Command::Second { route: RouteNo(*no), agree: *agree, words: say("I see it so too") };
            vec![(who, command.clone().into()), (&staff[3], command.into())]
        }
        Op::Send { no } => one(send(*no)),
        Op::Change { no, how } => {
            let route = RouteNo(*no);
            let why = say("another story");
            let sent = contact.routes.list.iter().find(|route| route.state.is_sent()).map(|route| route.no);
            one(match how {
                0 => route::Command::Recall { route, why }.into(),
                1 => route::Command::Return { route, reason: why }.into(),
                2 => route::Command::TakeOff { route, why }.into(),
                3 => route::Command::Accept { route, who: say("J. Lane") }.into(),
                // Mostly of one that was sent, which asked for it or not.
                _ => route::Command::Held {
                    route: sent.unwrap_or(route),
                    discussion: Discussion {
                        at: contact.changed,
                        who: say("the sergeant, the ward sister, us"),
                        decided: say("a single-agency enquiry"),
                        doing: say("we see him tomorrow"),
                    },
                }
                .into(),
            })
        }
        _ => vec![],
    }
}

fn send(no: u32) -> Command {
    route::Command::send(RouteNo(no), "the rest is asked tomorrow").into()
}

/// Opens a card, fills in what must be there, decides, and sends when told to.
pub(super) fn open<'a>(
    contact: &Contact,
    who: &'a Actor,
    letter: char,
    of: Vec<PersonNo>,
    with: u8,
    sends: bool,
) -> Vec<(&'a Actor, Command)> {
    let no = RouteNo(contact.routes.list.iter().map(|route| route.no.0).max().unwrap_or(0)).next();
    let fill = |field: &str, value| route::Command::Fill { route: no, field: FieldKey::from(field), value };
    let named = Value::Choices(bits(with, ["police", "health", "social_care"].map(str::to_owned)));
    let choice = |key: &str| Value::Choice(key.to_owned());
    let fields = match letter {
        'X' => vec![fill("impact", text("burns")), fill("risk", text("likely again"))],
        'S' => vec![fill("tonight", text("her aunt stays"))],
        'F' => vec![
            fill("pathway", choice("early_help")),
            fill("pathway_reason", text("just beginning")),
            fill("universal_enough", Value::YesNo(YesNo::No)),
        ],
        'M' => vec![
            fill("extent", choice("targeted")),
            fill("agencies", named),
            fill("agencies_why", text("they saw him")),
        ],
        'O' => vec![fill("authority", text("Hampshire"))],
        'K' => vec![fill("for_whom", text("his mother"))],
        'H' => vec![fill("service", text("a hub")), fill("how", choice("themselves"))],
        _ => vec![fill("reason", text("nothing to do"))],
    };
    let (open, mark) = (
        route::Command::Open { letter: OutcomeLetter(letter), children: of },
        route::Command::MarkCriterion { route: no, criterion: CriterionId::from("gate"), met: Met::Met },
    );
    let mut all = vec![open, mark];
    all.extend(fields);
    all.push(route::Command::decide(no, "it is what they need".to_owned()));
    let mut all: Vec<(&Actor, Command)> = all.into_iter().map(|command| (who, command.into())).collect();
    if sends {
        all.push((who, send(no.0)));
    }
    all
}

/// Shares what one of the grounds on record covers, or, now and then, something right beside it.
fn share_like(contact: &Contact, pick: usize, off: u8) -> Option<Command> {
    let oversight = &contact.oversight;
    let mut near = Vec::new();
    for o in &oversight.overrides {
        let agency = o.request.agencies.last().map(|why| why.agency.clone());
        near.push((o.request.children.clone(), agency, o.request.purpose.clone()));
    }
    for g in &oversight.grounds {
        near.push((g.proposed.children.clone(), g.proposed.agencies.first().cloned(), purpose(0)));
    }
    for e in &oversight.emergencies {
        near.push((e.acted.children.clone(), e.acted.agencies.first().cloned(), purpose(1)));
    }
    for row in &contact.agreements.rows {
        near.push((
            row.asked.children.clone(),
            row.asked.agencies.first().cloned(),
            row.asked.purpose.clone(),
        ));
    }
    let (mut of, mut agency, mut what) = near.get(pick % near.len().max(1)).cloned()?;
    match off {
        0 => of = children(7),
        1 => agency = Some(AgencyId::from(AGENCIES[pick % AGENCIES.len()])),
        2 => what = purpose(pick % PURPOSES.len()),
        _ => of.truncate(1),
    }
    Some(
        share::Command::Record(Sharing {
            children: of,
            agency: agency?,
            purpose: what,
            what: "what was seen".to_owned(),
            direction: Direction::Asked,
        })
        .into(),
    )
}
