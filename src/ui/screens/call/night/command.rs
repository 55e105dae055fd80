//! What a sheet of the night says, as the domain's command.

use super::{
    super::{pane::View, sheet::Sheet},
    Row,
};
use crate::domain::{
    contact::night::{
        Alert, Analysed, Answer, Care, Command, Elsewhere, FiledIn, LoneAllowed, MorningDone, NoLoneVisits,
        Placement, PlacementNeeded, Protection, TonightEnded, Under, Unobtainable,
    },
    ids::{AgencyId, PersonNo, StaffId},
    input::clock_time,
};

/// Makes the command that a sheet says.
pub(super) fn command(row: Row, sheet: &mut Sheet, view: &View<'_>) -> Result<Command, &'static str> {
    let text = |key: &str| sheet.text(key);
    let until = |key: &str| {
        clock_time::by_morning(&sheet.text(key), view.now).map_err(|_| "Say until when: 08:00, Fri 12:00.")
    };
    let children = || -> Vec<PersonNo> {
        sheet.several("children").into_iter().filter_map(|no| no.parse().ok()).map(PersonNo).collect()
    };
    Ok(match row {
        Row::Tonight(child) if sheet.chosen("what") == Some("over") => {
            Command::EndCare(TonightEnded { child, then: text("then"), protection: protection(sheet, view) })
        }
        Row::Tonight(child)
            if sheet.chosen("what").is_none() && view.contact.last_night_of(child).is_some() =>
        {
            return Err("It is over, and stands so. Choose another arrangement, where there is one.");
        }
        Row::Tonight(child) => {
            let under = Under::ALL.into_iter().find(|under| Some(under.key()) == sheet.chosen("under"));
            Command::Care(Box::new(Care {
                child,
                under: under.ok_or("Say under what the child is there.")?,
                with: text("with"),
                place: text("place"),
                proposed_by: text("proposed"),
                agreed_by: text("agreed"),
                fit: sheet.answer("fit"),
                fit_words: text("fit_words"),
                checks: text("checks"),
                childs_view: text("view"),
                until: until("until")?,
                taken: clock_time::past(&sheet.text("taken"), view.now).ok(),
                protection: protection(sheet, view),
            }))
        }
        Row::Morning(no) => Command::MorningDone(MorningDone { no, words: text("words") }),
        Row::File => Command::File {
            to: match sheet.chosen("to") {
                Some("record") => FiledIn::Record(text("record")),
                Some("not_known") => FiledIn::NotKnown,
                Some(_) => FiledIn::NoChild(text("why")),
                None => return Err("Say where it is filed."),
            },
            children: children(),
        },
        Row::Advise => Command::Advise {
            advice: text("advice"),
            morning: text("morning"),
            answer: match sheet.chosen("answer") {
                Some("by") => Answer::By(until("by")?),
                Some(_) => Answer::NotWanted,
                None => return Err("Say whether they are answered."),
            },
        },
        Row::Analyse => Command::Analyse(Analysed {
            manager: sheet
                .chosen("manager")
                .and_then(|id| id.parse().ok())
                .map(StaffId)
                .ok_or("Say which manager analysed it with you.")?,
            words: text("words"),
            proportionate: text("proportionate"),
            word_due: None,
        }),
        Row::NotObtained => Command::NotObtained(Unobtainable {
            agency: AgencyId::new(sheet.chosen("agency").unwrap_or_default()),
            what: text("what"),
            tried: text("tried"),
        }),
        Row::Elsewhere => Command::Elsewhere(Elsewhere {
            child: children().first().copied().ok_or("Say which child.")?,
            here: text("here"),
            authority: text("authority"),
            told: text("told"),
        }),
        Row::Placement => {
            let kinds = sheet.several("kinds");
            let kinds = Placement::ALL.into_iter().filter(|kind| kinds.contains(&kind.key())).collect();
            Command::Placement(PlacementNeeded { children: children(), kinds, words: text("words") })
        }
        Row::NoLone => {
            let marks = sheet.chosen("marked") == Some("yes");
            let (why, lifted) = (marks.then(|| text("why")), (!marks).then(|| text("lifted")));
            Command::NoLone(NoLoneVisits { why, lifted })
        }
        Row::AllowLone => Command::AllowLone(LoneAllowed {
            visitor: sheet
                .chosen("visitor")
                .and_then(|id| id.parse().ok())
                .map(StaffId)
                .ok_or("Say who may go there alone.")?,
            why: text("why"),
            until: until("until")?,
        }),
        Row::Alert => Command::Alert(Alert {
            expect: text("expect"),
            contingency: text("contingency"),
            until: until("until")?,
        }),
    })
}

/// Reads what is said of police protection that ran.
fn protection(sheet: &Sheet, view: &View<'_>) -> Option<Protection> {
    match sheet.chosen("protection") {
        Some("runs_on") => Some(Protection::RunsOn),
        _ => clock_time::past(&sheet.text("protection_at"), view.now).map(Protection::Ended).ok(),
    }
}
