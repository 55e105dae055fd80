//! Where the reason for which a manager is asked and the record of agreement say different things.
//!
//! Nobody is stopped by it, for a record can lag behind a call; whoever asks and whoever decides are told in plain words.

use super::Request;
use crate::domain::{
    contact::{
        Contact,
        agreement::{Answer, Row},
    },
    ids::{AgencyId, PersonNo},
    policy::sharing::Case,
};

impl Contact {
    /// Says where what was answered about agreement is not what a request gives as its reason; a sentence for each thing.
    pub fn answered_otherwise(&self, request: &Request) -> Vec<String> {
        let with = |agency: &AgencyId| request.agencies.iter().any(|why| why.agency == *agency);
        let stands = self.agreements.as_they_stand();
        let mut rows: Vec<(PersonNo, &Row)> = Vec::new();
        for answer in stands.iter().filter(|answer| answer.row.asked.purpose == request.purpose) {
            let of = answer.of.iter().filter(|(child, _)| request.children.contains(child));
            let of = of.filter(|(_, agency)| agency.is_none_or(with));
            rows.extend(of.map(|(child, _)| (*child, answer.row)));
        }
        let without = |fits: &dyn Fn(&Answer) -> bool| -> Vec<PersonNo> {
            let has = |child: &PersonNo| rows.iter().any(|(of, row)| of == child && fits(&row.asked.answer));
            request.children.iter().copied().filter(|child| !has(child)).collect()
        };
        let nothing_of = |what: &str, children: Vec<PersonNo>| -> Vec<String> {
            let names = self.family.names(&children);
            if children.is_empty() { vec![] } else { vec![format!("Agreement (F5) has {what} for {names}.")] }
        };
        match request.case {
            Case::Refused => nothing_of("no refusal", without(&Answer::is_against)),
            Case::CannotDecide => {
                let fits = |answer: &Answer| {
                    matches!(answer, Answer::CannotDecide { .. } | Answer::NotReached { .. })
                };
                nothing_of("nobody who cannot decide or was not reached", without(&fits))
            }
            Case::AskingPlacesAtRisk => {
                let mut asked: Vec<&Row> = Vec::new();
                for (_, row) in &rows {
                    let was = !matches!(row.asked.answer, Answer::NotAsked { .. });
                    if was && asked.iter().all(|seen| seen.no != row.no) {
                        asked.push(row);
                    }
                }
                let says = |row: &&Row| {
                    let (name, said) = (self.family.names(&[row.asked.person]), row.asked.answer.words());
                    let tried = matches!(row.asked.answer, Answer::NotReached { .. });
                    let was = if tried { "tried" } else { "asked" };
                    format!("Agreement (F5) says that {name} was {was}: {said}.")
                };
                asked.iter().map(says).collect()
            }
        }
    }
}
