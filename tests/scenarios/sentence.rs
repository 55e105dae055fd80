//! Reads one sentence by a pattern: `{who} opens card {letter} for {children}`. Free text stands in “these quotes”.

/// Gives what stands in the slots of a pattern, in order, when the sentence is one of its kind.
pub(super) fn slots<'a>(pattern: &str, sentence: &'a str) -> Option<Vec<&'a str>> {
    let mut found = Vec::new();
    fit(pattern, sentence, false, &mut found).then_some(found)
}

fn fit<'a>(pattern: &str, rest: &'a str, quoted: bool, found: &mut Vec<&'a str>) -> bool {
    let Some(start) = pattern.find('{') else { return pattern == rest };
    let literal = &pattern[..start];
    let Some(rest) = rest.strip_prefix(literal) else { return false };
    let quoted = if literal.is_empty() { quoted } else { literal.ends_with('“') };
    let after = &pattern[start + pattern[start..].find('}').unwrap() + 1..];
    // A slot ends where the pattern's next words begin.
    let next = &after[..after.find('{').unwrap_or(after.len())];
    let ends: Vec<usize> = if after.is_empty() {
        vec![rest.len()]
    } else {
        rest.match_indices(next).map(|(at, _)| at).filter(|at| *at > 0).collect()
    };
    for end in ends {
        let slot = &rest[..end];
        // A slot may be quoted as a whole, and takes no quotes otherwise.
        let bare = if quoted {
            slot
        } else {
            slot.strip_prefix('“').and_then(|s| s.strip_suffix('”')).unwrap_or(slot)
        };
        if slot.is_empty() || bare.contains(['“', '”']) {
            continue;
        }
        found.push(slot);
        if fit(after, &rest[end..], false, found) {
            return true;
        }
        found.pop();
    }
    false
}

/// Reads “Ellis, Mia and Tom” as three.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(", ").flat_map(|part| part.split(" and ")).map(str::trim)
}

#[test]
fn a_sentence_is_read_by_its_pattern() {
    assert_eq!(slots("{who} closes it", "Okoro closes it"), Some(vec!["Okoro"]));
    assert_eq!(slots("{who} closes it", "Okoro closes it now"), None);
    assert_eq!(
        slots("{who} says “{what}”", "A. Okoro says “it, and more”"),
        Some(vec!["A. Okoro", "it, and more"])
    );
    assert_eq!(slots("{who} sends {n}", "Okoro sends 1: “no”"), None);
    assert_eq!(list("Ellis, Mia and Tom").collect::<Vec<_>>(), ["Ellis", "Mia", "Tom"]);
}
