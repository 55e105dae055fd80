//! What every key means: one table feeds dispatch, the hint bar, the help layer, the palette and `dutydesk keys`.
//!
//! Where text can be written no printable key is bound, so that a word typed in the wrong place can do nothing.
//! Chords that common terminals keep for themselves (Alt+Enter, F11, Ctrl+Shift+…) are not used, and everything can be
//! reached from the palette besides.

mod action;
mod chord;
mod table;

use std::fmt::Write as _;

use crossterm::event::KeyEvent;

pub use self::action::{Action, Context, stacks};
pub use self::chord::Chord;
pub use self::table::{BINDINGS, Binding, Keys};

/// Finds what a key does, in the innermost context that knows it; the contexts are given from the innermost outwards.
pub fn action(contexts: &[Context], key: KeyEvent) -> Option<Action> {
    let chord = Chord::of(key);
    contexts.iter().find_map(|context| in_context(*context, chord))
}

/// Gives the digit that was typed: `1` to `9` and `0` as 1 to 10, the place of a lane or a stage.
pub fn digit(key: KeyEvent) -> Option<u8> {
    let digit = Chord::of(key).typed()?.to_digit(10).and_then(|digit| u8::try_from(digit).ok())?;
    Some(if digit == 0 { 10 } else { digit })
}

/// Gives the digit that is pressed with Alt, 1 to 10; 0 is the tenth.
pub fn alt_digit(key: KeyEvent) -> Option<u8> {
    let digit = Chord::of(key).alt_digit()?.to_digit(10).and_then(|digit| u8::try_from(digit).ok())?;
    Some(if digit == 0 { 10 } else { digit })
}

/// Gives the bindings of a context, in the table's order.
pub fn bindings(context: Context) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.context == context)
}

/// Finds the binding of an action in the innermost of the contexts that has it.
pub fn binding(contexts: &[Context], action: Action) -> Option<&'static Binding> {
    contexts.iter().find_map(|context| bindings(*context).find(|binding| binding.action == action))
}

/// Gives the keys of an action as words, or nothing where no key does it: `Alt+u`.
pub fn keys_of(contexts: &[Context], action: Action) -> String {
    binding(contexts, action).map(|binding| binding.keys.first()).unwrap_or_default()
}

/// Writes the whole table as plain text, for `dutydesk keys` and the documents.
pub fn as_text() -> String {
    let mut text = String::new();
    for context in Context::ALL {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{}", context.words());
        for binding in bindings(context) {
            let _ = writeln!(text, "  {:<22} {}", binding.keys.all(), binding.words);
        }
    }
    text
}

fn in_context(context: Context, chord: Chord) -> Option<Action> {
    bindings(context).find(|binding| binding.keys.contain(chord)).map(|binding| binding.action)
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;

    fn chords(binding: &Binding) -> Vec<Chord> {
        match binding.keys {
            Keys::These(chords) => chords.to_vec(),
            Keys::Digits => ('0'..='9').map(Chord::char).collect(),
            Keys::Capitals => ('A'..='Z').map(Chord::char).collect(),
            Keys::AltDigits => ('0'..='9').map(Chord::alt).collect(),
        }
    }

    #[test]
    fn nothing_printable_is_bound_where_text_is_written() {
        use Context::{About, Beside, Call, Danger, Dialog, Edit, Form, Given, Global, SignIn, Visits};
        let written = [About, Beside, Call, Danger, Dialog, Edit, Form, Given, Global, SignIn, Visits];
        for binding in BINDINGS.iter().filter(|b| written.contains(&b.context)) {
            assert!(chords(binding).iter().all(|c| !c.is_printable()), "{:?}", binding.action);
        }
    }

    #[test]
    fn no_key_means_two_things_at_once() {
        for stack in stacks::ALL {
            let mut seen: Vec<(Chord, &Binding)> = Vec::new();
            for binding in stack.iter().flat_map(|context| bindings(*context)) {
                for chord in chords(binding) {
                    if let Some((_, other)) = seen.iter().find(|(known, _)| *known == chord) {
                        // Enter is for whoever holds the text; only a form hands it on, to a text of many lines.
                        let handed_on = binding.action == Action::NewLine;
                        assert!(handed_on || other.action == binding.action, "{chord} in {stack:?}");
                    }
                    seen.push((chord, binding));
                }
            }
        }
    }

    #[test]
    fn terminals_keep_these_for_themselves() {
        let kept = [
            Chord::held(KeyCode::Enter, KeyModifiers::ALT),
            Chord::f(11),
            Chord::ctrl('i'),
            Chord::ctrl('m'),
            Chord::ctrl('c'),
            Chord::alt('['),
        ];
        for binding in BINDINGS {
            assert!(chords(binding).iter().all(|c| !kept.contains(c)), "{:?}", binding.action);
        }
    }

    #[test]
    fn every_action_has_a_key_and_words() {
        for action in Action::ALL {
            assert!(BINDINGS.iter().any(|b| b.action == *action), "{action:?}");
        }
        assert!(BINDINGS.iter().all(|b| !b.words.is_empty() && !b.keys.all().is_empty()));
    }

    #[test]
    fn caps_lock_does_no_harm() {
        let key = |c, held| KeyEvent::new(KeyCode::Char(c), held);
        let all = KeyModifiers::ALT | KeyModifiers::SHIFT;
        assert_eq!(action(stacks::CALL_NOTES, key('U', all)), Some(Action::Urgent));
        assert_eq!(action(stacks::CALL_NOTES, key('U', KeyModifiers::SHIFT)), None);
        assert_eq!(action(stacks::QUEUE, key('?', KeyModifiers::SHIFT)), Some(Action::Help));
        assert_eq!(digit(key('0', KeyModifiers::NONE)), Some(10));
    }

    #[test]
    fn the_table_reads_well() {
        let text = as_text();
        assert!(text.contains("Alt+u"));
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
}
