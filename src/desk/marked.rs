//! What other contacts of the family say of who must not be told, and of how they are not safe to reach, on lines that leave the
//! screen: the list, and the sheet of a day.
//!
//! A list has thousands of lines, and what stands beside a contact is read by folding it. So only those lines are looked at
//! that are attached to another contact, or name a child by a word of a name that stands in a contact with a mark.

use std::{collections::BTreeSet, sync::Arc};

use super::{Desk, DeskError, spooling::takes_nothing};
use crate::domain::{
    contact::{marked::Elsewhere, namesake::name_words},
    ids::ContactId,
    queue::Row,
};

/// The words of the names of children in open contacts in which anybody is marked.
pub(super) struct Marked(BTreeSet<String>);

impl Marked {
    /// Tells whether another contact may say something of the family of a line.
    fn may_speak_of(&self, row: &Row) -> bool {
        let mut names = row.children.iter().filter_map(|child| child.name.as_deref());
        row.attached || names.any(|name| name_words(name).iter().any(|word| self.0.contains(word)))
    }
}

impl Desk {
    /// Makes ready to look at lines; nothing, where the desk's file tells nothing.
    pub(super) fn marked(&mut self) -> Result<Marked, DeskError> {
        match self.lines.renew(&self.store, self.clock.now()).map_err(DeskError::from) {
            Err(error) if takes_nothing(&error) => return Ok(Marked(BTreeSet::new())),
            renewed => renewed?,
        }
        Ok(Marked(self.lines.marked_children()))
    }

    /// Gives the marks of other contacts on the family of a line, in words; none of a record that is closed to whoever looks.
    pub(super) fn marks_beside(&self, marked: &Marked, row: &Row) -> Result<Vec<String>, DeskError> {
        let now = self.clock.now();
        let opens = self.actor.as_ref().is_some_and(|actor| row.opens_to(actor, now));
        if !opens || row.reference.is_none() || !marked.may_speak_of(row) {
            return Ok(Vec::new());
        }
        let id = ContactId(row.id);
        let contact = match self.contact_ahead(id) {
            Some(contact) => Arc::clone(contact),
            None => self.folded_now(row)?,
        };
        let name = |mark: &Elsewhere| {
            contact.family.get(mark.person).map(|person| person.name().to_owned()).unwrap_or_default()
        };
        let marks = self.marked_elsewhere(&contact)?;
        let mut said: Vec<String> = marks.iter().filter_map(|mark| mark.on_paper(&name(mark), now)).collect();
        said.dedup();
        Ok(said)
    }

    /// Lays them beside lines.
    pub(super) fn with_marks_beside(&mut self, mut rows: Vec<Row>) -> Result<Vec<Row>, DeskError> {
        let marked = self.marked()?;
        for row in &mut rows {
            row.beside = self.marks_beside(&marked, row)?;
        }
        Ok(rows)
    }
}
