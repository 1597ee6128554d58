//! Cases in words: who asks to do what, in which circumstances.

use super::duty::Act;
use super::{Words, quoted};
use crate::diagnostic::Lang;
use crate::model::{ActionId, Actor, DataId, FactKey, GroupId, PartyId, PurposeId, Value};

/// A request, or the witness of a finding. An empty list is the whole axis.
#[derive(Debug, Clone, Copy, Default)]
pub struct Case<'s> {
    pub party: Option<PartyId>,
    /// Groups of an unnamed party. None, and no party: someone in no group.
    pub groups: &'s [GroupId],
    pub actions: &'s [ActionId],
    pub data: &'s [DataId],
    pub purposes: &'s [PurposeId],
    pub facts: &'s [(FactKey, Value)],
}

impl Words<'_> {
    /// "someone in Households who is also in Researchers", "Netbeheer Amstel N.V.", "someone who is in no group".
    pub fn asker(&self, party: Option<PartyId>, groups: &[GroupId]) -> String {
        match (party, groups) {
            (Some(party), _) => self.party(party),
            (None, []) => self
                .pick(
                    "someone who is in no group",
                    "iemand die in geen enkele groep zit",
                )
                .into(),
            (None, groups) => format!(
                "{} {}",
                self.pick("someone in", "iemand in"),
                self.all_of(groups)
            ),
        }
    }

    /// The asker as the subject of a sentence: in Dutch a clause before the verb ends with a comma.
    pub fn subject(&self, party: Option<PartyId>, groups: &[GroupId]) -> String {
        let asker = self.asker(party, groups);
        let clause = party.is_none() && groups.len() != 1;
        match self.lang {
            Lang::Nl if clause => format!("{asker},"),
            _ => asker,
        }
    }

    /// "Households who is also in Researchers and Neighbours": behind "someone in".
    fn all_of(&self, groups: &[GroupId]) -> String {
        let names = self.groups(groups);
        match names.split_first() {
            None => String::new(),
            Some((first, [])) => first.clone(),
            Some((first, rest)) => match self.lang {
                Lang::En => format!("{first} who is also in {}", self.and(rest)),
                Lang::Nl => format!("{first} die ook in {} zit", self.and(rest)),
            },
        }
    }

    /// "The University is in Households and Researchers today. The same goes for anyone else who is."
    pub fn is_in_today(&self, party: PartyId, groups: &[GroupId], others: bool) -> String {
        let anyone = match self.lang {
            Lang::En => format!("The same goes for anyone in {}.", self.all_of(groups)),
            Lang::Nl => format!("Hetzelfde geldt voor iedereen in {}.", self.all_of(groups)),
        };
        let names = self.and(&self.groups(groups));
        let today = match (self.lang, groups.len()) {
            (_, 0 | 1) => String::new(),
            (Lang::En, _) => format!("{} is in {names} today.", self.party(party)),
            (Lang::Nl, _) => format!("{} zit nu in {names}.", self.party(party)),
        };
        match (today.is_empty(), others) {
            (_, false) => today,
            (true, true) => anyone,
            (false, true) => format!("{today} {anyone}"),
        }
    }

    /// "No party in the source is in both groups today, but someone could be."
    pub fn nobody_today(&self, groups: usize) -> String {
        match (self.lang, groups) {
            (Lang::En, 2) => {
                "No party in the source is in both groups today, but someone could be."
            }
            (Lang::En, _) => {
                "No party in the source is in all of these groups today, but someone could be."
            }
            (Lang::Nl, 2) => {
                "Geen enkele partij in de bron zit nu in beide groepen, maar het is wel mogelijk."
            }
            (Lang::Nl, _) => {
                "Geen enkele partij in de bron zit nu in al deze groepen, maar het is wel mogelijk."
            }
        }
        .into()
    }

    pub fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Party(party) => self.asker(Some(*party), &[]),
            Actor::Someone(groups) => self.asker(None, groups),
        }
    }

    /// "someone in Households asks to read Address for the purpose “Research”, with 12 households in the result";
    /// in Dutch "iemand in Huishoudens wil Adres voor het doel “Onderzoek” lezen, met 12 huishoudens in het resultaat".
    pub fn case(&self, case: &Case) -> String {
        self.case_with(case, self.pick("asks to", "wil"))
    }

    /// The same of what somebody has to do: "someone in Households must delete Address, on 1 March 2026".
    pub fn duty_case(&self, case: &Case) -> String {
        self.case_with(case, self.pick("must", "moet"))
    }

    /// Somebody with two duties that exclude each other: "someone in Households has to do both with Address".
    pub fn both_duties(&self, case: &Case) -> String {
        let who = self.subject(case.party, case.groups);
        let data = self.data(case.data);
        let purposes = self.for_purposes(case.purposes);
        let both = match self.lang {
            Lang::En => format!("{who} has to do both with {data} {purposes}"),
            Lang::Nl => format!("{who} moet beide met {data} {purposes}"),
        };
        format!("{}{}", both.trim_end(), self.circumstances(case.facts))
    }

    fn case_with(&self, case: &Case, verb: &str) -> String {
        let act = self.request_act(case);
        let who = self.subject(case.party, case.groups);
        format!("{who} {verb} {act}{}", self.circumstances(case.facts))
    }

    /// What is asked, as an infinitive: "read Address for the purpose “Research”".
    pub fn request_act(&self, case: &Case) -> String {
        let object = if case.data.is_empty() {
            self.pick("any data", "gegevens").to_string()
        } else {
            self.data(case.data)
        };
        if case.actions.is_empty() {
            match self.lang {
                Lang::En => format!(
                    "do anything with {object} {}",
                    self.for_purposes(case.purposes)
                ),
                Lang::Nl => format!(
                    "iets met {object} {} doen",
                    self.for_purposes(case.purposes)
                ),
            }
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
        } else {
            self.act(&Act {
                actions: case.actions,
                object: &object,
                to: &[],
                purposes: case.purposes,
                time: "",
                negative: false,
                alternatives: false,
            })
        }
    }

    /// ", on 1 March 2026, with 12 homes in the result; in this case: the household has agreed"; empty if nothing is known.
    pub fn circumstances(&self, facts: &[(FactKey, Value)]) -> String {
        let (days, rest): (Vec<_>, Vec<_>) =
            facts.iter().partition(|(key, _)| *key == FactKey::Moment);
        let mut out = String::new();
        if let Some((_, Value::Date(day))) = days.first() {
            out.push_str(&format!(", {} {}", self.pick("on", "op"), self.day(*day)));
        }
        // What is counted is a thing ("12 homes in the result"), the rest are sentences.
        let (things, rest): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|(key, value)| matches!(value, Value::Int(_)) && self.counts(*key));
        let say = |facts: &[(FactKey, Value)]| -> Vec<String> {
            let words = facts.iter();
            words
                .map(|(key, value)| self.fact_value(*key, *value))
                .collect()
        };
        if !things.is_empty() {
            let with = self.pick("with", "met");
            out.push_str(&format!(", {with} {}", self.and(&say(&things))));
        }
        if !rest.is_empty() {
            let words = say(&rest);
            out.push_str(&format!(
                "; {}: {}",
                self.pick("in this case", "in dit geval"),
                self.and(&words)
            ));
        }
        out
    }

    /// The facts and decisions that are still unknown: "“The household has agreed” and whether … has passed".
    pub fn missing(&self, keys: &[FactKey]) -> String {
        self.and(&keys.iter().map(|k| self.fact_title(*k)).collect::<Vec<_>>())
    }

    /// "“reading”": the action as a thing, for headings.
    pub fn action_noun(&self, id: ActionId) -> String {
        self.model
            .actions
            .get(id.index())
            .map_or_else(|| quoted("?"), |a| a.noun.get(self.lang).to_string())
    }
}
