//! How much room a sheet could use.

use super::Sheet;

impl Sheet {
    /// Counts the lines of the list that is open beneath the field with the keys.
    pub(in crate::ui::screens::call) fn opens(&self) -> usize {
        self.form.opens()
    }

    /// Counts the lines that it could take: its fields, and what is open beneath the one that has the keys.
    pub(in crate::ui::screens::call) fn wants(&self) -> usize {
        self.fields().len() + 8.max(self.form.opens() + 4)
    }
}
