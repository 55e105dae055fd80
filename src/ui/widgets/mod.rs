//! The widgets that screens are made of.

mod confirm;
mod editor;
mod form;
mod header;
mod help;
mod hint_bar;
mod list;
mod notice;
mod palette;
mod tabs;

pub use self::confirm::{Confirm, ConfirmEvent, boxed};
pub use self::editor::{Edited, Editor, Look};
pub use self::form::{Draft, Field, FieldDraft, FieldState, Form, FormEvent, Kind, Parser, ReadTime, Reader};
pub use self::header::{Header, Part};
pub use self::help::Help;
pub use self::hint_bar::HintBar;
pub use self::list::{List, Step, edges};
pub use self::notice::Notice;
pub use self::palette::{Entry, Palette, PaletteEvent};
pub use self::tabs::{Lane, Tabs};
