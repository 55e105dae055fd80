//! Invented people: names put together of two halves, numbers that no one has.

use chrono::{Days, NaiveDate};

use crate::{
    desk::Random,
    domain::{
        contact::{
            call::Caller,
            family::{Details, Kind},
        },
        input::born::Born,
        policy::CallerKind,
        value::YesNo,
    },
};

const GIVEN: [&str; 32] = [
    "El", "Ma", "To", "Aa", "No", "Ze", "Chi", "Ru", "Sió", "Kwa", "Yu", "Zo", "Ama", "Ol", "Bri", "Da",
    "Fé", "Jo", "Li", "Ni", "Haf", "Gwe", "Pri", "Sa", "Te", "Una", "Vi", "Wil", "Xa", "Ís", "Oi", "Ke",
];
const GIVEN_END: [&str; 24] = [
    "lis", "mia", "ren", "vian", "nor", "sha", "dan", "phie", "lek", "wen", "ra", "bel", "kai", "neth", "zo",
    "liyah", "mir", "sa", "tomi", "ndra", "lwyn", "ya", "rik", "né",
];
const FAMILY: [&str; 28] = [
    "Brook", "Mar", "Oak", "Had", "O'Ten", "Ad", "Singh", "Khal", "Petr", "Ogun", "Llan", "Mc", "Hali",
    "Kow", "De", "Thorn", "Ash", "Nwo", "Ferr", "Dubh", "Wren", "Cza", "Bas", "Pem", "Ye", "Mül", "van Ho",
    "Ris",
];
const FAMILY_END: [&str; 20] = [
    "field", "low", "mere", "wan", "ova", "deen", "ski", "bury", "well", "ton", "ré", "shaw", "by", "gate",
    "don", "su", "ley", "mór", "hurst", "ane",
];

/// Whoever rings, by the share of a hundred: the statutory code, the kind of caller, what they are, where they work.
type Rings = (u8, &'static str, CallerKind, &'static str, &'static str);

/// 39 police, 13 health, 13 education, 35 others.
pub(super) const RINGS: [Rings; 24] = [
    (24, "6", CallerKind::Police, "response officer", "police"),
    (9, "6", CallerKind::Police, "neighbourhood officer", "police"),
    (6, "6", CallerKind::Police, "custody sergeant", "police"),
    (4, "3B", CallerKind::Professional, "health visitor", "health visiting"),
    (3, "3A", CallerKind::Professional, "GP", "a surgery"),
    (2, "3C", CallerKind::Professional, "school nurse", "school nursing"),
    (3, "3E", CallerKind::Professional, "nurse", "the emergency department"),
    (1, "3F", CallerKind::Professional, "therapist", "a hospice"),
    (10, "2A", CallerKind::Professional, "designated lead", "a school"),
    (3, "2B", CallerKind::Professional, "attendance officer", "education services"),
    (4, "1A", CallerKind::Parent, "mother", ""),
    (2, "1A", CallerKind::Parent, "father", ""),
    (3, "1A", CallerKind::Public, "aunt", ""),
    (3, "1B", CallerKind::Public, "neighbour", ""),
    (1, "1C", CallerKind::Child, "", ""),
    (4, "4", CallerKind::Professional, "housing officer", "housing"),
    (2, "5A", CallerKind::Professional, "social worker", "adult social care"),
    (3, "5B", CallerKind::Professional, "adviser", "another service of the council"),
    (2, "5C", CallerKind::Professional, "duty worker", "another authority"),
    (4, "5D", CallerKind::Professional, "family worker", "early help"),
    (3, "7", CallerKind::Professional, "probation officer", "probation"),
    (2, "8", CallerKind::Professional, "project worker", "a voluntary organisation"),
    (1, "9", CallerKind::Public, "", ""),
    (1, "10", CallerKind::Public, "", ""),
];

/// The inventor.
pub(super) struct People(Random);

impl People {
    /// Makes an inventor of a seed.
    pub(super) fn of(seed: u64) -> Self {
        Self(Random::Seeded(seed))
    }

    /// Gives a number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The top half is multiplied instead of taking a remainder: quicker, and as fair as this needs.
        ((self.0.number() >> 32) * end) >> 32
    }

    /// Tells whether a thing that is so in so many of a thousand is so.
    pub(super) fn per_mille(&mut self, of_a_thousand: u64) -> bool {
        self.below(1_000) < of_a_thousand
    }

    /// Picks one.
    pub(super) fn one<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        let at = self.below(of.len() as u64);
        of[usize::try_from(at).unwrap_or(0)]
    }

    /// Invents a family's name.
    pub(super) fn family_name(&mut self) -> String {
        [self.one(&FAMILY), self.one(&FAMILY_END)].concat()
    }

    /// Invents a whole name.
    pub(super) fn name(&mut self, family: &str) -> String {
        let (begin, end) = (self.one(&GIVEN), self.one(&GIVEN_END));
        // Rare, and met by every real desk: a hyphen, a picture.
        let between = if self.per_mille(20) { "-" } else { "" };
        let after = if self.per_mille(2) { " 🙂" } else { "" };
        [begin, between, end, " ", family, after].concat()
    }

    /// Invents a number: of those that Ofcom keeps for stories.
    pub(super) fn number(&mut self) -> String {
        let n = self.below(1_000);
        match self.below(20) {
            0 => "withheld".to_owned(),
            1..=9 => format!("01632 960{n:03}"),
            _ => format!("07700 900{n:03}"),
        }
    }

    /// Chooses who rings.
    pub(super) fn rings(&mut self) -> &'static Rings {
        let mut at = self.below(100);
        for rings in &RINGS {
            match at.checked_sub(u64::from(rings.0)) {
                Some(rest) => at = rest,
                None => return rings,
            }
        }
        &RINGS[0]
    }

    /// Invents a caller.
    pub(super) fn caller(&mut self, (_, code, kind, role, agency): &Rings) -> Caller {
        let declined = *code == "9" || (kind.covers_screen() && self.per_mille(150));
        let family = self.family_name();
        let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        Caller {
            kind: Some(*kind),
            name: (!declined).then(|| self.name(&family)),
            declined,
            role: said(role),
            agency: said(agency),
            number: Some(self.number()),
            shown: None,
            shown_number: None,
            ring_back: Some(if self.per_mille(30) { YesNo::No } else { YesNo::Yes }),
            source_code: Some((*code).to_owned()),
            prefers: None,
            is_person: None,
            wish: None,
        }
    }

    /// Invents a child, of the age that children are rung about; about one in forty is not born yet.
    pub(super) fn child(&mut self, family: &str, today: NaiveDate) -> Details {
        let mut child = Details::of(Kind::Child);
        let days = self.below(17 * 365);
        let born = match self.below(40) {
            0 => {
                "unborn, no name yet".clone_into(&mut child.name_why);
                child.born = today.checked_add_days(Days::new(14 + days % 220)).map(Born::Expected);
                return child;
            }
            1 => Born::NotKnown { why: "the caller does not know them by name or age".to_owned() },
            2..=4 => Born::About(u8::try_from(days / 365).unwrap_or(0)),
            5 => Born::AboutMonths(u8::try_from(1 + days % 20).unwrap_or(1)),
            _ => Born::Date(today.checked_sub_days(Days::new(days)).unwrap_or(today)),
        };
        if matches!(born, Born::NotKnown { .. }) {
            "the caller never heard it".clone_into(&mut child.name_why);
        } else {
            child.name = Some(self.name(family));
        }
        child.born = Some(born);
        child
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mix_is_leicestershires() {
        let share = |of: &dyn Fn(&str) -> bool| -> u32 {
            RINGS.iter().filter(|rings| of(rings.1)).map(|rings| u32::from(rings.0)).sum()
        };
        assert_eq!(share(&|code| code == "6"), 39);
        assert_eq!(share(&|code| code.starts_with('3')), 13);
        assert_eq!(share(&|code| code.starts_with('2')), 13);
        assert_eq!(share(&|_| true), 100);
    }

    #[test]
    fn people_are_readable_numbers() {
        let mut people = People::of(7);
        for _ in 0..200 {
            let number = people.number();
            assert!(crate::domain::input::phone::read(&number).is_ok(), "{number}");
        }
    }
}
