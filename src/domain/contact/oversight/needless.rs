//! Where no manager's word is needed, since sharing rests on agreement already.
//!
//! Sources: Southampton one-minute guide, MASH; Bromley joint protocol. Sharing rests on one holder's agreement, also where another
//! refuses, once it is written why the work goes on. Whoever asks for an override is told so before they have written it.

use crate::domain::{
    contact::{Contact, agreement::Position},
    ids::{AgencyId, AgreementNo, PersonNo, PurposeId},
};

impl Contact {
    /// Says why no override is needed about one of the children: who agreed to sharing with each of these agencies, and who did
    /// not. Nothing where one is needed.
    pub fn needs_no_override(
        &self,
        children: &[PersonNo],
        purpose: &PurposeId,
        agencies: &[&AgencyId],
    ) -> Option<String> {
        let said = |child: &PersonNo| {
            let positions: Vec<Position> =
                agencies.iter().map(|agency| self.position(*child, purpose, Some(agency))).collect();
            let agreed = !positions.is_empty() && positions.iter().all(Position::is_agreed);
            agreed.then(|| self.agreed_words(*child, &positions, children.len() > 1))
        };
        children.iter().find_map(said)
    }

    fn agreed_words(&self, child: PersonNo, positions: &[Position], among: bool) -> String {
        let names = |of: fn(&Position) -> &[AgreementNo]| {
            let rows = positions.iter().flat_map(of).filter_map(|no| self.agreements.get(*no));
            let mut people: Vec<PersonNo> = rows.map(|row| row.asked.person).collect();
            people.sort_unstable();
            people.dedup();
            self.family.names(&people)
        };
        let (agreed, against) = (names(|position| &position.agreed), names(|position| &position.against));
        let whose = self.family.names(&[child]);
        let said = format!("{agreed} agreed to sharing about {whose} with these agencies");
        let out = if among { format!(" Leave {whose} out of it.") } else { String::new() };
        if against.is_empty() {
            format!("{said}: no override is needed for it.{out}")
        } else {
            format!(
                "{said}; {against} did not, and it is written why the work goes on all the same (F5). One holder's agreement is enough: no override is needed for it.{out}"
            )
        }
    }
}
