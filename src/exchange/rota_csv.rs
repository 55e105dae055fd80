//! The rota as a file: one duty a line, under a header that names the columns.
//!
//! | column | holds |
//! |---|---|
//! | `role` | the duty, by its role's key: `on_call_senior_manager` |
//! | `name` | who: name, initials or a name they sign in by |
//! | `from` | from when: `2026-11-24T17:00` on the wall, or RFC 3339 |
//! | `until` | until when, not included |
//! | `number` | the number they are rung by; may be left empty |
//! | `cover` | who stands in where they cannot be reached; may be left empty |

use crate::domain::{
    desk::State,
    duty::Hold,
    ids::StaffId,
    input::{moment, phone},
    policy::Role,
    rota::Line,
    shown::Shown,
};

/// The header.
pub const HEADER: [&str; 6] = ["role", "name", "from", "until", "number", "cover"];

/// Why a file is no rota; the sentence names the line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotARota {
    /// The first line does not name the columns.
    #[error("its first line has to name the columns: {}", HEADER.join(","))]
    Header,
    /// It has no line below its header.
    #[error("it has no duty below its header")]
    Empty,
    /// A quote is opened and never closed.
    #[error("line {0} opens a quote and does not close it")]
    Quote(usize),
    /// A line has too many columns, or too few.
    #[error("line {line} has {found} columns, not {}", HEADER.len())]
    Columns {
        /// Which line.
        line: usize,
        /// How many it has.
        found: usize,
    },
    /// A column of a line cannot be read.
    #[error("line {line}, {column}: {why}")]
    Column {
        /// Which line.
        line: usize,
        /// Which column.
        column: &'static str,
        /// Why.
        why: String,
    },
}

/// Reads a rota; people are those of the desk.
pub fn read(text: &str, desk: &State) -> Result<Vec<Line>, NotARota> {
    let mut lines =
        text.trim_start_matches('\u{FEFF}').lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let (header, no) = lines.next().ok_or(NotARota::Header)?;
    let named = columns(header, no)?;
    if !named.iter().map(|name| name.to_lowercase()).eq(HEADER) {
        return Err(NotARota::Header);
    }
    let plan = lines.map(|(line, no)| duty(line, no, desk)).collect::<Result<Vec<_>, _>>()?;
    if plan.is_empty() { Err(NotARota::Empty) } else { Ok(plan) }
}

fn duty(text: &str, line: usize, desk: &State) -> Result<Line, NotARota> {
    let found = columns(text, line)?;
    let Ok([role, name, from, until, number, cover]) = <[String; 6]>::try_from(found.clone()) else {
        return Err(NotARota::Columns { line, found: found.len() });
    };
    let wrong = |column, why| NotARota::Column { line, column, why };
    let staff = |column, name: &str| -> Result<StaffId, NotARota> {
        let found = desk.find_staff(name).filter(|id| !desk.left.contains(id));
        found.ok_or_else(|| wrong(column, format!("nobody called “{}” works here", Shown::line(name))))
    };
    let role = Role::from_key(&role.replace('-', "_")).ok_or_else(|| {
        wrong("role", format!("“{}” is no role; `dutydesk roles` lists them", Shown::line(role.as_str())))
    })?;
    let person = staff("name", &name)?;
    let from = moment::read(&from).map_err(|why| wrong("from", why))?;
    let until = moment::read(&until).map_err(|why| wrong("until", why))?;
    if until <= from {
        return Err(wrong("until", "the duty ends before it begins".to_owned()));
    }
    let number = Some(number).filter(|number| !number.is_empty());
    if let Some(number) = &number {
        phone::read(number).map_err(|why| wrong("number", why.to_string()))?;
    }
    let cover = Some(cover).filter(|name| !name.is_empty()).map(|name| staff("cover", &name)).transpose()?;
    Ok(Line { no: line, hold: Hold { role, person, from, until }, number, cover })
}

/// Splits a line at its commas; a column in quotes may hold some, and a doubled quote is one.
fn columns(line: &str, no: usize) -> Result<Vec<String>, NotARota> {
    let (mut found, mut column, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                column.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(std::mem::take(&mut column)),
            letter => column.push(letter),
        }
    }
    if quoted {
        return Err(NotARota::Quote(no));
    }
    found.push(column);
    Ok(found.into_iter().map(|column| column.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::desk::{Event, Staff};

    fn desk() -> State {
        let mut desk = State::default();
        for (id, name) in [(1, "P. Lindqvist"), (2, "B. Amadi")] {
            let id = StaffId(Uuid::from_u128(id));
            desk.evolve(&Event::StaffNamed(Staff { id, name: name.to_owned(), initials: name.to_owned() }));
        }
        desk
    }

    #[test]
    fn what_stands_in_a_line() {
        let text = "role,name,from,until,number,cover\r\n\r\n\"on_call_senior_manager\",P. Lindqvist,2026-11-24T17:00,2026-11-25T09:00,07700 900104,\"B. Amadi\"\r\n";
        let plan = read(text, &desk()).unwrap();
        assert_eq!(plan.len(), 1);
        assert_eq!((plan[0].no, plan[0].hold.role), (3, Role::OnCallSeniorManager));
        assert_eq!(plan[0].number.as_deref(), Some("07700 900104"));
        assert_eq!(plan[0].cover, Some(StaffId(Uuid::from_u128(2))));
    }

    #[test]
    fn what_is_no_rota_is_told_by_its_line() {
        let says =
            |line: &str| read(&format!("{}\n{line}", HEADER.join(",")), &desk()).unwrap_err().to_string();
        let of = |from, until| says(&format!("on_call_senior_manager,P. Lindqvist,{from},{until},,"));
        assert!(of("2026-03-29T01:30", "2026-03-29T09:00").starts_with("line 2, from: there is no 01:30"));
        assert!(
            of("2026-10-24T17:00", "2026-10-25T01:30")
                .starts_with("line 2, until: 2026-10-25T01:30:00 comes twice")
        );
        assert!(of("2026-11-25T09:00", "2026-11-24T17:00").contains("ends before it begins"));
        assert!(of("tomorrow", "2026-11-24T17:00").contains("write a time as"));
        assert!(says("boss,P. Lindqvist,2026-11-24T17:00,2026-11-25T09:00,,").contains("is no role"));
        assert!(
            says("lado,X. Nobody,2026-11-24T17:00,2026-11-25T09:00,,").contains("nobody called “X. Nobody”")
        );
        assert!(
            says("lado,P. Lindqvist,2026-11-24T17:00,2026-11-25T09:00,twelve,")
                .starts_with("line 2, number: ")
        );
        let mut left = desk();
        left.left.insert(StaffId(Uuid::from_u128(2)));
        let text = format!("{}\nlado,B. Amadi,2026-11-24T17:00,2026-11-25T09:00,,", HEADER.join(","));
        assert!(read(&text, &left).unwrap_err().to_string().contains("nobody called “B. Amadi” works here"));
        assert!(says("lado,P. Lindqvist,2026-11-24T17:00").contains("line 2 has 3 columns"));
        assert!(says("lado,\"P. Lindqvist").contains("opens a quote"));
        assert_eq!(read("name,role\n", &desk()), Err(NotARota::Header));
        assert_eq!(read("", &desk()), Err(NotARota::Header));
        assert_eq!(read("role,name,from,until,number,cover\n", &desk()), Err(NotARota::Empty));
    }
}
