//! What screens say, turned into effects.

use super::{App, Effect, Origin, over::Over};
use crate::{
    desk::{
        Request,
        protocol::{Stretch, TakeDown, Telephone},
    },
    domain::{
        contact::{
            Command,
            call::{Caller, Command as Call, Take},
        },
        ids::ContactId,
    },
    ui::{
        screens::{
            call::pane::{PaneKind, Say},
            queue,
        },
        widgets::Notice,
    },
};

impl App {
    /// Does what a contact's screen says.
    pub(super) fn says(&mut self, says: Vec<Say>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for say in says {
            effects.extend(self.say(say));
        }
        effects
    }

    fn say(&mut self, say: Say) -> Vec<Effect> {
        let shown = self.call.as_ref().map(|(screen, _)| screen.shown);
        shown.map(|shown| self.say_of(shown, say)).unwrap_or_default()
    }

    /// Does what a pane says; what comes of it comes back to that pane.
    fn say_of(&mut self, pane: PaneKind, say: Say) -> Vec<Effect> {
        let Some((screen, contact)) = &self.call else { return vec![] };
        let (id, seen) = (screen.id, contact.contact.version);
        match say {
            Say::Of(pane, said) => self.say_of(pane, *said),
            Say::Act { slot, command, event } => {
                if matches!(command, Command::Call(Call::End)) {
                    self.hung_up = Some(id);
                }
                let signs = command.is_managers_word();
                let act = self.act(id, seen, command, event, Origin::Pane(id, pane, slot));
                if signs {
                    self.signing = Some(self.tag);
                }
                vec![act]
            }
            Say::Telephone { slot, no, dictated, shows } => {
                self.tag += 1;
                self.acts.insert(self.tag, Origin::Pane(id, pane, slot));
                let asked = Telephone { tag: self.tag, contact: id, no, dictated: *dictated, shows };
                vec![Effect::Ask(Request::Telephone(Box::new(asked)))]
            }
            Say::TakeDown { slot, of, answered, shows } => {
                self.tag += 1;
                self.acts.insert(self.tag, Origin::Pane(id, pane, slot));
                let asked = TakeDown { tag: self.tag, contact: id, of, answered: *answered, shows };
                vec![Effect::Ask(Request::TakeDown(Box::new(asked)))]
            }
            Say::Ask(request) => vec![Effect::Ask(request)],
            Say::Tell(notice) => {
                self.notice = Some(notice);
                vec![]
            }
            Say::Confirm { title, lines, then } => {
                self.over.push(Over::confirm(title, lines, *then));
                vec![]
            }
            Say::NotDecided(why) => {
                self.over.push(Over::not_decided(why));
                vec![]
            }
            Say::Open(id) => self.walk_to(id),
            Say::Pane(kind) => {
                let says = self.with_call(|screen, view| {
                    let mut says = Vec::new();
                    screen.show(kind, view, &mut says);
                    says
                });
                self.says(says.unwrap_or_default())
            }
            Say::Stage(stage) => {
                let says = self.with_call(|screen, view| {
                    let mut says = Vec::new();
                    screen.stage(stage, view, &mut says);
                    says
                });
                self.says(says.unwrap_or_default())
            }
            Say::Changed => {
                self.drafts.changed(self.steady.at());
                vec![]
            }
        }
    }

    /// Watches a stretch; where it is another lane's, or the far end of one, its rows are not there yet.
    pub(super) fn watch(&mut self, stretch: Stretch) -> Request {
        let going = self.queue.is_going();
        self.lane_read = self.lane_read.filter(|lane| *lane == stretch.lane && !going);
        Request::Watch(stretch)
    }

    /// Does what the queue says.
    pub(super) fn queue_says(&mut self, says: Vec<queue::Say>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for say in says {
            match say {
                queue::Say::Watch(stretch) => effects.push(Effect::Ask(self.watch(stretch))),
                queue::Say::Open(id) => effects.extend(self.open(id)),
                queue::Say::Answer(ring) => {
                    let take = Take { ring: Some(ring), caller: Caller::default(), reference: None };
                    effects.extend(self.take(take));
                }
                queue::Say::NothingRings => {
                    self.notice = Some(Notice::know(
                        "No call rings here that could be answered.",
                        "n takes one that you hear, without its number.",
                    ));
                }
                queue::Say::TakeOver(row) => {
                    let live = row.is_on_the_line();
                    let mine = self.desk.actor.as_ref().map(|actor| actor.person) == row.holder;
                    if live && !mine {
                        self.over.push(Over::ask_take_over(&row));
                    } else {
                        let command = Call::TakeOver { why: String::new() };
                        effects.push(self.act(
                            ContactId(row.id),
                            row.version,
                            command.into(),
                            None,
                            Origin::Console,
                        ));
                        if !mine {
                            self.notice = Some(Notice::done("Taken over.", "It stands in your lane now."));
                        }
                    }
                }
                queue::Say::Urgent(row) => {
                    if row.urgent {
                        let to_do = "Open it: Alt+d stands it down, with a reason.";
                        self.notice = Some(Notice::know("It is marked urgent already.", to_do));
                    } else {
                        let command = Call::MarkUrgent;
                        effects.push(self.act(
                            ContactId(row.id),
                            row.version,
                            command.into(),
                            None,
                            Origin::Console,
                        ));
                        self.notice =
                            Some(Notice::know("Marked urgent.", "999 first where anyone is in danger now."));
                    }
                }
                queue::Say::Moved => {}
            }
        }
        effects
    }
}
