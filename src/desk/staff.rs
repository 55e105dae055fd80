//! Who has keys: newcomers, leavers, other passphrases, services, and the way back in when nobody can sign in any more.
//!
//! Keys lie in `desk.keys`, and which of them count stands in the journal. A slot comes before the entry that lets its
//! key count: what a crash leaves between the two opens nothing.

use std::path::Path;

use super::{Desk, DeskError, Request, protocol::Passphrase};
use crate::{
    domain::{
        desk::{Account, AccountClosed, Command, Event, KeyEnrolled, Staff, StaffLeft, initials},
        ids::{AccountId, StaffId},
        permission::Action,
        policy::Role,
    },
    store::{
        StoreError, chain,
        keys::{Enrolled, Half, KeyHolder, Newcomer, passphrase::Chosen},
        secret::{Access, practice},
    },
};

impl Desk {
    fn access(&self) -> Access {
        Access { data: self.store.data_key().clone(), keyring: self.store.keyring().clone() }
    }

    /// Adds a member of staff who chose their passphrase, with a first account.
    pub fn add_staff(&mut self, staff: Staff, account: Account, chosen: &Chosen) -> Result<(), DeskError> {
        let (person, accounts) = (staff.id, vec![(account.id, account.name.clone())]);
        let command = Command::AddStaff { staff, account };
        // Judged before anybody gets a key, and again in the unit that journals it.
        self.judged(&command)?;
        let newcomer = Newcomer { person, accounts, passphrase: chosen };
        let enrolled = self.keys.enrol(&newcomer, &self.access(), &mut self.random.entropy())?;
        self.journal_newcomer(&command, &enrolled)
    }

    /// Lets a service read: an account of its own, opened by a key file that lies off the desk's folder.
    pub fn add_service(&mut self, name: &str, file: &Path) -> Result<(), DeskError> {
        let now = self.clock.now();
        let id = StaffId(super::uuid(&mut self.random, now)?);
        let staff = Staff { id, name: name.to_owned(), initials: initials(name) };
        let account = Account {
            id: AccountId(super::uuid(&mut self.random, now)?),
            person: id,
            name: name.to_owned(),
            roles: vec![Role::Auditor],
        };
        let command = Command::AddStaff { staff, account };
        self.judged(&command)?;
        let access = self.access();
        let enrolled = self.keys.add_service(id, name, file, &access, &mut self.random.entropy())?;
        self.journal_newcomer(&command, &enrolled)
    }

    fn journal_newcomer(&mut self, command: &Command, enrolled: &Enrolled) -> Result<(), DeskError> {
        let (person, public) = (enrolled.person, chain::hex(&enrolled.signing));
        self.run_with(command, |_, events| {
            events.push(Event::KeyEnrolled(KeyEnrolled { person, public }));
            Ok(())
        })?;
        self.keep_practice_key(enrolled)
    }

    /// A practice desk signs as everybody, so everybody's key lies beside it.
    fn keep_practice_key(&mut self, enrolled: &Enrolled) -> Result<(), DeskError> {
        if self.store.meta().practice {
            let mut access = practice::read(self.store.folder())?;
            access.keyring.take_up(enrolled.person, enrolled.key.clone());
            self.store.keyring_mut().take_up(enrolled.person, enrolled.key.clone());
            practice::write(self.store.folder(), &access)?;
        }
        Ok(())
    }

    /// Opens a further account for somebody, which their passphrase opens too.
    pub fn open_account(&mut self, account: Account) -> Result<(), DeskError> {
        let holder = KeyHolder { account: account.id, person: account.person, name: account.name.clone() };
        self.answer(Request::Desk(Box::new(Command::OpenAccount(account))))?;
        Ok(self.keys.add_account(&holder, &self.access())?)
    }

    /// Closes an account; nobody signs in by its name any more.
    pub fn close_account(&mut self, account: AccountId) -> Result<(), DeskError> {
        let closed = AccountClosed { account, at: self.clock.now() };
        self.answer(Request::Desk(Box::new(Command::CloseAccount(closed))))?;
        Ok(self.keys.remove_account(account, &self.access())?)
    }

    /// Marks somebody as having left, and gives the desk another data key, so that theirs opens nothing any more.
    ///
    /// Begun again after it was cut short, it goes on where it was.
    pub fn leave(&mut self, person: StaffId) -> Result<(), DeskError> {
        self.permit(Action::Leave)?;
        if !self.book.state.left.contains(&person) || !self.has_key(person)? {
            let left = StaffLeft { person, at: self.clock.now() };
            self.answer(Request::Desk(Box::new(Command::Leave(left))))?;
        }
        if self.store.meta().practice {
            // The keys of a practice desk lie beside it and protect nobody.
            let theirs = self.keys.holders()?.into_iter().filter(|holder| holder.person == person);
            return Ok(theirs
                .map(|h| h.account)
                .try_for_each(|id| self.keys.remove_account(id, &self.access()))?);
        }
        if !self.has_key(person)? {
            return Ok(());
        }
        let keys = self.keys.clone();
        let guard = keys.rekeying()?;
        let data = guard.leave(person, &self.access(), &mut self.random.entropy())?;
        let rekeyed = self.store.rekey(&data);
        guard.settle(self.store.data_key())?;
        self.keep_book();
        // Under the other key nothing of it is there yet.
        self.write_known();
        match rekeyed {
            Err(StoreError::InUse) => Err(DeskError::KeyStands(self.book.state.name_of(person).to_owned())),
            other => Ok(other?),
        }
    }

    fn has_key(&self, person: StaffId) -> Result<bool, DeskError> {
        let held = self.keys.holders()?.iter().any(|holder| holder.person == person);
        Ok(held || self.keys.services()?.iter().any(|(service, _)| *service == person))
    }

    /// Names who has left and whose key still opens the file, because the desk was open at another console then.
    pub fn leavers_with_keys(&self) -> Result<Vec<&str>, DeskError> {
        let state = &self.book.state;
        if self.store.meta().practice {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for person in &state.left {
            if self.has_key(*person)? {
                names.push(state.name_of(*person));
            }
        }
        Ok(names)
    }

    /// Gives whoever is signed in another passphrase, by the one they have.
    pub fn change_passphrase(&mut self, old: &Passphrase, new: &Chosen) -> Result<(), DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        let entropy = &mut self.random.entropy();
        let changed = self.keys.change_passphrase(actor.account, old.expose(), new, now, entropy);
        if changed.is_err() {
            self.journal_refused()?;
        }
        Ok(changed?)
    }

    /// Gives somebody who works here new keys on a desk that the recovery key opened: signed by the desk, which shows.
    pub fn readmit(&mut self, person: StaffId, chosen: &Chosen) -> Result<(), DeskError> {
        let theirs = self.book.state.open_accounts().filter(|account| account.person == person);
        let accounts: Vec<_> = theirs.map(|account| (account.id, account.name.clone())).collect();
        if accounts.is_empty() {
            return Err(DeskError::AccountClosed);
        }
        let newcomer = Newcomer { person, accounts, passphrase: chosen };
        let enrolled = self.keys.enrol(&newcomer, &self.access(), &mut self.random.entropy())?;
        let public = chain::hex(&enrolled.signing);
        self.desk_events(&[Event::KeyEnrolled(KeyEnrolled { person, public })], false)
    }

    /// Makes a new recovery key, as when an office holder leaves; for whoever adds staff.
    pub fn new_recovery_halves(&mut self) -> Result<[Half; 2], DeskError> {
        self.permit(Action::AddStaff)?;
        self.renew_recovery()
    }

    /// Makes a new recovery key; the halves that were printed before open nothing any more.
    pub fn renew_recovery(&mut self) -> Result<[Half; 2], DeskError> {
        let access = self.access();
        Ok(self.keys.renew_recovery(&access, &mut self.random.entropy())?)
    }
}
