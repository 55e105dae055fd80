//! The roles: what a piece of the screen is, before anyone says how it looks.

use ratatui::style::{Modifier, Style};

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $name:literal $($modifier:ident)*;)*) => {
        /// What a piece of the screen is.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        impl Role {
            /// Every role.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$role),*];

            /// Gives its dotted name, as theme files write it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)*
                }
            }

            /// Gives its looks without any colour.
            pub(super) fn plain(self) -> Style {
                match self {
                    $(Self::$role => Style::new()$(.add_modifier(Modifier::$modifier))*,)*
                }
            }
        }
    };
}

roles! {
    /// Ordinary text, and the paper under everything.
    Text "text";
    /// Text of less weight.
    TextDim "text.dim";
    /// Text of more weight.
    TextStrong "text.strong" BOLD;
    /// The label of a field.
    Label "label";
    /// The title of a pane.
    Title "title" BOLD;
    /// The header line.
    Header "header" REVERSED;
    /// The day's own service mode.
    ModeFrontDoor "mode.front_door" REVERSED BOLD;
    /// The out-of-hours service mode.
    ModeEdt "mode.edt" REVERSED BOLD;
    /// Something wrong with the shift itself, in the header.
    Alarm "alarm" REVERSED BOLD UNDERLINED;
    /// A lane that is not looked at.
    Lane "lane";
    /// The lane that is looked at.
    LaneActive "lane.active" REVERSED BOLD;
    /// A row of a list.
    Row "row";
    /// The row under the cursor.
    RowCursor "row.cursor" REVERSED;
    /// Danger now.
    Urgent "urgent" BOLD REVERSED;
    /// A deadline that has passed.
    Overdue "overdue" BOLD UNDERLINED;
    /// A deadline that is near.
    DueSoon "due.soon" BOLD;
    /// A ringing call.
    Ringing "ringing" BOLD;
    /// Done, saved, in order.
    Ok "ok";
    /// A criterion that is met.
    Met "met";
    /// A criterion that is not met.
    NotMet "not_met" BOLD;
    /// A criterion nobody can judge yet.
    NotKnown "not_known" UNDERLINED;
    /// A child's own words.
    ChildWords "child_words" ITALIC BOLD;
    /// Something written later than it happened.
    Later "later" ITALIC;
    /// Something covered while others could hear or see.
    Covered "covered" REVERSED;
    /// A line between panes.
    Border "border";
    /// The frame of the pane that has the keys.
    Focus "focus" BOLD;
    /// Text that is being written.
    Input "input";
    /// The field that has the keys.
    InputFocus "input.focus" UNDERLINED;
    /// What is offered in place of an answer, and is none.
    InputGhost "input.ghost" ITALIC;
    /// A field that routing wants.
    Needed "needed" BOLD;
    /// What went wrong.
    Error "error" BOLD;
    /// What happened, and what to do next.
    Notice "notice" BOLD;
    /// A practice desk: nothing here is real.
    Practice "practice" REVERSED BOLD;
    /// The letter that says which move a prompt is.
    PromptTag "prompt.tag" BOLD;
    /// What can be said.
    Prompt "prompt";
    /// Something to listen for.
    Chip "chip";
    /// Something that was heard.
    ChipHeard "chip.heard" REVERSED;
    /// A key in the hint bar.
    HintKey "hint.key" BOLD;
    /// What the key does.
    HintWords "hint.words";
    /// A match in a search.
    Match "match" UNDERLINED;
}

impl Role {
    /// Finds a role by its dotted name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}
