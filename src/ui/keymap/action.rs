//! What can be done with a key, and where.

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident,)*) => {
        /// Something a key can do.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Action {
            $($(#[$doc])* $action,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$action),*];
        }
    };
}

actions! {
    /// Opens the help.
    Help,
    /// Opens the palette.
    Palette,
    /// Opens the search.
    Find,
    /// Takes a call.
    NewCall,
    /// Says that a child is in danger now.
    Urgent,
    /// Locks the console.
    Lock,
    /// Leaves; what is half typed is kept.
    Quit,
    /// Goes back one layer.
    Back,
    /// Goes to a lane, by its digit.
    Lane,
    /// Moves the cursor up.
    Up,
    /// Moves the cursor down.
    Down,
    /// Moves up by a page.
    PageUp,
    /// Moves down by a page.
    PageDown,
    /// Goes to the first.
    First,
    /// Goes to the last.
    Last,
    /// Opens what the cursor is on.
    Open,
    /// Takes a contact over.
    TakeOver,
    /// Answers a ringing call.
    AnswerRing,
    /// Shows the script and the notes.
    PaneScript,
    /// Shows the family.
    PaneFamily,
    /// Shows what is known already.
    PaneKnown,
    /// Shows agreement to share.
    PaneAgreement,
    /// Shows oversight.
    PaneOversight,
    /// Shows the routes.
    PaneRoute,
    /// Shows promises.
    PanePromises,
    /// Shows the letters.
    PaneLetter,
    /// Shows the night.
    PaneNight,
    /// Goes to the questions about safety.
    Safety,
    /// Shows who may be told what.
    WhoMayBeTold,
    /// Says that the line dropped.
    LineDropped,
    /// Goes to a stage by its number.
    GotoStage,
    /// Goes to the next question that has to be asked and has no answer yet.
    NextWanted,
    /// Marks what was heard.
    Heard,
    /// Marks the note as a fact.
    MarkFact,
    /// Marks the note as reported by somebody.
    MarkReported,
    /// Marks the note as an opinion.
    MarkOpinion,
    /// Marks the note as a child's own words.
    ChildWords,
    /// Says when it happened.
    TimeOfEvent,
    /// Ends the call.
    EndCall,
    /// Says who the caller is, and how that was checked.
    CallerIdentity,
    /// Uncovers what is covered; this is journalled.
    Reveal,
    /// Stands urgency down, with a reason.
    StandDown,
    /// Adds a row in the pane.
    Add,
    /// Saves, or does, what the pane's form says.
    Save,
    /// Sends what the pane shows.
    Send,
    /// Recalls what was sent.
    Recall,
    /// Records what is done in an emergency before oversight.
    Emergency,
    /// Says why one goes on although somebody refuses.
    GoOn,
    /// Authorises what was asked.
    Authorise,
    /// Declines what was asked.
    Decline,
    /// Returns it with a question.
    SendBack,
    /// Says why the times are what they are.
    Why,
    /// Rings the manager on the rota.
    Telephone,
    /// Opens a destination's card, by its letter.
    OpenCard,
    /// Goes to the next field.
    NextField,
    /// Goes to the previous field.
    PreviousField,
    /// Writes a note that cannot be read back here.
    SealedNote,
    /// Signs in.
    SignIn,
    /// Chooses what is marked.
    Choose,
    /// Moves left.
    Left,
    /// Moves right.
    Right,
    /// Moves a word to the left.
    WordLeft,
    /// Moves a word to the right.
    WordRight,
    /// Goes to the start of the line.
    LineStart,
    /// Goes to the end of the line.
    LineEnd,
    /// Goes to the start of the text.
    TextStart,
    /// Goes to the end of the text.
    TextEnd,
    /// Starts a new line.
    NewLine,
    /// Marks one of the stage's things to listen for.
    Chip,
    /// The stage before.
    StageUp,
    /// The stage after.
    StageDown,
    /// Writes down what was shared with, or asked of, an agency.
    Share,
    /// Corrects what is picked; what was first written stays.
    Correct,
    /// The row above, of the pane's list.
    RowUp,
    /// The row below, of the pane's list.
    RowDown,
    /// Takes away what is to the left.
    Backspace,
    /// Takes away what is to the right.
    Delete,
    /// Takes away the word to the left.
    DeleteWord,
    /// Takes away the line up to the cursor.
    DeleteLine,
    /// Undoes the last change of the text.
    Undo,
    /// Does again what was undone.
    Redo,
    /// Shows who is on duty.
    Rota,
    /// Shows who is out on a visit.
    Visits,
    /// Shows the shift.
    Shift,
    /// Gives a handover, or acknowledges one.
    Handover,
    /// Shows every promise that is owed.
    Ledger,
    /// Offers what was left half-typed.
    HalfTyped,
    /// Opens the contact that a line is about, or that the open one is attached to.
    OpenContact,
}

macro_rules! contexts {
    ($($(#[$doc:meta])* $context:ident $words:literal,)*) => {
        /// Where a key is pressed.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Context {
            $($(#[$doc])* $context,)*
        }

        impl Context {
            /// Every context, in the order of the help.
            pub const ALL: [Self; [$($words),*].len()] = [$(Self::$context),*];

            /// Gives its title.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$context => $words,)*
                }
            }
        }
    };
}

contexts! {
    /// Wherever one is.
    Global "Everywhere",
    /// The queue.
    Queue "On the queue",
    /// The ledger of promises.
    Ledger "Among the promises",
    /// The handovers, all of them.
    Handovers "Among the handovers",
    /// Any list that fills the screen.
    List "In lists",
    /// A contact, while everything printable is text.
    Call "On a contact",
    /// Where a contact is open, or under the cursor.
    Danger "Where a contact is",
    /// Who is out.
    Visits "Among the visits",
    /// A line, beside queue and contact, that is about a contact.
    About "On a line about a contact",
    /// A handover that was given.
    Given "In a handover that was given",
    /// A screen beside queue and contact, with rows above its form.
    Beside "Beside the contacts",
    /// A form.
    Form "In a form",
    /// A text that is being written.
    Edit "While writing",
    /// A manager's screen.
    Oversight "Oversight",
    /// The routes.
    Route "Routes",
    /// Something that lies over the screen.
    Dialog "In a box over the screen",
    /// Before anybody has signed in.
    SignIn "Signing in",
}

/// The stacks of contexts that occur, each from the innermost outwards.
pub mod stacks {
    use super::Context::{
        self, About, Beside, Call, Danger, Dialog, Edit, Form, Given, Global, Handovers, Ledger, List,
        Oversight, Queue, Route, SignIn, Visits,
    };

    /// The queue.
    pub const QUEUE: &[Context] = &[Queue, List, Danger, Global];
    /// Another list that fills the screen.
    pub const LIST: &[Context] = &[List, Global];
    /// A contact, in its running notes.
    pub const CALL_NOTES: &[Context] = &[Call, Edit, Danger, Global];
    /// A contact, in the form of a pane.
    pub const CALL_FORM: &[Context] = &[Call, Form, Edit, Danger, Global];
    /// A contact, with what a manager decides.
    pub const CALL_OVERSIGHT: &[Context] = &[Oversight, Call, Form, Edit, Danger, Global];
    /// A contact, with the destinations open to a letter.
    pub const ROUTE: &[Context] = &[Route, Call, Danger, Global];
    /// What waits for a manager.
    pub const OVERSIGHT: &[Context] = &[Oversight, List, Danger, Global];
    /// What a manager writes.
    pub const OVERSIGHT_FORM: &[Context] = &[Oversight, Form, Edit, Danger, Global];
    /// The ledger of promises.
    pub const LEDGER: &[Context] = &[Ledger, List, Danger, Global];
    /// The handovers, all of them.
    pub const HANDOVERS: &[Context] = &[Handovers, List, Global];
    /// Rows above a form, on a screen of its own.
    pub const BESIDE: &[Context] = &[Beside, Form, Edit, Global];
    /// Rows above a form, where the row is about a contact.
    pub const BESIDE_ABOUT: &[Context] = &[About, Beside, Form, Edit, Danger, Global];
    /// A visit that is about no contact.
    pub const VISITS: &[Context] = &[Visits, Beside, Form, Edit, Global];
    /// A visit that is about a contact.
    pub const VISITS_ABOUT: &[Context] = &[Visits, About, Beside, Form, Edit, Danger, Global];
    /// A handover that was given, at an item that waits.
    pub const TAKING: &[Context] = &[About, Given, Beside, Form, Edit, Danger, Global];
    /// A handover that was given, at an item that was acknowledged.
    pub const TAKEN: &[Context] = &[About, Given, Beside, Edit, Danger, Global];
    /// A handover that was given, at somebody who is out and waits.
    pub const TAKING_VISIT: &[Context] = &[Given, Beside, Form, Edit, Global];
    /// A handover that was given, at somebody who is out and was taken up.
    pub const TAKEN_VISIT: &[Context] = &[Given, Beside, Edit, Global];
    /// A handover that was given, of which no item is shown.
    pub const GIVEN: &[Context] = &[Given, Global];
    /// A form on a screen of its own.
    pub const FORM: &[Context] = &[Form, Edit, Global];
    /// A box over the screen.
    pub const DIALOG: &[Context] = &[Dialog, Edit, Danger, Global];
    /// Signing in.
    pub const SIGN_IN: &[Context] = &[SignIn, Edit, Global];

    /// Every stack.
    pub const ALL: [&[Context]; 22] = [
        QUEUE,
        LIST,
        CALL_NOTES,
        CALL_FORM,
        CALL_OVERSIGHT,
        ROUTE,
        OVERSIGHT,
        OVERSIGHT_FORM,
        LEDGER,
        HANDOVERS,
        BESIDE,
        BESIDE_ABOUT,
        VISITS,
        VISITS_ABOUT,
        TAKING,
        TAKEN,
        TAKING_VISIT,
        TAKEN_VISIT,
        GIVEN,
        FORM,
        DIALOG,
        SIGN_IN,
    ];
}
