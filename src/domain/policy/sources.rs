//! Which protocol each rule comes from.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::ids::RuleId;

/// Every rule the profile names, with its source.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Rule to source, for instance `southampton-24` to "Southampton one-minute guide, MASH".
    pub rules: BTreeMap<RuleId, String>,
}

impl Sources {
    /// Gives the words of a rule's source, or the rule's own key when the profile does not name it.
    pub fn words<'a>(&'a self, rule: &'a RuleId) -> &'a str {
        self.rules.get(rule).map_or(rule.as_str(), String::as_str)
    }
}
