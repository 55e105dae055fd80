//! Reading theme files: a mistake is told with its file and key.

use std::collections::BTreeMap;

use ratatui::style::{Color, Style};
use serde::Deserialize;

use super::{Role, Theme, modifier};

const EMBEDDED: [(&str, &str); 3] = [
    ("night", include_str!("../../../themes/night.toml")),
    ("day", include_str!("../../../themes/day.toml")),
    ("contrast", include_str!("../../../themes/contrast.toml")),
];

/// Says what is wrong with a theme, in which file and at which key.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ThemeError {
    /// No such theme.
    #[error(
        "there is no theme called {name}: choose night, day or contrast, or put {name}.toml into the themes folder"
    )]
    Missing {
        /// The name that was asked for.
        name: String,
    },
    /// The file is not a theme.
    #[error("{name}.toml: {what}; the theme was not taken up")]
    Broken {
        /// The theme.
        name: String,
        /// The key and what is wrong with it.
        what: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    inherits: Option<String>,
    #[serde(default)]
    palette: BTreeMap<String, String>,
    #[serde(default)]
    roles: BTreeMap<String, Look>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    mods: Vec<String>,
}

pub(super) fn load(name: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Theme, ThemeError> {
    let mut files: Vec<(String, File)> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        let broken = |what: String| ThemeError::Broken { name: name.clone(), what };
        let embedded =
            || EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
        // A file may bear the name of the built-in theme that it inherits from.
        let text = if files.iter().any(|(seen, _)| *seen == name) { None } else { read(&name) };
        let text = text.or_else(embedded).ok_or_else(|| match files.last() {
            None => ThemeError::Missing { name: name.clone() },
            Some((child, _)) => ThemeError::Broken {
                name: child.clone(),
                what: format!("inherits: there is no theme called {name} to inherit from"),
            },
        })?;
        if files.len() > 8 {
            return Err(broken("inherits: themes inherit from each other in a circle".to_owned()));
        }
        let file: File = toml::from_str(&text).map_err(|error| broken(error.message().to_owned()))?;
        next.clone_from(&file.inherits);
        files.push((name, file));
    }

    let mut theme = Theme { name: name.to_owned(), styles: [Style::new(); Role::ALL.len()] };
    let mut palette = BTreeMap::new();
    for (_, file) in files.iter().rev() {
        palette.extend(file.palette.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    }
    for (name, file) in files.iter().rev() {
        let broken = |what: String| ThemeError::Broken { name: name.clone(), what };
        let colour = |key: String, value: &Option<String>| -> Result<Option<Color>, ThemeError> {
            let Some(value) = value else { return Ok(None) };
            let hex = palette.get(value.as_str()).copied().unwrap_or(value);
            parse(hex).map(Some).ok_or_else(|| {
                broken(format!("{key}: {value} is neither in the palette nor a colour such as #1d2021"))
            })
        };
        for (key, look) in &file.roles {
            let role =
                Role::named(key).ok_or_else(|| broken(format!("roles.{key}: there is no such role")))?;
            let mut style = Style::new();
            style.fg = colour(format!("roles.{key}.fg"), &look.fg)?;
            style.bg = colour(format!("roles.{key}.bg"), &look.bg)?;
            for name in &look.mods {
                let found = modifier(name)
                    .ok_or_else(|| broken(format!("roles.{key}.mods: there is no modifier called {name}")))?;
                style = style.add_modifier(found);
            }
            theme.styles[role as usize] = style;
        }
    }
    Ok(theme)
}

fn parse(hex: &str) -> Option<Color> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = value.to_be_bytes();
    Some(Color::Rgb(r, g, b))
}
