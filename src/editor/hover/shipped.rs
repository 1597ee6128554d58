//! Actions and purposes that ship with the compiler.

use super::heading;
use crate::data::{actions, dpv};
use crate::diagnostic::Lang;
use crate::editor::navigate::SymbolKind;

/// A built-in action, by either of its names.
pub fn action(name: &str, lang: Lang) -> Option<String> {
    let all = actions::all();
    let action = actions::find(name)?;
    let titles = [action.verb(lang), action.verb(lang.other())];
    let mut parts = vec![heading(titles, SymbolKind::Action, name, lang)];
    let named = |a: &actions::Action| format!("`{}`", if lang == Lang::Nl { &a.nl } else { &a.id });
    let above: Vec<String> = action
        .parents
        .iter()
        .filter_map(|p| all.get(*p))
        .map(named)
        .collect();
    let at = all.iter().position(|a| a.id == action.id);
    let below: Vec<String> = all
        .iter()
        .filter(|a| at.is_some_and(|at| a.parents.contains(&at)))
        .map(named)
        .collect();
    let line = |en: &str, nl: &str, items: Vec<String>| {
        let label = if lang == Lang::Nl { nl } else { en };
        (!items.is_empty()).then(|| format!("{label}: {}", items.join(", ")))
    };
    parts.extend(line("A kind of", "Een vorm van", above));
    parts.extend(line("Covers", "Omvat", below));
    if action.care {
        parts.push(
            match lang {
                Lang::En => "An act of care: it is no use of the data, and needs no permission.",
                Lang::Nl => "Een handeling van zorg: het is geen gebruik van de gegevens, en heeft geen toestemming nodig.",
            }
            .to_string(),
        );
    }
    let iri = action.odrl.as_ref().or(action.odrl_parent.as_ref());
    parts.extend(iri.map(|iri| format!("ODRL: <{iri}>")));
    Some(parts.join("\n\n"))
}

/// A purpose of the privacy vocabulary.
pub fn purpose(name: &str, lang: Lang) -> Option<String> {
    let term = dpv::find(name)?;
    let other = match lang {
        Lang::Nl => term.label_en.as_str(),
        Lang::En => term.label_nl.as_deref().unwrap_or_default(),
    };
    let head = heading([term.label(lang), other], SymbolKind::Purpose, name, lang);
    let mut parts = vec![head, term.definition.clone()];
    let all = dpv::all();
    let above: Vec<String> = term
        .parents
        .iter()
        .filter_map(|p| all.get(*p))
        .map(|p| format!("`{}` ({})", p.id, p.label(lang)))
        .collect();
    if !above.is_empty() {
        let label = if lang == Lang::Nl {
            "Valt onder"
        } else {
            "Lies within"
        };
        parts.push(format!("{label}: {}", above.join(", ")));
    }
    parts.push(format!("<{}>", term.iri));
    Some(parts.join("\n\n"))
}
