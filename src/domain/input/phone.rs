//! Telephone numbers as callers give them.

use serde::{Deserialize, Serialize};

/// A number to ring back, as it was typed and as it is matched.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Phone {
    /// As it was typed.
    pub raw: String,
    /// The digits alone, for matching: national as `01632960123`, from abroad as `+35315550123`; none if withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<String>,
}

impl Phone {
    /// Tells whether the caller withheld it.
    pub const fn is_withheld(&self) -> bool {
        self.digits.is_none()
    }

    /// Tells whether both are the same line, however each was typed.
    pub fn matches(&self, other: &Self) -> bool {
        self.digits.is_some() && self.digits == other.digits
    }
}

/// A text that is not a telephone number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("there is no number: write it as 01632 960123, or write withheld")]
    Empty,
    /// It holds something else than digits and what stands between them.
    #[error("`{0}` does not belong in a number: write digits as 01632 960123, or write withheld")]
    NotADigit(char),
    /// Too few digits.
    #[error("{0} digits are too few: a number with its area code has 10 or 11, as 01632 960123")]
    TooShort(usize),
    /// Too many digits.
    #[error("{0} digits are too many: a number with its area code has 10 or 11, as 01632 960123")]
    TooLong(usize),
    /// It begins with neither 0 nor a country's code.
    #[error("the area code is missing: begin with 0, as 01632 960123, or with + and the country's code")]
    NoAreaCode,
}

/// The one eight-digit number children ring from memory.
const CHILDLINE: &str = "08001111";
const WITHHELD: [&str; 7] =
    ["withheld", "number withheld", "private", "private number", "no caller id", "anonymous", "hidden"];

/// Reads a number in the usual spellings: spaces, brackets, hyphens, `+44`, `0044`, `ext 204`; or `withheld`.
pub fn read(text: &str) -> Result<Phone, PhoneError> {
    let typed = text.trim();
    if WITHHELD.iter().any(|word| typed.eq_ignore_ascii_case(word)) {
        return Ok(Phone { raw: text.to_owned(), digits: None });
    }
    let number = without_extension(typed);
    let mut digits = String::with_capacity(number.len());
    for (at, c) in number.char_indices() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if at == 0 || number[..at].bytes().all(|b| b == b'(') => digits.push(c),
            '(' | ')' | '-' | '–' | '‑' | '.' | '/' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => {}
            other => return Err(PhoneError::NotADigit(other)),
        }
    }
    if digits.is_empty() {
        return Err(PhoneError::Empty);
    }
    let digits = national(digits)?;
    Ok(Phone { raw: text.to_owned(), digits: Some(digits) })
}

/// Leaves out an extension: a line is matched without it.
fn without_extension(typed: &str) -> &str {
    let is_extension = |rest: &str| {
        let rest = rest.trim_start_matches(['.', ':', ' ']);
        (1..=6).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit())
    };
    for mark in ["extension", "ext", "x"] {
        let Some(at) = typed.len().checked_sub(mark.len()).and_then(|last| {
            (1..=last).rev().find(|at| {
                typed.get(*at..*at + mark.len()).is_some_and(|found| found.eq_ignore_ascii_case(mark))
            })
        }) else {
            continue;
        };
        if is_extension(&typed[at + mark.len()..]) {
            return typed[..at].trim_end_matches([' ', ',']);
        }
    }
    typed
}

/// Brings `+44`, `0044` and `+44 (0)` to the national spelling, and checks the length.
fn national(digits: String) -> Result<String, PhoneError> {
    let abroad = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"));
    let digits = match abroad {
        Some(rest) => match rest.strip_prefix("44") {
            Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
            None => {
                return match rest.len() {
                    ..8 => Err(PhoneError::TooShort(rest.len())),
                    8..=15 => Ok(format!("+{rest}")),
                    more => Err(PhoneError::TooLong(more)),
                };
            }
        },
        None => digits,
    };
    match digits.len() {
        _ if digits == CHILDLINE => Ok(digits),
        12.. => Err(PhoneError::TooLong(digits.len())),
        6..=11 if !digits.starts_with('0') => Err(PhoneError::NoAreaCode),
        11 => Ok(digits),
        // A few old areas have ten; mobiles never.
        10 if !digits.starts_with("07") => Ok(digits),
        short => Err(PhoneError::TooShort(short)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings() {
        for (text, digits) in [
            ("01632 960123", "01632960123"),
            ("(01632) 960 123", "01632960123"),
            ("01632-960-123", "01632960123"),
            ("+44 1632 960123", "01632960123"),
            ("+44 (0)1632 960123", "01632960123"),
            ("(+44) 1632 960123", "01632960123"),
            ("0044 1632 960123", "01632960123"),
            (" 07700 900123 ", "07700900123"),
            ("07700.900.123", "07700900123"),
            ("01632 960123 ext 204", "01632960123"),
            ("01632 960123 x204", "01632960123"),
            ("01632 960123, Ext. 204", "01632960123"),
            ("01632 96012", "0163296012"),
            ("0800 1111", "08001111"),
            ("+353 1 555 0123", "+35315550123"),
        ] {
            let phone = read(text).unwrap();
            assert_eq!(phone.digits.as_deref(), Some(digits), "{text}");
            assert_eq!(phone.raw, text);
        }
        assert!(read("Withheld").unwrap().is_withheld());
        assert!(read("01632 960123").unwrap().matches(&read("+441632960123").unwrap()));
        assert!(!read("withheld").unwrap().matches(&read("withheld").unwrap()));
    }

    #[test]
    fn refusals() {
        for (text, error) in [
            ("", PhoneError::Empty),
            ("()", PhoneError::Empty),
            ("his mum's", PhoneError::NotADigit('h')),
            ("01632 96012３", PhoneError::NotADigit('３')),
            ("01632 +960123", PhoneError::NotADigit('+')),
            ("999", PhoneError::TooShort(3)),
            ("07700 90012", PhoneError::TooShort(10)),
            ("960123", PhoneError::NoAreaCode),
            ("07700 900123 4", PhoneError::TooLong(12)),
            ("+1234567890123456", PhoneError::TooLong(16)),
            ("x", PhoneError::NotADigit('x')),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn written_as_data() {
        let phone = read("+44 1632 960123").unwrap();
        let json = serde_json::to_string(&phone).unwrap();
        assert_eq!(json, r#"{"raw":"+44 1632 960123","digits":"01632960123"}"#);
        assert_eq!(serde_json::from_str::<Phone>(&json).unwrap(), phone);
        assert_eq!(serde_json::to_string(&read("withheld").unwrap()).unwrap(), r#"{"raw":"withheld"}"#);
    }
}
