//! The table itself.

use crossterm::event::{KeyCode, KeyModifiers};

use super::{Action, Chord, Context};

/// The keys of one binding.
#[derive(Clone, Copy, Debug)]
pub enum Keys {
    /// Any of these; the first is the one that hints name.
    These(&'static [Chord]),
    /// The digits; see [`super::digit`].
    Digits,
    /// The capital letters.
    Capitals,
    /// The digits with Alt; see [`super::alt_digit`].
    AltDigits,
}

impl Keys {
    pub(super) fn contain(self, chord: Chord) -> bool {
        match self {
            Self::These(chords) => chords.contains(&chord),
            Self::Digits => chord.typed().is_some_and(|c| c.is_ascii_digit()),
            Self::Capitals => chord.typed().is_some_and(|c| c.is_ascii_uppercase()),
            Self::AltDigits => chord.alt_digit().is_some(),
        }
    }

    /// Gives the key that hints name.
    pub fn first(self) -> String {
        match self {
            Self::These(chords) => chords.first().map(Chord::to_string).unwrap_or_default(),
            Self::Digits => "1–9 0".to_owned(),
            Self::Capitals => "A–Z".to_owned(),
            Self::AltDigits => "Alt+1–9".to_owned(),
        }
    }

    /// Gives all of them.
    pub fn all(self) -> String {
        match self {
            Self::These(chords) => chords.iter().map(Chord::to_string).collect::<Vec<_>>().join(", "),
            Self::Digits | Self::Capitals | Self::AltDigits => self.first(),
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// Where.
    pub context: Context,
    /// By which keys.
    pub keys: Keys,
    /// In a worker's words.
    pub words: &'static str,
    /// The word for the hint bar; empty where it is not hinted at.
    pub hint: &'static str,
}

impl Binding {
    /// Gives a key press that means it, where one fixed chord does.
    pub fn as_key(&self) -> Option<crossterm::event::KeyEvent> {
        match self.keys {
            Keys::These(chords) => chords.first().map(Chord::press),
            Keys::Digits | Keys::Capitals | Keys::AltDigits => None,
        }
    }
}

const fn bind(
    context: Context,
    action: Action,
    keys: &'static [Chord],
    hint: &'static str,
    words: &'static str,
) -> Binding {
    Binding { action, context, keys: Keys::These(keys), words, hint }
}

const fn key(code: KeyCode) -> Chord {
    Chord::key(code)
}

const fn ctrl_key(code: KeyCode) -> Chord {
    Chord::held(code, KeyModifiers::CONTROL)
}

const fn alt_key(code: KeyCode) -> Chord {
    Chord::held(code, KeyModifiers::ALT)
}

use Action as A;
use Context::{
    About, Beside, Call, Danger, Dialog, Edit, Form, Given, Global, Handovers, Ledger, List, Oversight,
    Queue, Route, SignIn, Visits,
};

const UP: Chord = key(KeyCode::Up);
const DOWN: Chord = key(KeyCode::Down);
const ENTER: Chord = key(KeyCode::Enter);
const TAB: Chord = key(KeyCode::Tab);
const BACK_TAB: Chord = key(KeyCode::BackTab);

/// Every binding there is; hints are offered in this order.
pub static BINDINGS: &[Binding] = &[
    bind(Queue, A::AnswerRing, &[Chord::char('a')], "answer", "answer the call that rings"),
    bind(List, A::NewCall, &[Chord::char('n')], "take a call", "take a call"),
    bind(Queue, A::Open, &[ENTER], "open", "open what the cursor is on"),
    bind(Ledger, A::Open, &[ENTER], "open", "open the contact in which it was promised"),
    bind(
        Ledger,
        A::Lane,
        &[Chord::char('1'), Chord::char('2'), Chord::char('3')],
        "ours, 2 mine, 3 owed to us",
        "what we owe; 2: what you owe; 3: what others owe us",
    ),
    bind(Ledger, A::Why, &[Chord::char('w')], "why then", "why this time: who agreed it, and what moved it"),
    bind(Handovers, A::Open, &[ENTER], "open", "open it, or begin one"),
    bind(Queue, A::TakeOver, &[Chord::char('t')], "take over", "take the contact over"),
    bind(Queue, A::Rota, &[Chord::char('r')], "rota", "the rota: who is on duty, and where it has holes"),
    bind(Queue, A::Visits, &[Chord::char('v')], "visits", "visits: who is out, and going oneself"),
    bind(Queue, A::Shift, &[Chord::char('s')], "shift", "the shift: its brief, its beginning, its end"),
    bind(Queue, A::Handover, &[Chord::char('h')], "handover", "give a handover, or acknowledge one"),
    bind(
        Queue,
        A::Ledger,
        &[Chord::char('p')],
        "promises",
        "every promise that is owed, ours first, due first before",
    ),
    bind(
        Queue,
        A::Why,
        &[Chord::char('w')],
        "",
        "why these times: how each clock is counted, and by which rule",
    ),
    bind(Queue, A::HalfTyped, &[Chord::char('l')], "", "what was left half-typed, to resume it"),
    bind(List, A::Find, &[Chord::char('/')], "find", "find a child, a caller, a reference"),
    bind(Queue, A::Urgent, &[Chord::char('u')], "urgent", "a child is in danger now"),
    bind(List, A::Help, &[Chord::char('?')], "help", "what the keys do"),
    bind(List, A::Palette, &[Chord::char(':')], "more", "everything that can be done, by name"),
    Binding { action: A::Lane, context: Queue, keys: Keys::Digits, words: "go to a lane", hint: "" },
    bind(List, A::Up, &[UP, Chord::char('k')], "", "up"),
    bind(List, A::Down, &[DOWN, Chord::char('j')], "", "down"),
    bind(List, A::PageUp, &[key(KeyCode::PageUp)], "", "up by a page"),
    bind(List, A::PageDown, &[key(KeyCode::PageDown)], "", "down by a page"),
    bind(List, A::First, &[key(KeyCode::Home)], "", "to the first"),
    bind(List, A::Last, &[key(KeyCode::End)], "", "to the last"),
    // A contact. Everything printable is text here.
    bind(Call, A::PaneScript, &[Chord::f(2)], "script", "the script and the running notes"),
    bind(Call, A::PaneFamily, &[Chord::f(3)], "family", "the family: children, parents, others"),
    bind(Call, A::PaneKnown, &[Chord::f(4)], "known", "what is known already"),
    bind(Call, A::PaneAgreement, &[Chord::f(5)], "agree", "agreement to share"),
    bind(Call, A::PaneOversight, &[Chord::f(6)], "oversight", "a manager's oversight"),
    bind(Call, A::PaneRoute, &[Chord::f(7)], "route", "where each child goes from here"),
    bind(Call, A::PanePromises, &[Chord::f(8)], "promises", "what was promised, to whom, by when"),
    bind(Call, A::PaneLetter, &[Chord::f(9)], "letter", "letters"),
    bind(Call, A::PaneNight, &[Chord::f(12)], "night", "the night: who has each child, its file, what waits"),
    bind(Call, A::Safety, &[Chord::alt('s')], "safety", "to the questions about safety"),
    bind(
        Call,
        A::OpenContact,
        &[Chord::ctrl('o')],
        "",
        "open the contact that this one is attached to; Esc leads back",
    ),
    bind(Call, A::GotoStage, &[Chord::ctrl('g')], "stage", "to any stage, by its number"),
    bind(Call, A::NextWanted, &[Chord::ctrl('n')], "", "to the next ★ question that has no answer yet"),
    bind(Call, A::WhoMayBeTold, &[Chord::alt('w')], "", "who may be told what"),
    bind(Call, A::LineDropped, &[Chord::alt('x')], "", "the line dropped"),
    bind(
        Call,
        A::Heard,
        &[Chord::alt('h')],
        "",
        "mark what you heard, and see its card: abuse, a complaint …",
    ),
    Binding {
        action: A::Chip,
        context: Call,
        keys: Keys::AltDigits,
        words: "mark one of this stage's things to listen for",
        hint: "",
    },
    bind(Call, A::StageUp, &[ctrl_key(KeyCode::Up)], "", "to the stage before"),
    bind(Call, A::StageDown, &[ctrl_key(KeyCode::Down)], "", "to the stage after"),
    bind(
        Call,
        A::Correct,
        &[Chord::alt('y')],
        "",
        "correct the note, or the row; what was first written stays",
    ),
    bind(Call, A::ChildWords, &[Chord::alt('c')], "", "these are a child's own words"),
    bind(Call, A::MarkFact, &[Chord::alt('f')], "", "this note is a fact"),
    bind(Call, A::MarkReported, &[Chord::alt('r')], "", "this note was reported by somebody"),
    bind(Call, A::MarkOpinion, &[Chord::alt('o')], "", "this note is an opinion"),
    bind(Call, A::TimeOfEvent, &[Chord::alt('t')], "", "when it happened"),
    bind(Call, A::CallerIdentity, &[Chord::alt('i')], "", "who the caller is, and how you know"),
    bind(Call, A::Reveal, &[Chord::alt('v')], "", "uncover what is covered (this is recorded)"),
    bind(Call, A::Add, &[Chord::alt('n')], "add", "add a row in this pane"),
    bind(Call, A::RowUp, &[alt_key(KeyCode::Up)], "", "to the row above, in this pane's list"),
    bind(Call, A::RowDown, &[alt_key(KeyCode::Down)], "", "to the row below, in this pane's list"),
    bind(Call, A::Send, &[Chord::ctrl('t')], "", "send what this pane shows"),
    bind(Call, A::Recall, &[Chord::alt('z')], "", "recall what was sent, until it is accepted"),
    bind(Call, A::Emergency, &[Chord::alt('m')], "", "record what you do in an emergency before oversight"),
    bind(Call, A::GoOn, &[Chord::alt('g')], "", "say why you go on although somebody refuses"),
    bind(Call, A::StandDown, &[Chord::alt('d')], "", "stand urgency down, with a reason"),
    bind(Call, A::Share, &[Chord::alt('j')], "", "write down what was shared with, or asked of, an agency"),
    bind(
        Call,
        A::Why,
        &[Chord::alt('q')],
        "",
        "why these times: how each clock is counted, and by which rule",
    ),
    bind(Call, A::EndCall, &[Chord::alt('e')], "end call", "end the call"),
    // A manager's screen; also with a form open, so nothing printable but in its list.
    bind(Oversight, A::Authorise, &[Chord::alt('a')], "authorise", "authorise what was asked"),
    bind(Oversight, A::Decline, &[Chord::alt('k')], "decline", "decline what was asked"),
    bind(Oversight, A::SendBack, &[Chord::alt('b')], "return", "return it with a question"),
    bind(Oversight, A::Telephone, &[Chord::alt('p')], "telephone", "ring the manager on the rota"),
    // The letters open a card and do nothing more.
    Binding {
        action: A::OpenCard,
        context: Route,
        keys: Keys::Capitals,
        words: "open a destination's card",
        hint: "card",
    },
    // Screens beside queue and contact.
    bind(Visits, A::Add, &[Chord::alt('n')], "go out", "go out on a visit"),
    bind(About, A::OpenContact, &[Chord::ctrl('o')], "open", "open the contact that it is about"),
    bind(Given, A::Send, &[Chord::ctrl('t')], "sheet", "save the sheet"),
    bind(Beside, A::RowUp, &[alt_key(KeyCode::Up)], "", "to the row above"),
    bind(Beside, A::RowDown, &[alt_key(KeyCode::Down)], "row", "to the row below"),
    // Forms.
    bind(Form, A::NextField, &[TAB, ENTER], "", "next field (in a text, Enter starts a new line)"),
    bind(Form, A::PreviousField, &[BACK_TAB], "", "previous field"),
    bind(Form, A::Save, &[Chord::ctrl('s'), Chord::f(10)], "save", "save, or do, what the form says"),
    // Texts.
    bind(Edit, A::Left, &[key(KeyCode::Left)], "", "left"),
    bind(Edit, A::Right, &[key(KeyCode::Right)], "", "right"),
    bind(Edit, A::Up, &[UP], "", "up"),
    bind(Edit, A::Down, &[DOWN], "", "down"),
    bind(Edit, A::PageUp, &[key(KeyCode::PageUp)], "", "up by a page"),
    bind(Edit, A::PageDown, &[key(KeyCode::PageDown)], "", "down by a page"),
    bind(Edit, A::WordLeft, &[ctrl_key(KeyCode::Left), alt_key(KeyCode::Left)], "", "a word to the left"),
    bind(Edit, A::WordRight, &[ctrl_key(KeyCode::Right), alt_key(KeyCode::Right)], "", "a word to the right"),
    bind(Edit, A::LineStart, &[key(KeyCode::Home), Chord::ctrl('a')], "", "to the start of the line"),
    bind(Edit, A::LineEnd, &[key(KeyCode::End), Chord::ctrl('e')], "", "to the end of the line"),
    bind(Edit, A::TextStart, &[ctrl_key(KeyCode::Home)], "", "to the start of the text"),
    bind(Edit, A::TextEnd, &[ctrl_key(KeyCode::End)], "", "to the end of the text"),
    bind(Edit, A::NewLine, &[ENTER, Chord::ctrl('j')], "", "a new line"),
    bind(Edit, A::Backspace, &[key(KeyCode::Backspace), Chord::ctrl('h')], "", "take away to the left"),
    bind(Edit, A::Delete, &[key(KeyCode::Delete)], "", "take away to the right"),
    bind(Edit, A::DeleteWord, &[Chord::ctrl('w')], "", "take away the word to the left"),
    bind(Edit, A::DeleteLine, &[Chord::ctrl('u')], "", "take away the line up to here"),
    bind(Edit, A::Undo, &[Chord::ctrl('z')], "", "undo"),
    bind(Edit, A::Redo, &[Chord::ctrl('y')], "", "do again"),
    // Boxes. Up and down are those of a text.
    bind(Dialog, A::Choose, &[ENTER], "choose", "choose what is marked"),
    bind(Dialog, A::Save, &[Chord::ctrl('s'), Chord::f(10)], "yes, do it", "yes, do what the box asks"),
    bind(Dialog, A::PageUp, &[key(KeyCode::PageUp)], "", "up by a page"),
    bind(Dialog, A::PageDown, &[key(KeyCode::PageDown)], "", "down by a page"),
    bind(SignIn, A::NextField, &[TAB], "next", "next field"),
    bind(SignIn, A::PreviousField, &[BACK_TAB], "", "previous field"),
    bind(SignIn, A::SignIn, &[ENTER], "sign in", "sign in; in the note, a new line"),
    bind(SignIn, A::SealedNote, &[Chord::alt('n')], "note", "write a note that cannot be read back here"),
    bind(SignIn, A::Save, &[Chord::ctrl('s'), Chord::f(10)], "", "seal the note"),
    // Everywhere.
    bind(Danger, A::Urgent, &[Chord::alt('u')], "urgent", "a child is in danger now"),
    bind(Global, A::Help, &[Chord::f(1)], "help", "what the keys do"),
    bind(Global, A::Palette, &[Chord::ctrl('p')], "more", "everything that can be done, by name"),
    bind(Global, A::Back, &[key(KeyCode::Esc)], "back", "back one layer; never loses text"),
    bind(Global, A::Lock, &[Chord::ctrl('l')], "", "lock the console"),
    bind(Global, A::Quit, &[Chord::ctrl('q')], "", "leave; what is half typed is kept"),
];
