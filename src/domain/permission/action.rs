//! What can be done at a desk, in the field's own words, and the circumstances that change who may.

/// What somebody wants to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// Answers a call, or sets a ringing one aside.
    TakeCall,
    /// Adds or corrects a note, marks urgent, uncovers, attaches a later call.
    AddNote,
    /// Writes in the record: caller, script, family, line, handover.
    Write,
    /// Records who was asked, and what they answered.
    RecordAgreement,
    /// Records something shared or asked.
    Share,
    /// Writes, asks for or takes back an override.
    RequestOverride,
    /// Withdraws an override or ends a ground.
    EndAuthority,
    /// Acts at once on immediate danger, and says so.
    ActAtOnce,
    /// Authorises an override.
    Authorise,
    /// Declines or returns one.
    Decline,
    /// Upholds, or not, what was done at once.
    JudgeEmergency,
    /// Stands by, corrects or disowns what another wrote down as one's word: of a telephone call, or under an analysis of two.
    GiveWord,
    /// Says what came of something that oversight left to be done, or of a promise.
    Settle,
    /// Proposes another ground.
    ProposeGround,
    /// Decides another ground.
    DecideGround,
    /// Opens, fills in or takes off an outcome's card.
    FillCard,
    /// Decides an outcome.
    DecideRoute,
    /// Gives the second word on an outcome.
    SecondRoute,
    /// Sends a route or calls it back.
    SendRoute,
    /// Writes down that a team took or returned it.
    AnswerForTeam,
    /// Composes a letter.
    ComposeLetter,
    /// Reads a letter once more.
    CheckLetter,
    /// Says that a letter was sent, or why none is.
    SendLetter,
    /// Makes a promise.
    Promise,
    /// Closes a contact.
    Close,
    /// Opens a closed contact again.
    Reopen,
    /// Opens a contact to read it.
    Open,
    /// Watches the queue and searches.
    Search,
    /// Prints a contact, or a list.
    Print,
    /// Exports a contact, or a list.
    Export,
    /// Marks a contact as restricted.
    Restrict,
    /// Lifts the restriction.
    Lift,
    /// Names somebody more who may open it.
    Grant,
    /// Opens a restricted contact by break-glass.
    BreakGlass,
    /// Looks at what somebody opened by break-glass.
    SeeGlass,
    /// Goes out alone, checks in, sees to somebody who is out.
    Visit,
    /// Starts or ends a shift.
    Shift,
    /// Sets who is on duty.
    SetDuty,
    /// Adds staff.
    AddStaff,
    /// Opens a further account.
    OpenAccount,
    /// Changes an account's roles.
    ChangeRoles,
    /// Closes an account.
    CloseAccount,
    /// Marks somebody as having left.
    Leave,
    /// Enrols or replaces the device somebody authorises by.
    EnrolDevice,
    /// Verifies the journal.
    Verify,
    /// Makes the projections again.
    Rebuild,
    /// Copies the desk.
    Backup,
    /// Reads who saw and changed a contact.
    AuditContact,
    /// Reads what a person did.
    AuditPerson,
    /// Reads every override of a time.
    AuditOverrides,
}

impl Action {
    /// Gives the words of the table.
    pub const fn words(self) -> &'static str {
        match self {
            Self::TakeCall => "take a call",
            Self::AddNote => "add or correct a note, mark urgent, attach",
            Self::Write => "write in the record",
            Self::RecordAgreement => "record agreement",
            Self::Share => "record a share",
            Self::RequestOverride => "request an override, take it back",
            Self::EndAuthority => "withdraw an override, end a ground",
            Self::ActAtOnce => "act at once on immediate danger",
            Self::Authorise => "authorise an override",
            Self::Decline => "decline or return an override",
            Self::JudgeEmergency => "uphold what was done at once, or not",
            Self::GiveWord => "sign for one's own word that another wrote down",
            Self::Settle => "say what came of a recall, or of a promise",
            Self::ProposeGround => "propose another ground",
            Self::DecideGround => "decide another ground",
            Self::FillCard => "fill in an outcome's card",
            Self::DecideRoute => "decide an outcome",
            Self::SecondRoute => "give the second word on an outcome",
            Self::SendRoute => "send a route, recall it",
            Self::AnswerForTeam => "write that a team took or returned it",
            Self::ComposeLetter => "compose a letter",
            Self::CheckLetter => "check a letter",
            Self::SendLetter => "send a letter, or none with a reason",
            Self::Promise => "promise",
            Self::Close => "close a contact",
            Self::Reopen => "open a closed contact again",
            Self::Open => "open a contact",
            Self::Search => "watch the queue, search",
            Self::Print => "print",
            Self::Export => "export",
            Self::Restrict => "mark as restricted",
            Self::Lift => "lift a restriction",
            Self::Grant => "name somebody who may open it",
            Self::BreakGlass => "open by break-glass",
            Self::SeeGlass => "look at a break-glass",
            Self::Visit => "go out alone, see to somebody who is out",
            Self::Shift => "start or end a shift",
            Self::SetDuty => "set who is on duty",
            Self::AddStaff => "add staff",
            Self::OpenAccount => "open an account",
            Self::ChangeRoles => "change roles",
            Self::CloseAccount => "close an account",
            Self::Leave => "mark a leaver",
            Self::EnrolDevice => "enrol a device",
            Self::Verify => "verify the journal",
            Self::Rebuild => "rebuild the projections",
            Self::Backup => "copy the desk",
            Self::AuditContact => "read who saw a contact",
            Self::AuditPerson => "read what a person did",
            Self::AuditOverrides => "read every override",
        }
    }

    /// Tells whether the rota decides it too: who holds which duty at that moment.
    pub const fn is_by_rota(self) -> bool {
        matches!(self, Self::Authorise | Self::Decline | Self::JudgeEmergency | Self::DecideGround)
    }

    /// Tells whether it is done to one contact, so that how that contact stands matters.
    pub const fn is_to_contact(self) -> bool {
        !matches!(
            self,
            Self::TakeCall
                | Self::Search
                | Self::Visit
                | Self::Shift
                | Self::SetDuty
                | Self::AddStaff
                | Self::OpenAccount
                | Self::ChangeRoles
                | Self::CloseAccount
                | Self::Leave
                | Self::EnrolDevice
                | Self::Verify
                | Self::Rebuild
                | Self::Backup
                | Self::AuditPerson
                | Self::AuditOverrides
        )
    }
}

/// How the thing stands towards whoever acts; where several hold, the one that comes last in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Nothing stands in the way.
    Ordinary,
    /// It was asked or decided by the same person.
    OwnRequest,
    /// It is the same person's own break-glass.
    OwnGlass,
    /// It is the same person's own account, and they would gain by it.
    OwnAccount,
    /// The contact is closed.
    Closed,
    /// The contact is restricted, and the person is named.
    Named,
    /// The contact is restricted, and the person came in by break-glass.
    Glass,
    /// The contact is restricted, and the person is not named.
    Restricted,
    /// The contact is about the person's own family.
    OwnFamily,
}

impl State {
    /// Every state that is not the ordinary one.
    pub const OTHERS: [Self; 8] = [
        Self::OwnRequest,
        Self::OwnGlass,
        Self::OwnAccount,
        Self::Closed,
        Self::Named,
        Self::Glass,
        Self::Restricted,
        Self::OwnFamily,
    ];

    /// Tells whether a thing can stand so towards somebody who wants to do this.
    pub const fn can_be_met_by(self, action: Action) -> bool {
        match self {
            Self::Ordinary => true,
            Self::OwnRequest => action.is_by_rota() || matches!(action, Action::SecondRoute),
            Self::OwnGlass => matches!(action, Action::SeeGlass),
            Self::OwnAccount => matches!(
                action,
                Action::SetDuty | Action::OpenAccount | Action::ChangeRoles | Action::EnrolDevice
            ),
            Self::Closed | Self::Named | Self::Glass | Self::Restricted | Self::OwnFamily => {
                action.is_to_contact()
            }
        }
    }

    /// Gives the words of the table.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ordinary => "",
            Self::OwnRequest => "asked by themselves",
            Self::OwnGlass => "broken by themselves",
            Self::OwnAccount => "for themselves",
            Self::Closed => "contact closed",
            Self::Named => "restricted, named",
            Self::Glass => "restricted, by break-glass",
            Self::Restricted => "restricted, not named",
            Self::OwnFamily => "own family",
        }
    }
}
