//! Acts and duties: a verb (or several) with its objects, recipients, purpose and time, in the order that the
//! language asks for. Dutch puts the infinitive at the end: "Slimme-meterstanden binnen 90 dagen verwijderen".

use super::{Words, sentence};
use crate::data;
use crate::diagnostic::Lang;
use crate::model::{
    ActionId, DataId, Deontic, Duty, DutyTerms, Holder, Origin, PurposeId, Rule, RuleId,
};

/// What someone does, to what, for whom and when.
#[derive(Debug, Clone, Copy)]
pub struct Act<'s> {
    pub actions: &'s [ActionId],
    /// Already in words.
    pub object: &'s str,
    pub to: &'s [Holder],
    pub purposes: &'s [PurposeId],
    pub time: &'s str,
    /// "must not read or copy" instead of "may read and copy": `or` between verbs, and in Dutch "niet".
    pub negative: bool,
    /// `or` between the verbs, without "niet": "niemand mag lezen of kopiëren".
    pub alternatives: bool,
}

impl Words<'_> {
    /// An act, as it stands behind "may" or "moeten".
    pub fn act(&self, act: &Act) -> String {
        let parts = match self.lang {
            Lang::En => self.act_en(act),
            Lang::Nl => self.act_nl(act),
        };
        parts
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn act_en(&self, act: &Act) -> Vec<String> {
        let (mut plain, mut split, mut to_taken) = (Vec::new(), Vec::new(), false);
        for action in act.actions {
            let verb = self.verb(*action);
            if let Some(about) = verb
                .strip_prefix("inform people ")
                .filter(|_| !act.to.is_empty())
            {
                plain.push(format!(
                    "inform {} {about}",
                    self.and(&self.holders(act.to))
                ));
                to_taken = true;
                continue;
            }
            if let ("pay for", false) = (verb, act.to.is_empty()) {
                plain.push(format!("pay {} for", self.and(&self.holders(act.to))));
                to_taken = true;
                continue;
            }
            // "trace … back to people", "name … as the source": the object stands inside.
            match verb.split_once(' ') {
                Some((first, rest)) if rest.starts_with("back ") || rest.starts_with("as ") => {
                    split.push((first.to_string(), rest.to_string()));
                }
                _ => plain.push(verb.to_string()),
            }
        }
        let or = act.negative || act.alternatives;
        let mut pieces = Vec::new();
        // "read and analyse X and train a model on them": a verb with its own object does not share X.
        if plain.len() > 1 && plain.iter().any(|v| !v.contains(' ')) {
            let (long, short): (Vec<String>, Vec<String>) =
                plain.into_iter().partition(|v| v.contains(' '));
            plain = short;
            split.extend(long.into_iter().map(|v| (v, String::new())));
        }
        if !plain.is_empty() {
            let verbs = if or {
                self.or(&plain)
            } else {
                self.and(&plain)
            };
            pieces.push(format!("{verbs} {}", act.object));
        }
        for (first, rest) in split {
            let object = if pieces.is_empty() {
                act.object
            } else {
                "those data"
            };
            pieces.push(format!("{first} {object} {rest}").trim_end().to_string());
        }
        let what = if or {
            self.or(&pieces)
        } else {
            self.and(&pieces)
        };
        let to = match act.to {
            [] => String::new(),
            _ if to_taken => String::new(),
            to => format!("to {}", self.and(&self.holders(to))),
        };
        vec![what, to, self.purposes_of(act), act.time.to_string()]
    }

    fn act_nl(&self, act: &Act) -> Vec<String> {
        let (mut plain, mut with, mut to_word) = (Vec::new(), Vec::new(), "aan ");
        for action in act.actions {
            let mut verb = self.verb(*action).to_string();
            if let Some(rest) = verb.strip_prefix("mensen ").filter(|_| !act.to.is_empty()) {
                verb = rest.to_string();
                to_word = "";
            }
            match self.preposition(*action) {
                Some(preposition) => with.push((preposition, verb)),
                None => plain.push(verb),
            }
        }
        let and = |items: &[String]| {
            if act.negative || act.alternatives {
                self.or(items)
            } else {
                self.and(items)
            }
        };
        let to = match act.to {
            [] => String::new(),
            to => format!("{to_word}{}", self.and(&self.holders(to))),
        };
        let not = if act.negative { "niet" } else { "" }.to_string();
        let purposes = self.purposes_of(act);
        let time = act.time.to_string();
        if plain.is_empty() {
            let Some((preposition, _)) = with.first() else {
                return Vec::new();
            };
            let verbs: Vec<String> = with
                .iter()
                .map(|(p, verb)| match p == preposition {
                    true => verb.clone(),
                    false => format!("{} {verb}", thereof(p)),
                })
                .collect();
            return vec![
                time,
                to,
                purposes,
                not,
                format!("{preposition} {}", act.object),
                and(&verbs),
            ];
        }
        plain.extend(
            with.iter()
                .map(|(p, verb)| format!("{} {verb}", thereof(p))),
        );
        vec![act.object.to_string(), to, purposes, time, not, and(&plain)]
    }

    /// A prohibition is about each of its purposes, so they are joined by "or".
    fn purposes_of(&self, act: &Act) -> String {
        if act.negative || act.alternatives {
            self.for_any_purpose(act.purposes)
        } else {
            self.for_purposes(act.purposes)
        }
    }

    /// The preposition that a Dutch verb needs before the data: "over … rapporteren".
    fn preposition(&self, id: ActionId) -> Option<String> {
        let action = self.model.actions.get(id.index())?;
        if action.decl.origin != Origin::Builtin {
            return None;
        }
        data::actions::find(&action.decl.id)?.preposition_nl.clone()
    }

    /// When and how often: "within 90 days", "elk kwartaal", "for at least 5 years".
    pub fn time(&self, terms: &DutyTerms) -> String {
        let mut parts = Vec::new();
        if let Some(every) = terms.every {
            parts.push(self.every(every));
        }
        if let Some(within) = terms.within {
            parts.push(format!(
                "{} {}",
                self.pick("within", "binnen"),
                self.duration(within)
            ));
        }
        let bounds = [
            (terms.at_least, "for at least", "minstens"),
            (terms.at_most, "for at most", "hoogstens"),
        ];
        for (bound, en, nl) in bounds {
            if let Some(bound) = bound {
                parts.push(format!("{} {}", self.pick(en, nl), self.duration(bound)));
            }
        }
        parts.join(self.pick(" and ", " en "))
    }

    /// ", failing which the sanctions under “…” apply".
    pub fn or_else(&self, terms: &DutyTerms) -> String {
        terms.or_else.map_or_else(String::new, |sanction| {
            let title = super::quoted(self.sanction_title(sanction));
            match self.lang {
                Lang::En => format!(", failing which the sanctions under {title} apply"),
                Lang::Nl => format!("; bij gebreke daarvan gelden de sancties uit {title}"),
            }
        })
    }

    /// A duty that comes with a permission, without its subject: "delete Smart meter readings within 90 days".
    pub fn duty(&self, rule: &Rule, duty: &Duty) -> String {
        let object = self.duty_object(rule, duty);
        self.duty_over(duty, &object)
    }

    /// The data of a duty; a duty that names none is about the data of its rule.
    fn duty_object(&self, rule: &Rule, duty: &Duty) -> String {
        let data: &[DataId] = if duty.data.is_empty() {
            &rule.data
        } else {
            &duty.data
        };
        if data.is_empty() {
            self.pick("the data", "de gegevens").to_string()
        } else {
            self.data(data)
        }
    }

    fn duty_over(&self, duty: &Duty, object: &str) -> String {
        let time = self.time(&duty.terms);
        self.act(&Act {
            actions: &duty.actions,
            object,
            to: &duty.terms.to,
            purposes: &duty.purposes,
            time: &time,
            negative: false,
            alternatives: false,
        })
    }

    /// The same as a sentence: "Whoever does so must delete … within 90 days, failing which …".
    pub fn duty_sentence(&self, rule: &Rule, duty: &Duty) -> String {
        self.whoever(duty, &self.duty_object(rule, duty), false)
    }

    /// The same behind the sentence of its rule: the data of the rule are "those data", and a duty behind
    /// another one begins with "Whoever does so must also".
    pub(super) fn duty_behind(&self, rule: &Rule, duty: &Duty, also: bool) -> String {
        let same = !rule.data.is_empty() && (duty.data.is_empty() || duty.data == rule.data);
        match same {
            true => self.whoever(duty, self.pick("those data", "die gegevens"), also),
            false => self.whoever(duty, &self.duty_object(rule, duty), also),
        }
    }

    fn whoever(&self, duty: &Duty, object: &str, also: bool) -> String {
        let start = match also {
            false => self.pick("Whoever does so must", "Wie dat doet, moet"),
            true => self.pick("Whoever does so must also", "Wie dat doet, moet ook"),
        };
        sentence(&format!(
            "{start} {}{}",
            self.duty_over(duty, object),
            self.or_else(&duty.terms)
        ))
    }

    /// The duty with this number (from 0) of a rule; a free-standing duty has number 0 only.
    pub fn numbered_duty(&self, id: RuleId, number: usize) -> Option<String> {
        let rule = self.model.rules.get(id.index())?;
        if rule.deontic == Deontic::Must {
            return Some(self.rule(id, &super::Unnumbered));
        }
        rule.duties
            .get(number)
            .map(|duty| self.duty_sentence(rule, duty))
    }
}

/// "met" with a reference back: "daarmee"; "het gebruik van": "het gebruik daarvan".
fn thereof(preposition: &str) -> String {
    match preposition.rsplit_once(' ') {
        Some((before, last)) => format!("{before} {}", thereof(last)),
        None if preposition == "met" => "daarmee".into(),
        None => format!("daar{preposition}"),
    }
}
