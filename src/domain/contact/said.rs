//! Names and numbers as they stand in a text.

/// Fewer digits than these are no number to be rung, and stand in a text by chance.
const LEAST_NUMBER: usize = 6;

/// Tells whether a name, or any part of it, stands in a text as a word; a title is no part of it, and of two letters it is a
/// name only where it is written as one.
pub(super) fn name_stands_in(name: &str, text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let parts = name.split_whitespace().filter(|part| !is_title(part)).map(str::to_lowercase);
    let parts: Vec<String> = parts.collect();
    words.any(|word| {
        let low = word.to_lowercase();
        let low = low.trim_end_matches("'s").trim_end_matches("’s");
        parts.iter().any(|part| match part.chars().count() {
            0 | 1 => false,
            2 => part == low && word.starts_with(char::is_uppercase) && !is_short_word(low),
            _ => part == low,
        })
    })
}

/// Tells whether a word of two letters begins every other sentence.
fn is_short_word(word: &str) -> bool {
    const WORDS: [&str; 28] = [
        "am", "an", "as", "at", "be", "by", "do", "us", "go", "he", "hi", "if", "in", "is", "it", "me", "my",
        "no", "of", "oh", "ok", "on", "or", "pm", "so", "to", "up", "we",
    ];
    WORDS.contains(&word)
}

/// Tells whether a number stands in a text, however its digits are spaced, and with the code of the country or without.
pub(super) fn number_stands_in(number: &str, text: &str) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '.')).collect()
    };
    let number: String =
        bare(number).trim_start_matches("+44").chars().filter(char::is_ascii_digit).collect();
    let number = number.trim_start_matches('0');
    number.len() >= LEAST_NUMBER && bare(text).contains(number)
}

/// Tells whether a word stands before a name and is none.
pub fn is_title(word: &str) -> bool {
    const TITLES: [&str; 16] = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "rev",
        "sgt",
        "sergeant",
        "pc",
        "dc",
        "sir",
        "lady",
        "the",
    ];
    TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_word_and_in_the_genitive() {
        assert!(name_stands_in("Ellis Brook", "We spoke about Ellis's school."));
        assert!(name_stands_in("Ellis Brook", "the Brook family"));
        assert!(!name_stands_in("Al Brook", "all brooks are wet"));
        for said in ["Bo is safe now.", "We saw Bo’s room.", "BO IS SAFE"] {
            assert!(name_stands_in("Bo Marsh", said), "{said}");
        }
        for harmless in ["bo", "B", "Boat", "the beau"] {
            assert!(!name_stands_in("Bo Marsh", harmless), "{harmless}");
        }
        assert!(!name_stands_in("My Lan", "My letter goes on. It is long."));
    }

    #[test]
    fn a_title_is_no_part_of_a_name_and_a_number_is_found_however_it_is_spaced() {
        assert!(name_stands_in("Mrs Pauline Hatch", "Mrs Hatch told us."));
        assert!(!name_stands_in("Mrs Pauline Hatch", "Mrs Vane told us."));
        for text in ["ring 07700 900455", "ring 07700900455.", "ring +44 7700 900 455", "07700-900455"] {
            assert!(number_stands_in("07700 900455", text), "{text}");
        }
        assert!(!number_stands_in("07700 900455", "07700 900456"));
        assert!(!number_stands_in("", "anything"));
    }
}
