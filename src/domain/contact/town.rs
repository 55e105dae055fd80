//! The town of a protected address, standing alone in what the family or the public reads: it halves the search.

use super::{
    Contact,
    others::Other,
    said::{self, Spot, find_town},
    telling::Recipient,
};
use crate::domain::{
    input::address::towns,
    policy::{Policy, letters::Audience},
    refusal::Refusal,
};

impl Contact {
    /// Finds the town or the village of an address that is protected here, or the district of its postcode, in a letter to the
    /// family or the public: unless whoever reads it lives there, or the town is one that tells nothing.
    pub(super) fn names_town(
        &self,
        audience: Audience,
        to: Recipient,
        text: &str,
        policy: &Policy,
    ) -> Option<Refusal> {
        let kept: Vec<&str> = self.kept_from(&self.reached(to)).map(String::as_str).collect();
        self.finds_town(audience, &kept, &[], text, policy).map(|spot| refused("", &spot, text))
    }

    /// Finds the town of an address that is protected in another contact of the family, as [`Self::names_town`] does here.
    pub(super) fn names_town_beside(
        &self,
        audience: Audience,
        to: Recipient,
        text: &str,
        others: &[Other],
        policy: &Policy,
    ) -> Option<Refusal> {
        let to = self.reached(to);
        others.iter().find_map(|other| {
            let kept: Vec<&str> = self.kept_there(&to, other).map(String::as_str).collect();
            let open = other.homes.iter().filter(|(place, _)| !other.protected.contains(place));
            let open: Vec<&str> = open.map(|(place, _)| place.as_str()).collect();
            let spot = self.finds_town(audience, &kept, &open, text, policy)?;
            Some(refused(&format!(" in {}", other.called()), &spot, text))
        })
    }

    /// Finds a town that tells: of no open household of the family, nor the authority's own, nor in an agency's name, nor what
    /// somebody of the contact is called.
    fn finds_town(
        &self,
        audience: Audience,
        kept: &[&str],
        open: &[&str],
        text: &str,
        policy: &Policy,
    ) -> Option<Spot> {
        if audience == Audience::Professional || kept.is_empty() {
            return None;
        }
        let low = |town: String| town.to_lowercase();
        let open: Vec<String> =
            self.family.open_places().chain(open.iter().copied()).flat_map(towns).map(low).collect();
        let agencies = policy.sharing.agencies.iter().map(|agency| agency.name.as_str());
        let ours: Vec<&str> = agencies.chain([policy.name.as_str()]).collect();
        let people = self.family.people.iter().filter_map(|person| person.details.name.as_deref());
        let called: Vec<_> = people.chain(self.call.caller.names()).flat_map(said::words).collect();
        let is_name = |town: &str| {
            said::words(town).iter().all(|word| called.iter().any(|called| called.low() == word.low()))
        };
        let tells = |town: &String| {
            !open.contains(&town.to_lowercase())
                && !ours.iter().any(|name| find_town(town, name).is_some())
                && !is_name(town)
        };
        let mut towns = kept.iter().copied().flat_map(towns).filter(tells);
        towns.find_map(|town| find_town(&town, text)).map(Spot::new)
    }
}

fn refused(there: &str, spot: &Spot, text: &str) -> Refusal {
    let words = format!(
        "The letter names the town of an address that is protected{there} ({}). Take it out before it is kept.",
        spot.words(text)
    );
    Refusal::new("NamesAddress", words).at(spot.start())
}

#[cfg(test)]
mod tests;
