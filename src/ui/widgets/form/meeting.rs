//! What becomes of a field that is written while its record changes, and when it is left.

use super::field::{Field, FieldState};

impl Field {
    /// Takes the place of an older field: what was written there stays written, and so does the cursor.
    pub(super) fn succeed(&mut self, old: Self) {
        let same = old.value() == Ok(self.recorded.clone()) && self.state != FieldState::Offered;
        if !same && !old.is_open() {
            return;
        }
        let news = if same { None } else { self.news_to(&old) };
        if news.is_some() && old.value() == Ok(old.recorded.clone()) {
            // Nothing of one's own stands in it.
            return;
        }
        let wrong = old.value().is_err();
        let keys = |of: &[usize]| of.iter().map(|&at| old.choices[at].key.clone()).collect::<Vec<_>>();
        self.picked = self.places(&keys(&old.picked));
        self.marked = old.marked.and_then(|at| self.places(&keys(&[at])).first().copied());
        self.toggled = old.toggled.and_then(|at| self.places(&keys(&[at])).first().copied());
        self.editor = old.editor;
        self.filled = old.filled;
        if !same {
            let left = !matches!(old.state, FieldState::Written);
            (self.state, self.last, self.met) = (old.state, old.last, old.met);
            if let Some(news) = news {
                self.last.clone_from(&self.recorded);
                self.met = (!left || wrong).then(|| news.clone());
                // What is wrong with one's own is put right first.
                if !wrong {
                    self.state = FieldState::Wrong(news);
                }
            }
        }
    }

    /// Says what was recorded in its place by somebody else while the older field was being written.
    fn news_to(&self, old: &Self) -> Option<String> {
        let by = self.by.as_deref()?;
        let open = matches!(old.state, FieldState::Written | FieldState::Wrong(_));
        // What was left here, and was recorded while more was written, is nobody else's.
        if !open || self.recorded == old.recorded || self.recorded == old.last {
            return None;
        }
        let theirs = if self.chooses() { self.picked_words() } else { self.editor.text().to_owned() };
        let done = if self.recorded.is_some() {
            format!("wrote “{theirs}” here")
        } else {
            "emptied this".to_owned()
        };
        Some(format!(
            "{by} {done} meanwhile. Yours stands here unsaved: leave it again to put it in its place."
        ))
    }

    /// Tells whether what came of somebody else meanwhile is yet to be met.
    pub(super) fn meets(&self) -> bool {
        self.met.is_some()
    }

    /// Leaves it, and tells whether its value changed since it was left last; what is wrong stays and says so.
    pub(super) fn leave(&mut self) -> bool {
        let value = match self.value() {
            Ok(value) => value,
            Err(why) => {
                self.state = FieldState::Wrong(why);
                return false;
            }
        };
        self.settle(value.as_ref());
        if let Some(news) = self.met.take().filter(|_| value != self.recorded) {
            self.state = FieldState::Wrong(news);
            return false;
        }
        if value == self.last {
            // Taken back, or saved already: what stands saved is still what stands here.
            if matches!(self.state, FieldState::Written | FieldState::Wrong(_)) {
                if value == self.recorded {
                    self.rest();
                } else {
                    self.state = FieldState::Left;
                }
            }
            return false;
        }
        self.last = value;
        self.state = FieldState::Left;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::Form;
    use super::*;
    use crate::domain::value::Value;

    fn field(recorded: Option<&str>) -> Field {
        let recorded = recorded.map(|text| Value::Text(text.to_owned()));
        Field::line("reach", "Best reached").holding(recorded).recorded_by("T. Bello")
    }

    #[test]
    fn what_came_meanwhile_is_said_and_is_written_over_only_by_leaving_again() {
        let mut form = Form::new(vec![field(None)]);
        form.paste("Tue only");
        form.fit(vec![field(Some("Thu only"))]);
        let told = |form: &Form| matches!(&form.fields()[0].state, FieldState::Wrong(why) if why.starts_with("T. Bello wrote “Thu only” here meanwhile."));
        assert!(told(&form));
        form.paste("!");
        assert!(form.leave().is_empty() && told(&form));
        assert_eq!(form.leave().len(), 1);
        // What was typed and taken away again is nobody's: what the other wrote stands.
        let mut form = Form::new(vec![field(Some("Tue"))]);
        form.fields[0].state = FieldState::Written;
        form.fit(vec![field(Some("Thu"))]);
        assert!(form.leave().is_empty());
        assert_eq!(form.fields()[0].recorded(), Some(&Value::Text("Thu".to_owned())));
    }
}
