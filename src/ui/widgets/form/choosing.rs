//! Choosing in a field: by enough of a word that only one choice has, or by an arrow; never by a guess.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::field::{Field, Kind};
use crate::domain::policy::script::FieldKind;
use crate::domain::value::{Value, YesNo};
use crate::ui::widgets::editor::Edited;

/// No choice has words as long as that, and a paste can be.
const LONGEST: usize = 200;

/// How much of what was typed is said again.
const QUOTED: usize = 40;

/// How many of those that match are named.
const NAMED: usize = 4;

/// How a choice matches what is typed, the best first: by all its words, by their beginning, by that of one of them or of
/// what it is also called, by that of a word in brackets, which says more about it and names nothing.
const WHOLE: u8 = 0;
const BEGINS: u8 = 1;
const A_WORD: u8 = 2;
const BRACKETED: u8 = 3;
const NOT: u8 = 4;

impl Field {
    /// Tells whether it is filled by choosing.
    pub(super) fn chooses(&self) -> bool {
        matches!(self.kind, Kind::Of(FieldKind::YesNo | FieldKind::Choice { .. } | FieldKind::Choices { .. }))
    }

    /// Tells whether several may be chosen.
    pub(super) fn many(&self) -> bool {
        matches!(self.kind, Kind::Of(FieldKind::Choices { .. }))
    }

    /// Gives the choice that is meant: the one that an arrow marked, or the only one with a word that begins as typed.
    pub(super) fn meant(&self) -> Result<Option<usize>, String> {
        if self.marked.is_some() || self.editor.is_blank() {
            return Ok(self.marked);
        }
        match self.found()[..] {
            [one] => Ok(Some(one)),
            // Nothing is there to choose yet; the hint says why.
            [] if self.choices.is_empty() && !self.hint.is_empty() => Err(self.hint.clone()),
            [] => {
                // The whole of it stands in the field; a paste can be as long as a book.
                let typed: String = self.editor.text().trim().chars().take(QUOTED).collect();
                Err(format!("Nothing here begins with “{typed}”. Take letters away, or choose with ↑ and ↓."))
            }
            ref found => {
                let mut words: Vec<&str> =
                    found.iter().take(NAMED).map(|&at| self.choices[at].words.as_str()).collect();
                if found.len() > NAMED {
                    words.push("…");
                }
                let (many, words) = (count(found.len()), words.join(" · "));
                Err(format!("{many} match: {words}. Write more of it, or choose with ↑ and ↓."))
            }
        }
    }

    /// Tells whether it is not clear yet which choice is meant.
    pub(super) fn is_unclear(&self) -> bool {
        self.chooses() && self.meant().is_err()
    }

    /// Tells whether what is typed in it could mean more than one choice.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.is_unclear() && self.found().len() > 1
    }

    /// Says in few words what is meant by what is typed.
    pub(super) fn meant_words(&self) -> String {
        match self.meant() {
            Ok(at) => at.map_or_else(String::new, |at| format!("→ {}", self.choices[at].words)),
            Err(_) => match self.found().len() {
                0 => "nothing begins so".to_owned(),
                many => format!("{} match", count(many).to_lowercase()),
            },
        }
    }

    /// Gives the choices with a word that begins as typed; where that is all the words of one, or the beginning of only one,
    /// that one.
    fn found(&self) -> Vec<usize> {
        let typed = self.typed();
        let at_least = |rank: u8| {
            let fits = |at: &usize| typed.len() <= LONGEST && self.rank(*at, &typed) <= rank;
            (0..self.choices.len()).filter(fits).collect::<Vec<_>>()
        };
        // Whoever types "agr" means "agreed", and not "withdrawn: agreed before"; an age tells two apart that nothing else does.
        [WHOLE, BEGINS]
            .into_iter()
            .map(at_least)
            .find(|found| found.len() == 1)
            .or_else(|| Some(at_least(A_WORD)).filter(|found| !found.is_empty()))
            .unwrap_or_else(|| at_least(BRACKETED))
    }

    pub(super) fn read_choices(&self) -> Result<Option<Value>, String> {
        let mut picked = self.picked.clone();
        if !self.editor.is_blank()
            && let Some(at) = self.meant()?
        {
            if !self.many() {
                picked = vec![at];
            } else if !picked.contains(&at) {
                picked.push(at);
            }
        }
        picked.sort_unstable();
        let mut keys: Vec<String> = picked.iter().map(|&at| self.choices[at].key.clone()).collect();
        let answer = |key: &str| YesNo::ALL.into_iter().find(|answer| answer.key() == key);
        Ok(match &self.kind {
            _ if keys.is_empty() => None,
            Kind::Of(FieldKind::Choices { .. }) => Some(Value::Choices(keys)),
            Kind::Of(FieldKind::YesNo) => keys.first().and_then(|key| answer(key)).map(Value::YesNo),
            _ => keys.pop().map(Value::Choice),
        })
    }

    /// Gives what is picked, without what is only being typed.
    pub fn picked(&self) -> Vec<&str> {
        let mut picked = self.picked.clone();
        picked.sort_unstable();
        picked.iter().map(|&at| self.choices[at].key.as_str()).collect()
    }

    /// Gives what is picked in the order in which it was.
    pub fn picked_in_turn(&self) -> Vec<&str> {
        self.picked.iter().map(|&at| self.choices[at].key.as_str()).collect()
    }

    /// Gives the words of what is picked.
    pub(super) fn picked_words(&self) -> String {
        self.picked.iter().map(|&at| self.choices[at].words.as_str()).collect::<Vec<_>>().join(" · ")
    }

    /// Picks, or unpicks, the one of several that is meant; tells whether there was one.
    pub(super) fn toggle(&mut self) -> bool {
        let Some(at) = self.meant().ok().flatten().filter(|_| self.many()) else { return false };
        match self.picked.iter().position(|&other| other == at) {
            Some(place) => drop(self.picked.remove(place)),
            None => self.picked.push(at),
        }
        self.editor.set("");
        self.marked = None;
        self.toggled = Some(at);
        true
    }

    /// Gives the choice at which the list stands while none is meant: the one that was picked or unpicked last, or the first
    /// that is picked. While something is typed, what matches best is on top.
    pub(super) fn stands_at(&self) -> Option<usize> {
        let typed = self.many() && !self.editor.is_blank();
        self.toggled.or(self.picked.first().copied()).filter(|_| !typed)
    }

    /// Shows, in a field that is filled by choosing, exactly the value that it has.
    pub(super) fn settle(&mut self, value: Option<&Value>) {
        if !self.chooses() {
            return;
        }
        // What was picked before stays before.
        let places = self.places_of(value);
        self.picked.retain(|at| places.contains(at));
        let new: Vec<usize> = places.into_iter().filter(|at| !self.picked.contains(at)).collect();
        self.picked.extend(new);
        self.editor.set("");
        (self.marked, self.toggled) = (None, None);
    }

    /// Gives which choices a value is.
    fn places_of(&self, value: Option<&Value>) -> Vec<usize> {
        let keys: Vec<&str> = match value {
            Some(Value::Choice(key)) => vec![key],
            Some(Value::Choices(keys)) => keys.iter().map(String::as_str).collect(),
            Some(Value::YesNo(answer)) => vec![answer.key()],
            _ => Vec::new(),
        };
        keys.iter().filter_map(|key| self.choices.iter().position(|choice| choice.key == *key)).collect()
    }

    /// Gives the choices that match what is typed, the best first; all, in their order, where nothing is typed or nothing
    /// matches: whoever typed another word than ours has to see ours.
    pub(super) fn matching(&self) -> Vec<usize> {
        let typed = self.typed();
        let all = || (0..self.choices.len()).collect();
        if typed.is_empty() || typed.len() > LONGEST {
            return all();
        }
        let matcher = SkimMatcherV2::default().ignore_case();
        let mut found: Vec<((u8, i64), usize)> = (0..self.choices.len())
            .filter_map(|at| match self.rank(at, &typed) {
                NOT => matcher.fuzzy_match(&self.choices[at].words, &typed).map(|score| ((NOT, -score), at)),
                rank => Some(((rank, 0), at)),
            })
            .collect();
        if found.is_empty() {
            return all();
        }
        found.sort_unstable();
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// Tells how a choice matches.
    fn rank(&self, at: usize, typed: &str) -> u8 {
        let words = self.choices[at].words.to_lowercase();
        // A sign before the words is not typed.
        let plain = words.trim_start_matches(|c: char| !c.is_alphanumeric());
        let begins = |at: usize| plain[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let bracketed = |at: usize| plain[..at].matches('(').count() > plain[..at].matches(')').count();
        let found = || plain.match_indices(typed).map(|(at, _)| at).filter(|at| begins(*at));
        if words == typed || plain == typed {
            WHOLE
        } else if words.starts_with(typed) || plain.starts_with(typed) {
            BEGINS
        } else if found().any(|at| !bracketed(at)) || self.is_also(at, typed) {
            A_WORD
        } else if found().next().is_some() {
            BRACKETED
        } else {
            NOT
        }
    }

    fn is_also(&self, at: usize, typed: &str) -> bool {
        // A key of letters is what people call it in short: DSL, HR.
        let key = &self.choices[at].key;
        let short = key == typed && key.chars().all(char::is_alphabetic);
        short || self.also.iter().any(|(of, words)| *of == at && words.starts_with(typed))
    }

    fn typed(&self) -> String {
        self.editor.text().trim().to_lowercase()
    }

    /// Takes up what an edit did; `takes` says whether its key takes something away, `open` whether letters stood in it.
    pub(super) fn after_edit(&mut self, edited: Edited, takes: bool, open: bool) -> Edited {
        if !self.chooses() {
            return edited;
        }
        // Taking away from what shows only a choice takes the choice away; moving about in it takes nothing.
        if edited == Edited::Moved
            && takes
            && !open
            && !self.many()
            && !self.picked.is_empty()
            && self.editor.text().is_empty()
        {
            self.picked.clear();
            self.marked = None;
            return Edited::Changed;
        }
        if edited == Edited::Changed {
            if !self.many() {
                // Letters only look for a choice: taken away again, they take none with them.
                let stood = self.left_with().filter(|_| self.editor.is_blank());
                self.picked = self.places_of(stood);
            }
            (self.marked, self.toggled) = (None, None);
        }
        edited
    }

    pub(super) fn cycle(&mut self, down: bool) -> Edited {
        let of = self.matching();
        if of.is_empty() {
            return Edited::Moved;
        }
        let now = self.marked.or(if self.many() { self.toggled } else { self.picked.first().copied() });
        let at = now.and_then(|now| of.iter().position(|&at| at == now));
        let next = match (at, down) {
            (None, true) => 0,
            (None, false) => of.len() - 1,
            (Some(at), true) => (at + 1) % of.len(),
            (Some(at), false) => (at + of.len() - 1) % of.len(),
        };
        self.marked = Some(of[next]);
        if self.many() {
            return Edited::Moved;
        }
        // While something is typed the mark alone moves; else the choice is shown at once.
        if self.editor.text().is_empty() {
            self.picked = vec![of[next]];
        }
        Edited::Changed
    }
}

fn count(many: usize) -> String {
    let words = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    words.get(many.wrapping_sub(2)).map_or_else(|| many.to_string(), |word| (*word).to_owned())
}
