//! Permissions against prohibitions, exactly as docs/semantics defines the findings.
//!
//! Pairs are found through an index on the axis where a prohibition meets the fewest permissions, then compared box by
//! box; a permission is dead if its boxes are covered by the boxes of all prohibitions that it is not `despite` of.

use super::Case;
use crate::analysis::region::{AXES, Cover, Regions, RuleBox};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::model::{Deontic, Model, Rule, RuleId};

/// A rule with its boxes.
struct Region<'m> {
    id: RuleId,
    rule: &'m Rule,
    boxes: Vec<RuleBox>,
}

pub(super) fn check(regions: &mut Regions, out: &mut Vec<Diagnostic>) {
    let model = regions.model;
    let mut all: Vec<Region> = Vec::new();
    for (at, rule) in model.rules.iter().enumerate() {
        if rule.incomplete {
            continue;
        }
        let mut boxes = regions.boxes(rule);
        boxes.retain(|b| !regions.somebodies(&b.term).is_empty());
        let region = Region {
            id: RuleId::new(at),
            rule,
            boxes,
        };
        if region.boxes.is_empty() && rule.decl.is_own() {
            out.push(unsatisfiable(&region, regions));
        }
        all.push(region);
    }
    idle_despite(&all, regions, out);
    let (may, must_not): (Vec<_>, Vec<_>) = all
        .into_iter()
        .filter(|r| {
            matches!(r.rule.deontic, Deontic::May | Deontic::MustNot) && !r.boxes.is_empty()
        })
        .partition(|r| r.rule.deontic == Deontic::May);
    let against = meetings(model, &may, &must_not, regions);
    for (permission, prohibitions) in may.iter().zip(&against) {
        let met: Vec<&Region> = prohibitions.iter().map(|&at| &must_not[at]).collect();
        if !dead(permission, &met, regions, out) {
            pairs(permission, &met, regions, out);
        }
    }
}

/// For each permission the prohibitions that it meets somewhere, as places in `must_not`, sorted.
fn meetings(
    model: &Model,
    may: &[Region],
    must_not: &[Region],
    regions: &Regions,
) -> Vec<Vec<usize>> {
    let sizes = [
        model.action_tree.len(),
        model.data_tree.len(),
        model.purpose_tree.len(),
    ]
    .map(|n| n.max(1));
    let mut index: [Vec<Vec<u32>>; AXES] = sizes.map(|n| vec![Vec::new(); n]);
    for (at, permission) in may.iter().enumerate() {
        let Some(first) = permission.boxes.first() else {
            continue;
        };
        for (axis, lists) in index.iter_mut().enumerate() {
            for atom in first.atoms[axis].ones() {
                lists[atom].push(at as u32);
            }
        }
    }
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); may.len()];
    let mut seen = vec![usize::MAX; may.len()];
    for (number, prohibition) in must_not.iter().enumerate() {
        let Some(first) = prohibition.boxes.first() else {
            continue;
        };
        let cost = |axis: &usize| {
            first.atoms[*axis]
                .ones()
                .map(|a| index[*axis][a].len())
                .sum::<usize>()
        };
        let axis = (0..AXES).min_by_key(cost).unwrap_or(1);
        for atom in first.atoms[axis].ones() {
            for &at in &index[axis][atom] {
                let at = at as usize;
                if std::mem::replace(&mut seen[at], number) != number
                    && meet(&may[at], prohibition, regions).is_some()
                {
                    out[at].push(number);
                }
            }
        }
    }
    out
}

/// One case in which both rules hold.
fn meet(a: &Region, b: &Region, regions: &Regions) -> Option<Case> {
    let mut pairs = a
        .boxes
        .iter()
        .flat_map(|x| b.boxes.iter().map(move |y| (x, y)));
    let (who, cell) = pairs.find_map(|(x, y)| regions.overlap(x, y))?;
    Some(Case::choose(regions.model, who, &cell))
}

/// Whether every box of `one` is covered by the boxes of `others`.
enum Inside {
    Yes,
    No,
    Undecided,
}

fn inside(one: &Region, others: &[&Region], regions: &Regions) -> Inside {
    let boxes: Vec<&RuleBox> = others.iter().flat_map(|o| &o.boxes).collect();
    let mut undecided = false;
    for b in &one.boxes {
        match regions.cover(b, &boxes) {
            Cover::Covered => {}
            Cover::Uncovered(..) => return Inside::No,
            Cover::Undecided => undecided = true,
        }
    }
    if undecided {
        Inside::Undecided
    } else {
        Inside::Yes
    }
}

/// Reports a permission that can never be used.
fn dead(
    permission: &Region,
    met: &[&Region],
    regions: &Regions,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let against: Vec<&Region> = met
        .iter()
        .copied()
        .filter(|p| !permission.rule.despite.contains(&p.id))
        .collect();
    if against.is_empty() {
        return false;
    }
    match inside(permission, &against, regions) {
        Inside::No => false,
        Inside::Undecided => {
            out.push(undecided(permission, &against));
            false
        }
        Inside::Yes => {
            let outer: Vec<&Region> = against
                .iter()
                .copied()
                .filter(|p| !p.rule.decl.is_own())
                .collect();
            let outrun =
                !outer.is_empty() && matches!(inside(permission, &outer, regions), Inside::Yes);
            let responsible = fewest(permission, if outrun { &outer } else { &against }, regions);
            let case = responsible
                .first()
                .and_then(|p| meet(permission, p, regions));
            out.push(dead_finding(
                permission,
                &responsible,
                outrun,
                case,
                regions.model,
            ));
            true
        }
    }
}

/// Leaves out prohibitions that are not needed to cover the permission, so that the message names only those that matter.
fn fewest<'r, 'm>(
    permission: &Region,
    against: &[&'r Region<'m>],
    regions: &Regions,
) -> Vec<&'r Region<'m>> {
    let mut needed: Vec<&Region> = against.to_vec();
    let mut at = 0;
    while at < needed.len() && needed.len() > 1 {
        let without: Vec<&Region> = needed
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != at)
            .map(|(_, p)| *p)
            .collect();
        if matches!(inside(permission, &without, regions), Inside::Yes) {
            needed = without;
        } else {
            at += 1;
        }
    }
    needed
}

/// Contradictions and carve-outs.
fn pairs(permission: &Region, met: &[&Region], regions: &Regions, out: &mut Vec<Diagnostic>) {
    for prohibition in met {
        let settled = permission.rule.despite.contains(&prohibition.id)
            || prohibition.rule.despite.contains(&permission.id);
        if settled {
            continue;
        }
        match inside(permission, &[prohibition], regions) {
            Inside::No => {}
            Inside::Undecided => {
                out.push(undecided(permission, &[prohibition]));
                continue;
            }
            // Cannot be: then the permission would be dead.
            Inside::Yes => continue,
        }
        match inside(prohibition, &[permission], regions) {
            Inside::Yes => out.push(carve_out(permission, prohibition)),
            Inside::Undecided => out.push(undecided(permission, &[prohibition])),
            Inside::No => {
                let case = meet(permission, prohibition, regions);
                out.push(contradiction(permission, prohibition, case, regions.model));
            }
        }
    }
}

fn idle_despite(all: &[Region], regions: &Regions, out: &mut Vec<Diagnostic>) {
    let places: std::collections::HashMap<RuleId, usize> =
        all.iter().enumerate().map(|(at, r)| (r.id, at)).collect();
    for region in all.iter().filter(|r| r.rule.decl.is_own()) {
        for target in &region.rule.despite {
            let Some(&at) = places.get(target) else {
                continue;
            };
            // An empty region is reported as such.
            if region.boxes.is_empty()
                || all[at].boxes.is_empty()
                || meet(region, &all[at], regions).is_some()
            {
                continue;
            }
            out.push(
                Diagnostic::new(
                    codes::IDLE_DESPITE,
                    Text::new(
                        format!(
                            "`{}` says `despite {}`, but there is no case in which both apply.",
                            region.rule.decl.id, all[at].rule.decl.id
                        ),
                        format!(
                            "`{}` zegt `ondanks {}`, maar er is geen geval waarin beide gelden.",
                            region.rule.decl.id, all[at].rule.decl.id
                        ),
                    ),
                )
                .label(region.rule.statement, Text::new("this rule", "deze regel"))
                .label(
                    all[at].rule.statement,
                    Text::new("never meets this one", "komt deze nooit tegen"),
                )
                .help(Text::new(
                    "Take out the `despite`, or check who and what the two rules are about.",
                    "Haal de `ondanks` weg, of kijk over wie en wat de twee regels gaan.",
                )),
            );
        }
    }
}

// ------------------------------------------------------------------ sentences

fn title(rule: &Rule, lang: Lang) -> &str {
    rule.decl.title(lang)
}

fn titles(regions: &[&Region], lang: Lang) -> String {
    let and = if lang == Lang::En { " and " } else { " en " };
    let all: Vec<String> = regions
        .iter()
        .map(|r| format!("\"{}\"", title(r.rule, lang)))
        .collect();
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}{and}{last}", rest.join(", ")),
        None => String::new(),
    }
}

fn unsatisfiable(region: &Region, regions: &Regions) -> Diagnostic {
    let nobody = region
        .rule
        .who
        .terms
        .iter()
        .all(|t| regions.somebodies(t).is_empty());
    let d = Diagnostic::new(
        codes::UNSATISFIABLE_CONDITION,
        if nobody {
            Text::new(
                format!(
                    "The rule \"{}\" is about nobody: no one can be in all of these groups.",
                    title(region.rule, Lang::En)
                ),
                format!(
                    "De regel \"{}\" gaat over niemand: niemand kan in al deze groepen zitten.",
                    title(region.rule, Lang::Nl)
                ),
            )
        } else {
            Text::new(
                format!(
                    "The rule \"{}\" can never apply: its condition can't be met.",
                    title(region.rule, Lang::En)
                ),
                format!(
                    "De regel \"{}\" kan nooit gelden: aan de voorwaarde kan niemand voldoen.",
                    title(region.rule, Lang::Nl)
                ),
            )
        },
    );
    d.label(
        region.rule.statement,
        Text::new("this never happens", "dit komt nooit voor"),
    )
    .help(if nobody {
        Text::new(
            "Look for `separate` and `closed` groups.",
            "Kijk naar `gescheiden` en `gesloten` groepen.",
        )
    } else {
        Text::new(
            "Look for two tests on the same fact that exclude each other.",
            "Kijk of twee toetsen op hetzelfde feit elkaar uitsluiten.",
        )
    })
}

fn dead_finding(
    permission: &Region,
    responsible: &[&Region],
    outrun: bool,
    case: Option<Case>,
    model: &Model,
) -> Diagnostic {
    let (code, text) = if outrun {
        (
            codes::OUTRUN_BY_OUTER,
            Text::new(
                format!(
                    "The rule \"{}\" permits what the outer commons forbids.",
                    title(permission.rule, Lang::En)
                ),
                format!(
                    "De regel \"{}\" staat toe wat de omvattende meent verbiedt.",
                    title(permission.rule, Lang::Nl)
                ),
            ),
        )
    } else {
        (
            codes::DEAD_PERMISSION,
            Text::new(
                format!(
                    "The permission \"{}\" can never be used: {} always forbids it.",
                    title(permission.rule, Lang::En),
                    titles(responsible, Lang::En)
                ),
                format!(
                    "De toestemming \"{}\" is nooit te gebruiken: {} verbiedt het altijd.",
                    title(permission.rule, Lang::Nl),
                    titles(responsible, Lang::Nl)
                ),
            ),
        )
    };
    let mut d = Diagnostic::new(code, text).label(
        permission.rule.statement,
        Text::new("permitted here", "hier toegestaan"),
    );
    for r in responsible {
        d = d.label(
            r.rule.statement,
            Text::new("forbidden here", "hier verboden"),
        );
    }
    if let Some(case) = case {
        d = d.case(case.text(model));
    }
    let own: Vec<&&Region> = responsible
        .iter()
        .filter(|r| r.rule.decl.is_own())
        .collect();
    if let (false, [one]) = (outrun, own.as_slice())
        && responsible.len() == 1
    {
        d = despite_fix(d, permission.rule, one.rule, model);
    }
    d.help(if outrun {
        Text::new(
            "Take the permission out, or ask the outer commons to delegate its rule.",
            "Haal de toestemming weg, of vraag de omvattende meent haar regel te delegeren.",
        )
    } else {
        Text::new(
            "If this is meant as an exception, say `despite`. If not, take one of the rules out.",
            "Is dit als uitzondering bedoeld, zeg dan `ondanks`. Zo niet, haal dan een van de regels weg.",
        )
    })
}

fn contradiction(
    permission: &Region,
    prohibition: &Region,
    case: Option<Case>,
    model: &Model,
) -> Diagnostic {
    let actual = matches!(
        &case,
        Some(Case {
            asker: crate::analysis::Asker::Party(_),
            ..
        })
    );
    let mut d = Diagnostic::new(
        codes::CONTRADICTION,
        Text::new(
            format!(
                "The rules \"{}\" and \"{}\" contradict each other: in some cases one permits what the other forbids.",
                title(permission.rule, Lang::En),
                title(prohibition.rule, Lang::En)
            ),
            format!(
                "De regels \"{}\" en \"{}\" spreken elkaar tegen: in sommige gevallen staat de ene toe wat de andere verbiedt.",
                title(permission.rule, Lang::Nl),
                title(prohibition.rule, Lang::Nl)
            ),
        ),
    )
    .label(permission.rule.statement, Text::new("permitted here", "hier toegestaan"))
    .label(prohibition.rule.statement, Text::new("forbidden here", "hier verboden"));
    if let Some(case) = case {
        d = d.case(case.text(model));
    }
    let outer = !prohibition.rule.decl.is_own();
    if !outer {
        d = despite_fix(d, permission.rule, prohibition.rule, model);
        d = despite_fix(d, prohibition.rule, permission.rule, model);
    }
    d.help(match (outer, actual) {
        (true, _) => Text::new(
            "The outer commons goes first. Narrow the permission so that it stays clear of what is forbidden.",
            "De omvattende meent gaat voor. Maak de toestemming smaller, zodat ze buiten het verbod blijft.",
        ),
        (false, true) => Text::new(
            "This is about a member that is in the source today. Say with `despite` which rule goes first, or narrow one of them.",
            "Dit gaat over een lid dat nu in de bron staat. Zeg met `ondanks` welke regel voorgaat, of maak een van beide smaller.",
        ),
        (false, false) => Text::new(
            "Say with `despite` which rule goes first, or narrow one of them.",
            "Zeg met `ondanks` welke regel voorgaat, of maak een van beide smaller.",
        ),
    })
}

fn carve_out(permission: &Region, prohibition: &Region) -> Diagnostic {
    Diagnostic::new(
        codes::CARVE_OUT,
        Text::new(
            format!(
                "\"{}\" is read as an exception to \"{}\".",
                title(prohibition.rule, Lang::En),
                title(permission.rule, Lang::En)
            ),
            format!(
                "\"{}\" wordt gelezen als uitzondering op \"{}\".",
                title(prohibition.rule, Lang::Nl),
                title(permission.rule, Lang::Nl)
            ),
        ),
    )
    .label(
        prohibition.rule.statement,
        Text::new("the exception", "de uitzondering"),
    )
    .label(
        permission.rule.statement,
        Text::new(
            "the permission that it narrows",
            "de toestemming die smaller wordt",
        ),
    )
    .help(Text::new(
        "Nothing needs to change; the agreement says so too.",
        "Er hoeft niets te veranderen; de overeenkomst zegt het ook.",
    ))
}

fn undecided(permission: &Region, against: &[&Region]) -> Diagnostic {
    let mut d = Diagnostic::new(
        codes::UNDECIDED,
        Text::new(
            format!(
                "It could not be worked out whether \"{}\" and {} leave each other room.",
                title(permission.rule, Lang::En),
                titles(against, Lang::En)
            ),
            format!(
                "Het is niet uit te maken of \"{}\" en {} elkaar ruimte laten.",
                title(permission.rule, Lang::Nl),
                titles(against, Lang::Nl)
            ),
        ),
    )
    .label(
        permission.rule.statement,
        Text::new(
            "too many cases to go through",
            "te veel gevallen om na te gaan",
        ),
    );
    for r in against {
        d = d.label(
            r.rule.statement,
            Text::new("with this rule", "met deze regel"),
        );
    }
    d.help(Text::new(
        "Fewer conditions in one rule make this decidable.",
        "Met minder voorwaarden in één regel is het wel uit te maken.",
    ))
}

/// `despite` as an edit: behind the statement, or added to the list that is there.
fn despite_fix(d: Diagnostic, first: &Rule, aside: &Rule, model: &Model) -> Diagnostic {
    let word = if model.lang == Lang::En {
        "despite"
    } else {
        "ondanks"
    };
    let mut at = first.statement;
    at.start = at.end;
    d.fix(
        Text::new(
            format!(
                "\"{}\" goes before \"{}\"",
                title(first, Lang::En),
                title(aside, Lang::En)
            ),
            format!(
                "\"{}\" gaat voor \"{}\"",
                title(first, Lang::Nl),
                title(aside, Lang::Nl)
            ),
        ),
        vec![Edit {
            span: at,
            text: format!("\n  {word} {}", aside.decl.id),
        }],
        false,
    )
}
