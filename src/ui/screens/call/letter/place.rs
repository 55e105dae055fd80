//! Where in a letter somebody writes on, and how much they wrote.

/// Gives where in a letter somebody writes on: behind why it was decided so, where that stands in it, or else at the end of the
/// first paragraph behind the greeting; and at its beginning, where none is known.
pub(super) fn to_write(text: &str, why: &str) -> usize {
    let why = why.trim();
    if let Some(at) = text.find(why).filter(|_| !why.is_empty()) {
        return at + why.len();
    }
    let mut at = 0;
    let (mut greeted, mut end) = (false, None);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if !greeted {
            greeted = words.ends_with(',');
        } else if !words.is_empty() {
            end = Some(at + words.len());
        } else if end.is_some() {
            break;
        }
        at += line.len();
    }
    end.unwrap_or(0)
}

/// Counts the words that somebody wrote into a text that was filled in: those from the first to the last that differ.
pub(super) fn written_in(filled: &str, text: &str) -> usize {
    let of = |text| str::split_whitespace(text).collect::<Vec<_>>();
    let (filled, text) = (of(filled), of(text));
    let same = |(a, b): &(&&str, &&str)| a == b;
    let before = filled.iter().zip(&text).take_while(same).count();
    let rest = filled.len().min(text.len()) - before;
    let after = filled.iter().rev().zip(text.iter().rev()).take(rest).take_while(same).count();
    text.len() - before - after
}

#[cfg(test)]
mod tests {
    use super::to_write;

    #[test]
    fn it_is_behind_the_reason_or_else_behind_the_first_paragraph() {
        let letter = "Tue 24 Nov 2026\nOur reference: C-1841\n\nDear Dale Hunt,\n\nThank you\nfor that.\n\nWhy: He is safe.\n\nA. Okoro\n";
        let at = |why: &str| &letter[..to_write(letter, why)];
        assert!(at("").ends_with("Thank you\nfor that."));
        assert!(at(" He is safe. ").ends_with("Why: He is safe."));
        assert!(at("Something that is not there").ends_with("for that."));
        assert_eq!((to_write("", ""), to_write("One line.", ""), to_write("Dear you,\n", "")), (0, 0, 0));
    }
}
