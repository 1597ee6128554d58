//! What kind of name stands where: by the production of the grammar that the name belongs to.

use crate::data::actions;
use crate::diagnostic::Lang;
use crate::model::Model;
use crate::syntax::follow::{Expected, Part, Step};
use crate::syntax::grammar::Rule;

/// What a name in a place can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    Group,
    /// A group, party, body, or the commons itself.
    Holder,
    Body,
    Decision,
    Data,
    Purpose,
    Action,
    Fact,
    Rules,
    Sanction,
    /// A declaration of any kind.
    Any,
    Basis,
    Category,
    LegalForm,
    Finding,
    /// A choice of the fact whose name stands at these bytes.
    Choice(usize, usize),
    Library,
    Unit,
    Register,
    Law,
    Scale,
    /// A name that is given here, so that there is none to choose from.
    New,
}

/// What may be named in a place, the likeliest first. `text` is that of the file.
pub fn wanted(expected: &Expected, text: &str, model: &Model, lang: Lang) -> Vec<Wanted> {
    use Wanted::*;
    let mut steps = expected.path.iter().rev();
    let Some(inner) = steps.next() else {
        return Vec::new();
    };
    let (list, owner) = match inner.kind {
        Rule::names => match steps.next() {
            Some(owner) => (Some(inner), owner),
            None => return Vec::new(),
        },
        _ => (None, inner),
    };
    let declaration = expected.path.get(1).map(|s| s.kind);
    match owner.kind {
        Rule::law => vec![Law],
        Rule::legal_form => vec![LegalForm],
        Rule::use_decl => vec![Library],
        Rule::registered => vec![Register],
        Rule::scale => vec![Scale],
        Rule::in_unit | Rule::unit => vec![Unit],
        Rule::sensitivity => vec![Category],
        Rule::basis => vec![Basis],
        Rule::accept => vec![Finding],
        Rule::delegates | Rule::despite | Rule::expected_rules => vec![Rules],
        Rule::requests
        | Rule::admitted
        | Rule::expelled
        | Rule::removed
        | Rule::vacancies
        | Rule::passed
        | Rule::vote_case
        | Rule::lazy => vec![Decision],
        Rule::within_names => vec![match declaration {
            Some(Rule::dataset) => Data,
            Some(Rule::purpose) => Purpose,
            Some(Rule::action) => Action,
            _ => Group,
        }],
        Rule::separate
        | Rule::in_groups
        | Rule::about
        | Rule::of_all
        | Rule::admits
        | Rule::expels
        | Rule::electorate
        | Rule::proxies
        | Rule::sortition
        | Rule::right_of
        | Rule::voters
        | Rule::ballot_class
        | Rule::vote_reason => vec![Group],
        Rule::actor if list.is_some() => vec![Group],
        Rule::derived | Rule::over => vec![Data],
        Rule::withdraws => vec![Fact],
        Rule::fact_test | Rule::given | Rule::is_test | Rule::expected_missing => {
            tested(owner, expected)
        }
        Rule::given_by => vec![Holder, Decision],
        Rule::or_else => vec![Sanction],
        Rule::changes => vec![Any],
        Rule::appoints | Rule::removes | Rule::taken | Rule::too_few | Rule::outcome => {
            vec![Body]
        }
        Rule::consent_option if owner.has(Rule::kw_otherwise) => vec![Decision],
        Rule::veto if owner.has(Rule::kw_overridden) => vec![Decision],
        Rule::veto if list.is_some() => vec![Any],
        Rule::emergency if list.is_some() => vec![Any],
        Rule::emergency => vec![Decision],
        Rule::acts | Rule::split_acts => done(owner, list, text, model, lang),
        Rule::audit
        | Rule::breach
        | Rule::logging
        | Rule::from_names
        | Rule::keeper
        | Rule::processor
        | Rule::who_term
        | Rule::recipient
        | Rule::weight_row
        | Rule::seat_share
        | Rule::chair
        | Rule::interim
        | Rule::paid_by
        | Rule::audited_by
        | Rule::proposed
        | Rule::consent_option
        | Rule::recuse
        | Rule::tie
        | Rule::veto
        | Rule::appeal_level
        | Rule::signer
        | Rule::step
        | Rule::ask_whom
        | Rule::actor => vec![Holder],
        _ => vec![New],
    }
}

/// A fact, or one of the values of the fact that stands before.
fn tested(owner: &Step, expected: &Expected) -> Vec<Wanted> {
    let fact = match owner.kind {
        Rule::is_test => expected.within(Rule::fact_test),
        Rule::given => Some(owner),
        _ => None,
    };
    let name = fact.and_then(|step| step.read.iter().find(|p| p.kind == Rule::name));
    match name {
        Some(name) => vec![Wanted::Choice(name.start, name.end)],
        None => vec![Wanted::Fact, Wanted::Decision],
    }
}

/// What is done to which data and what for: the two lists stand in either order, in Dutch the data mostly first.
fn done(owner: &Step, list: Option<&Step>, text: &str, model: &Model, lang: Lang) -> Vec<Wanted> {
    if owner.has(Rule::kw_for) {
        return vec![Wanted::Purpose];
    }
    let is_action = |part: &Part| {
        let name = text.get(part.start..part.end).unwrap_or_default();
        let name = name.split([',', ' ', '\n', '\t', '\r', '#']).next();
        is_action(model, name.unwrap_or_default())
    };
    let first = owner.read.iter().find(|p| p.kind == Rule::names);
    // In a list that was begun, more of the same.
    let begun = list.and_then(|l| l.read.iter().find(|p| p.kind == Rule::name));
    match (begun, first) {
        (Some(name), _) => vec![if is_action(name) {
            Wanted::Action
        } else {
            Wanted::Data
        }],
        (None, Some(first)) => vec![if is_action(first) {
            Wanted::Data
        } else {
            Wanted::Action
        }],
        (None, None) if owner.kind == Rule::split_acts || lang == Lang::Nl => {
            vec![Wanted::Data, Wanted::Action]
        }
        (None, None) => vec![Wanted::Action],
    }
}

fn is_action(model: &Model, name: &str) -> bool {
    actions::find(name).is_some() || model.actions.iter().any(|a| a.decl.id == name)
}
