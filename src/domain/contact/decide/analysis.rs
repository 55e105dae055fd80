//! What is judged of an analysis of two: whose names may stand under it, and that the second signs in person.

use super::{due, own_words, reason};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        night::{Analysed, AnalysisConfirmed, AnalysisCorrected, AnalysisDisowned, SecondSays},
    },
    ids::AnalysisNo,
    policy::{Mode, Role},
    queue::TELL_HEAD,
    refusal::Refusal,
};

const RULE: &str = "southampton-64";

/// Wants the practitioner's and the on-call manager's names, and a line on why it is proportionate.
pub(super) fn write(analysed: &Analysed, cx: &Context<'_>) -> Result<Event, Refusal> {
    let two = |words: &str| Err(Refusal::new("TwoNames", words).by(RULE));
    if !cx.actor.is_one_of(&[Role::EdtPractitioner, Role::EdtManager]) {
        return two("A practitioner of the Emergency Duty Team writes the analysis. Nothing was recorded.");
    }
    let holds = cx.duty.authorities(Mode::Edt).any(|duty| cx.duty.holds(analysed.manager, duty.role, cx.now));
    if !holds || analysed.manager == cx.actor.person {
        return two(
            "Name the senior manager who is on call now, and with whom you analysed it: somebody else than you.",
        );
    }
    reason(&analysed.words, "what the two of you made of it").map_err(|refusal| refusal.by(RULE))?;
    reason(
        &analysed.proportionate,
        "why what you decided is proportionate, and how it keeps the child at the centre",
    )
    .map_err(|refusal| refusal.by("southampton-65"))?;
    let word_due = Some(due(cx, "signed_word")?);
    Ok(Event::Analysed(Analysed { word_due, ..analysed.clone() }))
}

/// Judges what the second says of it: only they, in person, and once.
pub(super) fn sign(
    contact: &Contact,
    no: AnalysisNo,
    says: &SecondSays,
    cx: &Context<'_>,
) -> Result<Event, Refusal> {
    let Some(analysis) = contact.analysis(no) else {
        return Err(Refusal::new(
            "AnalysisUnknown",
            "That analysis is not in this contact. Nothing was changed.",
        ));
    };
    if !analysis.is_only_named() {
        let words = format!(
            "The analysis is {} already: no signed word is waited for. Nothing was changed.",
            analysis.second.words()
        );
        return Err(Refusal::new("NoWordOwed", words));
    }
    // By person: whoever wrote it is never the second, by none of their accounts.
    if analysis.said.manager != cx.actor.person || analysis.by == cx.actor.person {
        return Err(Refusal::new(
            "NotTheirWord",
            "Only whoever is named as the second signs for the analysis, in person and by their own account. Nothing was changed; ask them to sign in.",
        )
        .by(RULE));
    }
    if cx.now < analysis.at {
        return Err(Refusal::new(
            "ClockMovedBack",
            "The clock stands before the analysis itself. Nothing was changed; set the clock right and sign then.",
        ));
    }
    let late = analysis.said.word_due.as_ref().is_some_and(|due| cx.now > due.at);
    Ok(match says {
        SecondSays::Mine => Event::AnalysisConfirmed(AnalysisConfirmed { no, late }),
        SecondSays::Otherwise { words, why } => {
            reason(why, "what was written down wrongly")?;
            own_words(words, "what you made of it", cx)?;
            let (words, why) = (words.trim().to_owned(), why.trim().to_owned());
            Event::AnalysisCorrected(AnalysisCorrected { no, late, words, why })
        }
        SecondSays::NotMine { why } => {
            reason(why, "what you have to say of it: whether you were asked, and what you said")?;
            let (why, tell) = (why.trim().to_owned(), Some(due(cx, TELL_HEAD)?));
            Event::AnalysisDisowned(AnalysisDisowned { no, late, why, tell })
        }
    })
}
