//! Why a profile was refused.

/// Says what is wrong in a profile, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct ProfileError {
    /// The file, with its folder: `southampton/script.toml`.
    pub file: String,
    /// The line, from 1; 0 where the fault is the whole file's.
    pub line: usize,
    /// The key that is wrong, from the top of the file: `stages[3].prompts[0].words`.
    pub key: String,
    /// What is wrong with it.
    pub words: String,
}

impl ProfileError {
    /// Makes the error of a whole file.
    pub(super) fn whole(file: &str, words: String) -> Self {
        Self { file: file.to_owned(), line: 0, key: String::new(), words }
    }

    fn sentence(&self) -> String {
        let Self { file, line, key, words } = self;
        let place = match (line, key.as_str()) {
            (0, _) => format!("profile {file}"),
            (line, "") => format!("profile {file}, line {line}"),
            (line, key) => format!("profile {file}, line {line}, `{key}`"),
        };
        format!("{place}: {words}. Nothing of it was used; correct this and load it again.")
    }
}
