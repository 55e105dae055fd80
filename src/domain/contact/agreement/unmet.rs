//! What a route still wants of agreement: that of the family to a service, a ground for each agency outside, and a word on
//! whoever is against or was not asked.

use crate::domain::{
    contact::{Contact, Context, progress::Unmet, route::Route},
    ids::{FieldKey, RuleId},
    policy::{outcomes::Outcome, test::Met},
};

impl Contact {
    /// Gives it.
    pub(in super::super) fn unmet_agreement(
        &self,
        route: &Route,
        outcome: &Outcome,
        cx: &Context<'_>,
    ) -> Vec<Unmet> {
        let mut unmet = Vec::new();
        let own_rule = || outcome.rules.first().cloned().unwrap_or_else(|| RuleId::from("leicestershire-35"));
        if let Some(own) = &outcome.own {
            unmet.extend(self.unmet_own(route, (outcome, own), cx));
        } else if self.is_voluntary(route, outcome, cx) {
            let purpose = outcome.purpose.as_ref();
            for child in &route.children {
                // Where the service is another agency's, agreement names that agency.
                let agreed = purpose.is_some_and(|purpose| match &outcome.outside {
                    Some(agency) => self.basis(*child, purpose, agency, cx).is_some(),
                    None => self.agreed_to_service(*child, purpose),
                });
                if !agreed {
                    let with = outcome.outside.as_ref();
                    let with = with
                        .map(|agency| format!(" with {}", cx.policy.sharing.agency_words(agency)))
                        .unwrap_or_default();
                    let words = format!(
                        "agreement to {}{with} for {} (F5): it is the family's own choice",
                        outcome.name,
                        self.family.names(&[*child])
                    );
                    unmet.push(Unmet { words, must: true, rule: own_rule(), filled: None });
                    continue;
                }
                // One holder's yes is enough to go on, and is not what the other says.
                for holder in self.agreements.unasked(*child, purpose, &self.family) {
                    let (who, child) = (self.family.names(&[holder]), self.family.names(&[*child]));
                    let words = format!("what {who} says to it for {child}, or why not asked (F5)");
                    unmet.push(Unmet {
                        words,
                        must: false,
                        rule: RuleId::from("southampton-28"),
                        filled: None,
                    });
                }
            }
        } else {
            for (child, agency, _) in
                self.route_basis(route, outcome, cx).into_iter().filter(|(_, _, basis)| basis.is_none())
            {
                let words = format!(
                    "something that covers sharing about {} with {}: agreement (F5), an override in force or another ground (F6), or an emergency (Alt+m)",
                    self.family.names(&[child]),
                    cx.policy.sharing.agency_words(&agency)
                );
                unmet.push(Unmet { words, must: true, rule: RuleId::from("southampton-22"), filled: None });
            }
        }
        for (agency, child, who) in self.refused_partners(route, outcome, cx) {
            let words = format!(
                "why {} is brought in: {} is against sharing with them about {} (F5)",
                cx.policy.sharing.agency_words(&agency),
                self.family.names(&who),
                self.family.names(&[child])
            );
            unmet.push(Unmet { words, must: false, rule: RuleId::from("southampton-28"), filled: None });
        }
        unmet
    }

    /// Gives that whoever the card names did not agree for themselves.
    fn unmet_own(
        &self,
        route: &Route,
        (outcome, own): (&Outcome, &FieldKey),
        cx: &Context<'_>,
    ) -> Option<Unmet> {
        if self.own_agreed(route, outcome, cx) == Met::Met {
            return None;
        }
        let named = || {
            let field = outcome.fields.iter().find(|field| field.key == *own);
            let asked = field.map_or(own.as_str(), |field| field.words.as_str());
            format!(
                "one of the family under “{asked}”: name them with the family too (F3), and ask them (F5)"
            )
        };
        let words = self.whose_own(route, outcome, cx).map_or_else(named, |who| {
            format!(
                "agreement of {} to {}, for their own information (F5): it is their own choice",
                who.name(),
                outcome.name
            )
        });
        let rule = outcome.rules.first().cloned().unwrap_or_else(|| RuleId::from("leicestershire-35"));
        Some(Unmet { words, must: true, rule, filled: None })
    }
}
