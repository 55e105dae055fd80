//! Keys as tests write them: `n <enter> Ellis <f5> <a-u>`.
//!
//! Outside of angle brackets everything is typed as it stands; a space is a space only inside of `<space>` or between two
//! words of text, so that keys can be set apart from each other.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Reads keys.
pub(crate) fn keys(text: &str) -> Vec<KeyEvent> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut after_text = false;
    while let Some(c) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            out.push(named(name));
            rest = after;
            after_text = false;
        } else {
            rest = &rest[c.len_utf8()..];
            let between = c == ' '
                && (!after_text || rest.trim_start().is_empty() || rest.trim_start().starts_with('<'));
            if !between {
                out.push(KeyEvent::from(KeyCode::Char(c)));
                after_text = true;
            }
        }
    }
    out
}

fn named(name: &str) -> KeyEvent {
    let mut held = KeyModifiers::NONE;
    let mut rest = name;
    for (sign, modifier) in
        [("c-", KeyModifiers::CONTROL), ("a-", KeyModifiers::ALT), ("s-", KeyModifiers::SHIFT)]
    {
        if let Some(after) = rest.strip_prefix(sign) {
            held |= modifier;
            rest = after;
        }
    }
    let code = match rest {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        "tab" => KeyCode::Tab,
        "space" => KeyCode::Char(' '),
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "lt" => KeyCode::Char('<'),
        _ => {
            let mut chars = rest.chars();
            match (chars.next(), chars.as_str()) {
                (Some(c), "") => KeyCode::Char(c),
                (Some('f'), number) => KeyCode::F(number.parse().unwrap()),
                _ => panic!("no key is called <{name}>"),
            }
        }
    };
    KeyEvent::new(code, held)
}

/// Gives the bytes that a terminal sends for a key.
pub(crate) fn bytes(key: KeyEvent) -> Vec<u8> {
    let plain: Vec<u8> = match key.code {
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => vec![c as u8 & 0x1f],
        KeyCode::Char(c) => c.to_string().into_bytes(),
        KeyCode::Enter => b"\r".to_vec(),
        KeyCode::Esc => b"\x1b".to_vec(),
        KeyCode::Tab => b"\t".to_vec(),
        KeyCode::BackTab => b"\x1b[Z".to_vec(),
        KeyCode::Backspace => b"\x7f".to_vec(),
        KeyCode::Delete => b"\x1b[3~".to_vec(),
        KeyCode::PageUp => b"\x1b[5~".to_vec(),
        KeyCode::PageDown => b"\x1b[6~".to_vec(),
        KeyCode::F(number @ 1..=4) => vec![0x1b, b'O', b'P' + number - 1],
        KeyCode::F(number) => {
            let code = [15, 17, 18, 19, 20, 21, 23, 24][usize::from(number - 5)];
            format!("\x1b[{code}~").into_bytes()
        }
        KeyCode::Up | KeyCode::Down | KeyCode::Right | KeyCode::Left | KeyCode::Home | KeyCode::End => {
            let end = match key.code {
                KeyCode::Up => 'A',
                KeyCode::Down => 'B',
                KeyCode::Right => 'C',
                KeyCode::Left => 'D',
                KeyCode::End => 'F',
                _ => 'H',
            };
            let held = 1
                + u8::from(key.modifiers.contains(KeyModifiers::SHIFT))
                + 2 * u8::from(key.modifiers.contains(KeyModifiers::ALT))
                + 4 * u8::from(key.modifiers.contains(KeyModifiers::CONTROL));
            let text = if held == 1 { format!("\x1b[{end}") } else { format!("\x1b[1;{held}{end}") };
            return text.into_bytes();
        }
        other => panic!("no bytes for {other:?}"),
    };
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    if alt { [b"\x1b".as_slice(), &plain].concat() } else { plain }
}

#[test]
fn keys_are_read_as_they_are_meant() {
    let codes = |text| keys(text).into_iter().map(|key| key.code).collect::<Vec<_>>();
    assert_eq!(
        codes("n <enter> a b <f5>"),
        [
            KeyCode::Char('n'),
            KeyCode::Enter,
            KeyCode::Char('a'),
            KeyCode::Char(' '),
            KeyCode::Char('b'),
            KeyCode::F(5),
        ]
    );
    assert_eq!(bytes(keys("<a-u>")[0]), b"\x1bu");
    assert_eq!(bytes(keys("<c-s>")[0]), b"\x13");
    assert_eq!(bytes(keys("<c-left>")[0]), b"\x1b[1;5D");
}
