//! How things look: each role has a dotted name, and a theme gives every role a style.
//!
//! A theme is a TOML file with `inherits`, a `[palette]` and `[roles]`. Where a terminal has no colours, or the reader
//! asked for none, only modifiers are left; every screen must be understood with those alone.

mod load;
mod role;

use std::path::Path;

use ratatui::style::{Color, Modifier, Style};

pub use self::load::ThemeError;
pub use self::role::Role;

/// How many colours the terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// Any colour.
    True,
    /// The 256 of xterm.
    Indexed,
    /// Too few to be trusted, or none wanted: modifiers only.
    Plain,
}

impl Depth {
    /// Reads what the environment says, by a function that gives a variable's value.
    pub fn from_env(get: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| get(name).filter(|value| !value.is_empty());
        let term = is_set("TERM").unwrap_or_default();
        if is_set("NO_COLOR").is_some() || term == "dumb" {
            Self::Plain
        } else if is_set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit")
            || is_set("WT_SESSION").is_some()
            || term.ends_with("-direct")
        {
            Self::True
        } else if term.contains("256") {
            Self::Indexed
        } else {
            Self::Plain
        }
    }
}

/// A style for every role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    name: String,
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// The names of the themes that are built in; the first is the usual one.
    pub const BUILT_IN: [&'static str; 3] = ["night", "day", "contrast"];

    /// Loads a built-in theme.
    pub fn built_in(name: &str, depth: Depth) -> Result<Self, ThemeError> {
        load::load(name, &|_| None).map(|theme| theme.at(depth))
    }

    /// Loads a theme from a folder, `<folder>/<name>.toml`, or the built-in one where the folder has none.
    pub fn from_folder(folder: &Path, name: &str, depth: Depth) -> Result<Self, ThemeError> {
        let read = |name: &str| std::fs::read_to_string(folder.join(format!("{name}.toml"))).ok();
        load::load(name, &read).map(|theme| theme.at(depth))
    }

    /// Gives the theme of last resort: no colours, modifiers only.
    pub fn plain() -> Self {
        Self { name: "plain".to_owned(), styles: Role::ALL.map(Role::plain) }
    }

    /// Gives its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    fn at(mut self, depth: Depth) -> Self {
        match depth {
            Depth::True => {}
            Depth::Indexed => {
                for style in &mut self.styles {
                    style.fg = style.fg.map(indexed);
                    style.bg = style.bg.map(indexed);
                }
            }
            Depth::Plain => self.styles = Role::ALL.map(Role::plain),
        }
        self
    }
}

/// Finds the nearest of xterm's 6×6×6 colours and 24 greys.
fn indexed(colour: Color) -> Color {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let Color::Rgb(r, g, b) = colour else { return colour };
    let nearest = |value: u8| (0..6u8).min_by_key(|&i| STEPS[usize::from(i)].abs_diff(value)).unwrap_or(0);
    let far =
        |a: [u8; 3]| -> u32 { a.iter().zip([r, g, b]).map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    let cube = [nearest(r), nearest(g), nearest(b)];
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let grey = u8::try_from(mean.saturating_sub(3) / 10).unwrap_or(23).min(23);
    if far([8 + 10 * grey; 3]) < far(cube.map(|i| STEPS[usize::from(i)])) {
        Color::Indexed(232 + grey)
    } else {
        Color::Indexed(16 + 36 * cube[0] + 6 * cube[1] + cube[2])
    }
}

/// Gives the modifiers by their names in a theme file.
fn modifier(name: &str) -> Option<Modifier> {
    Some(match name {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underlined" => Modifier::UNDERLINED,
        "reversed" => Modifier::REVERSED,
        "crossed_out" => Modifier::CROSSED_OUT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use palette::Srgb;
    use palette::color_difference::Wcag21RelativeContrast;

    use super::*;

    fn srgb(colour: Option<Color>) -> Srgb {
        match colour {
            Some(Color::Rgb(r, g, b)) => Srgb::new(r, g, b).into_format(),
            other => panic!("not a colour: {other:?}"),
        }
    }

    #[test]
    fn every_text_can_be_read() {
        for name in Theme::BUILT_IN {
            let theme = Theme::built_in(name, Depth::True).unwrap();
            let paper = theme.style(Role::Text).bg;
            for role in Role::ALL.into_iter().filter(|role| *role != Role::Border) {
                let style = theme.style(role);
                let (mut ink, mut on) = (style.fg.or(theme.style(Role::Text).fg), style.bg.or(paper));
                if style.add_modifier.contains(Modifier::REVERSED) {
                    std::mem::swap(&mut ink, &mut on);
                }
                let least = if name == "contrast" { 7.0 } else { 4.5 };
                let contrast = srgb(ink).relative_contrast(srgb(on));
                assert!(contrast >= least, "{name}: {} has only {contrast:.2}:1", role.name());
            }
        }
    }

    #[test]
    fn a_mistake_names_file_and_key() {
        let of =
            |text: &'static str| load::load("mine", &move |_| Some(text.to_owned())).unwrap_err().to_string();
        assert!(of("[roles]\nurgnet = { fg = \"#ffffff\" }").contains("mine.toml: roles.urgnet"));
        assert!(of("[roles]\nurgent = { fg = \"ink\" }").contains("roles.urgent.fg"));
        assert!(of("inherits = \"mine\"").contains("inherits"));
        assert!(of("nonsense").contains("mine.toml"));
    }

    #[test]
    fn no_colours_where_none_are_wanted() {
        let env = |pairs: &'static [(&str, &str)]| {
            Depth::from_env(move |name| pairs.iter().find(|p| p.0 == name).map(|p| p.1.to_owned()))
        };
        assert_eq!(env(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]), Depth::Plain);
        assert_eq!(env(&[("NO_COLOR", ""), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(env(&[("TERM", "xterm-256color")]), Depth::Indexed);
        assert_eq!(env(&[("TERM", "linux")]), Depth::Plain);
        let plain = Theme::built_in("day", Depth::Plain).unwrap();
        assert!(
            Role::ALL.iter().all(|role| plain.style(*role).fg.is_none() && plain.style(*role).bg.is_none())
        );
        assert_ne!(plain.style(Role::Urgent), plain.style(Role::Text));
        assert_ne!(plain.style(Role::ChildWords), plain.style(Role::Text));
        assert_ne!(plain.style(Role::RowCursor), plain.style(Role::Row));
    }

    #[test]
    fn nearest_of_256() {
        assert_eq!(indexed(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(indexed(Color::Rgb(128, 128, 128)), Color::Indexed(244));
    }
}
