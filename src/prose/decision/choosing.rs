//! Elections and draws by lot in words.

use crate::diagnostic::Lang;
use crate::model::{Decision, ElectionMethod};
use crate::prose::Words;

impl Words<'_> {
    pub(super) fn election(&self, d: &Decision) -> Option<String> {
        let e = d.election.as_ref()?;
        let method = match e.method {
            ElectionMethod::Plurality => self.t("whoever receives most votes is elected", "wie de meeste stemmen krijgt, is gekozen"),
            ElectionMethod::TwoRound => self.t(
                "whoever receives more than half of the votes cast is elected; failing that, a second round is held between the two with most votes",
                "wie meer dan de helft van de uitgebrachte stemmen krijgt, is gekozen; lukt dat niemand, dan volgt een tweede ronde tussen de twee met de meeste stemmen",
            ),
            ElectionMethod::Approval => self.t(
                "each voter may approve any number of candidates, and those approved most are elected",
                "iedere stemgerechtigde kan op elk aantal kandidaten stemmen, en wie de meeste stemmen krijgt, is gekozen",
            ),
            ElectionMethod::SingleTransferableVote => self.t(
                "the election is held by single transferable vote",
                "de verkiezing verloopt met enkelvoudige overdraagbare stem",
            ),
        };
        let seats = e.seats.map_or_else(String::new, |n| {
            let word = self.pick(
                if n == 1 { "seat" } else { "seats" },
                if n == 1 { "zetel" } else { "zetels" },
            );
            match self.lang {
                Lang::En => format!(
                    "; there {} {n} {word} to fill",
                    if n == 1 { "is" } else { "are" }
                ),
                Lang::Nl => format!(
                    "; er {} {n} {word} te vervullen",
                    if n == 1 { "is" } else { "zijn" }
                ),
            }
        });
        Some(format!("{method}{seats}"))
    }

    pub(super) fn sortition(&self, d: &Decision) -> Option<String> {
        let s = d.sortition.as_ref()?;
        let from = self.and(&self.groups(&s.from));
        let mut out = self.t(
            format!("those to be appointed are drawn by lot from {from}"),
            format!("wie wordt benoemd, wordt door loting aangewezen uit {from}"),
        );
        if !s.strata.is_empty() {
            let strata = self.and(
                &s.strata
                    .iter()
                    .map(|x| x.replace('-', " "))
                    .collect::<Vec<_>>(),
            );
            out.push_str(&self.t(
                format!(", in proportion to {strata}"),
                format!(", naar evenredigheid van {strata}"),
            ));
        }
        out.push_str(&match &s.seed {
            Some(seed) => self.t(
                format!("; the draw starts from a public number, “{seed}”, so that anyone can repeat it"),
                format!("; de loting gaat uit van een openbaar getal, “{seed}”, zodat iedereen haar kan overdoen"),
            ),
            None => self.t("; the draw takes place in public", "; de loting gebeurt in het openbaar"),
        });
        Some(out)
    }
}
