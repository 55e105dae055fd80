//! What has to follow when an emergency is not upheld, or somebody disowns a word: each thing until it is done, or could not be.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{EmergencyState, GroundState, OfTwo, SignedWord, SpokenWord, State};
use crate::domain::{
    calendar::words::{on_paper, stamp},
    contact::{
        Contact,
        night::SecondName,
        route::Route,
        share::{self, Basis, Share},
    },
    duty::Due,
    ids::{
        AnalysisNo, ClockId, EmergencyNo, GroundNo, OverrideNo, RouteNo, RuleId, ShareNo, StaffId, WordNo,
    },
    policy::sharing::Sharing,
    queue::{FOLLOW_UP, LOOK_AGAIN, TELL_HEAD},
};

/// Something that has to be done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "no")]
pub enum Must {
    /// Stop what the emergency record began.
    Stop(EmergencyNo),
    /// Tell those whom the manager named.
    Tell(EmergencyNo),
    /// Tell the head of service that a manager disowned a word.
    TellHead(OverrideNo),
    /// Tell the head of service that the second name under an analysis was disowned.
    TellHeadOfAnalysis(AnalysisNo),
    /// Tell the head of service that a word by telephone on what takes two was disowned.
    TellHeadOfWord(WordNo),
    /// Call back what was shared.
    RecallShare(ShareNo),
    /// Call back what was sent with a route.
    RecallRoute(RouteNo),
    /// Look again at an override, in force or over.
    LookAgain(OverrideNo),
    /// See, as a manager, that one alone ended a ground that two had decided.
    SeeEnd(GroundNo),
}

/// Something that has to be done, with its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToDo {
    /// What.
    pub must: Must,
    /// In words.
    pub words: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// By when; none where it is due at once, or nobody counted it yet when it began.
    pub due: Option<Due>,
}

impl ToDo {
    /// Gives when it is due.
    pub fn at(&self) -> DateTime<Utc> {
        self.due.as_ref().map_or(self.since, |due| due.at)
    }

    /// Says it with what was shared, with whom and when, where it is a share that is called back.
    pub fn said(&self, contact: &Contact, sharing: &Sharing) -> String {
        let Must::RecallShare(no) = self.must else { return self.words.clone() };
        let Some(share) = contact.shares.iter().find(|share| share.no == no) else {
            return self.words.clone();
        };
        let share::Sharing { agency, what, direction, .. } = &share.sharing;
        let (from, at) = (sharing.agency_words(agency), on_paper(share.at));
        format!("{} from {from}: {}, {} {at}", self.words, what.trim(), direction.words())
    }

    /// Gives the clock it is due by.
    pub fn clock(&self) -> ClockId {
        ClockId::from(match self.must {
            Must::TellHead(_) | Must::TellHeadOfAnalysis(_) | Must::TellHeadOfWord(_) => TELL_HEAD,
            Must::Stop(_) | Must::Tell(_) | Must::RecallShare(_) | Must::RecallRoute(_) | Must::SeeEnd(_) => {
                FOLLOW_UP
            }
            Must::LookAgain(_) => LOOK_AGAIN,
        })
    }
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Came {
    /// It was done.
    Done {
        /// How, and by whom.
        how: String,
    },
    /// It could not be.
    CouldNot {
        /// Why.
        why: String,
    },
}

impl Came {
    /// Gives what was written of it.
    pub fn words(&self) -> &str {
        match self {
            Self::Done { how } => how,
            Self::CouldNot { why } => why,
        }
    }
}

/// Something that had to be done, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// What.
    pub must: Must,
    /// What came of it.
    pub came: Came,
}

impl Contact {
    /// Gives what still has to be done: after an emergency that was not upheld, after a word that was disowned.
    pub fn to_do(&self) -> Vec<ToDo> {
        let mut all = Vec::new();
        for emergency in &self.oversight.emergencies {
            let EmergencyState::NotUpheld { at, stop, told, .. } = &emergency.state else { continue };
            let no = emergency.no;
            let what = format!("emergency {} was not upheld", no.0);
            let at_once = |must, words| ToDo { must, words, since: *at, due: None };
            all.push(at_once(Must::Stop(no), format!("{what}: stop {stop}")));
            all.push(at_once(Must::Tell(no), format!("{what}: tell {told}")));
            self.to_recall(Basis::Emergency(no), *at, &what, &mut all);
        }
        for o in &self.oversight.overrides {
            let Some(SignedWord::Disowned { at, tell, .. }) = o.given().map(|given| &given.word) else {
                continue;
            };
            let what = format!("override {} was disowned", o.no.0);
            let words = format!("{what}: tell the head of service");
            all.push(ToDo { must: Must::TellHead(o.no), words, since: *at, due: tell.clone() });
            self.to_recall(Basis::Override(o.no), *at, &what, &mut all);
        }
        for analysis in &self.night.analyses {
            let SecondName::Disowned { at, tell, .. } = &analysis.second else { continue };
            let words = format!("analysis {} was disowned: tell the head of service", analysis.no.0);
            let must = Must::TellHeadOfAnalysis(analysis.no);
            all.push(ToDo { must, words, since: *at, due: tell.clone() });
        }
        for word in &self.oversight.spoken {
            let SignedWord::Disowned { at, tell, .. } = &word.word else { continue };
            let what = format!("the word by telephone on {} was disowned", word.of.matter().words());
            let words = format!("{what}: tell the head of service");
            all.push(ToDo { must: Must::TellHeadOfWord(word.no), words, since: *at, due: tell.clone() });
            self.to_recall_after(word, *at, &what, &mut all);
        }
        for ground in &self.oversight.grounds {
            let GroundState::Ended { at, see: Some(see), .. } = &ground.state else { continue };
            let (kind, children) =
                (ground.proposed.kind.words(), self.family.names(&ground.proposed.children));
            let words = format!(
                "ground {}, {kind} for {children}, was ended by one alone: a manager sees whether that is right",
                ground.no.0
            );
            let due = Some(see.clone());
            all.push(ToDo { must: Must::SeeEnd(ground.no), words, since: *at, due });
        }
        all.retain(|open| !self.is_settled(open));
        all
    }

    /// Gives which overrides were given and not looked at again yet, each with when that is due: as was asked, at the latest when
    /// it ends. What was looked at, taken back or disowned is none of them. Neither its end nor closing does away with the look:
    /// nobody else would see whether what was shared under it was right.
    pub fn to_look_again(&self) -> Vec<ToDo> {
        let mut all = Vec::new();
        for o in &self.oversight.overrides {
            let State::Authorised(given) = &o.state else { continue };
            let Some(scope) = given.in_force() else { continue };
            let (no, until) = (o.no.0, stamp(scope.until));
            let words = if self.closed.is_some_and(|closed| scope.until <= closed) {
                format!("override {no} ended {until}, and nobody has looked at it again: look at it")
            } else {
                format!("override {no}, authorised until {until}: look at it again")
            };
            let (clock, rule) = (ClockId::from(LOOK_AGAIN), RuleId::from("southampton-32"));
            let due = Due { clock, rule, start: given.at, at: o.request.review.min(scope.until) };
            all.push(ToDo { must: Must::LookAgain(o.no), words, since: given.at, due: Some(due) });
        }
        all.retain(|open| !self.is_settled(open));
        all
    }

    /// Says what became of what a share or a route rested on, where it stands no longer as it did then: taken back, disowned,
    /// not upheld.
    pub fn since(&self, basis: Basis) -> Option<(&'static str, DateTime<Utc>)> {
        match basis {
            Basis::Override(no) => {
                let o = self.oversight.get(no)?;
                match (o.given().map(|given| &given.word), &o.state) {
                    (Some(SignedWord::Disowned { at, .. }), _) => Some(("disowned", *at)),
                    (_, State::Withdrawn { at, .. }) => Some(("withdrawn", *at)),
                    _ => None,
                }
            }
            Basis::Ground(no) => {
                let words = self.oversight.spoken.iter().filter(|word| word.of == OfTwo::Ground(no));
                words.rev().find_map(|word| match &word.word {
                    SignedWord::Disowned { at, .. } => Some(("its word disowned", *at)),
                    _ => None,
                })
            }
            Basis::Emergency(no) => match &self.oversight.emergency(no)?.state {
                EmergencyState::NotUpheld { at, .. } => Some(("not upheld", *at)),
                _ => None,
            },
            Basis::OwnTeam | Basis::Agreement => None,
        }
    }

    /// Gives what came of something that had to be done, where somebody has said it.
    pub fn settled(&self, must: Must) -> Option<&Settled> {
        self.oversight.settled.iter().rev().find(|settled| settled.must == must)
    }

    /// Tells whether somebody said what came of it. An emergency can be not upheld once more, after a word that was disowned:
    /// what follows then was not done before it.
    fn is_settled(&self, open: &ToDo) -> bool {
        let again = matches!(open.must, Must::Stop(_) | Must::Tell(_));
        let mut settled = self.oversight.settled.iter();
        settled.any(|settled| settled.must == open.must && !(again && settled.at < open.since))
    }

    /// Calls back what went out on a word before it was disowned; what another word covered since stays where it is.
    fn to_recall_after(&self, word: &SpokenWord, disowned: DateTime<Utc>, what: &str, all: &mut Vec<ToDo>) {
        let meanwhile = word.at..=disowned;
        let mut add = |must, words| {
            if all.iter().all(|open| open.must != must) {
                all.push(ToDo { must, words, since: disowned, due: None });
            }
        };
        let (shares, routes) = (&self.shares, &self.routes.list);
        match word.of {
            OfTwo::Ground(no) => {
                let under = Basis::Ground(no);
                let went = |share: &&Share| {
                    share.mistake.is_none()
                        && meanwhile.contains(&share.at)
                        && share.basis.iter().any(|(_, basis)| *basis == under)
                };
                for share in shares.iter().filter(went) {
                    add(Must::RecallShare(share.no), format!("{what}: call back share {}", share.no.0));
                }
                let went = |route: &&Route| {
                    route.went_out(&meanwhile) && route.basis.iter().any(|(_, _, basis)| *basis == under)
                };
                for route in routes.iter().filter(went) {
                    let words = format!("{what}: call back what went out with route {}", route.no.0);
                    add(Must::RecallRoute(route.no), words);
                }
            }
            OfTwo::Route(no) => {
                let rests = |route: &&Route| {
                    route.no == no
                        && route.second.as_ref().is_some_and(|second| second.at == word.at)
                        && route.went_out(&meanwhile)
                };
                if let Some(route) = routes.iter().find(rests) {
                    add(Must::RecallRoute(no), format!("{what}: call back route {}", route.no.0));
                }
            }
            // What went out rests on the record, which covers as far while it waits as when it is upheld.
            OfTwo::Emergency(_) => {}
        }
    }

    fn to_recall(&self, under: Basis, since: DateTime<Utc>, what: &str, all: &mut Vec<ToDo>) {
        let under_it = |share: &&Share| share.basis.iter().any(|(_, basis)| *basis == under);
        for share in self.shares.iter().filter(|share| share.mistake.is_none()).filter(under_it) {
            let words = format!("{what}: call back share {}", share.no.0);
            all.push(ToDo { must: Must::RecallShare(share.no), words, since, due: None });
        }
        let routes = self.routes.list.iter();
        for route in routes.filter(|route| route.basis.iter().any(|(_, _, basis)| *basis == under)) {
            let words = format!("{what}: call back what went out with route {}", route.no.0);
            all.push(ToDo { must: Must::RecallRoute(route.no), words, since, due: None });
        }
    }
}
