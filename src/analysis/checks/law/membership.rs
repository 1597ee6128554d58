//! Members: their vote, their proxies, their way out, and what happens when they are put out.

use super::meeting::within;
use super::words::{term, title};
use super::{Law, finding, length};
use crate::analysis::electorate::Electorate;
use crate::data::law::PersonRule;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{Appeal, BodyId, Decl, GroupId, Holder, PartyId, Proposer, StepKind, Votes};
use crate::prose::{both, quoted};
use std::collections::BTreeSet;

/// Who is expelled by another body than the general meeting can appeal, and has long enough for it.
pub(super) fn expulsion(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some(rule) = law.rule("expulsion-appeal") else {
        return;
    };
    let members = members(law);
    for (id, decision) in law.decisions() {
        let expels = decision.expels_from.iter().any(|g| members.contains(&g.0));
        if !expels || law.is_general(decision.taken_by) {
            continue;
        }
        let name = title(law.model, id);
        appeal(
            law,
            rule,
            &decision.decl,
            &name,
            decision.appeal.as_ref(),
            out,
        );
    }
    for sanction in law.model.sanctions.iter().filter(|s| s.decl.is_own()) {
        let excludes = sanction
            .steps
            .iter()
            .find(|s| s.kind == StepKind::Exclusion);
        let Some(step) = excludes else { continue };
        let by = match step.by {
            Some(Holder::Group(group)) => body_of(law, group),
            _ => None,
        };
        if law.is_general(by) {
            continue;
        }
        let name = both(law.model, |w| quoted(w.title(&sanction.decl)));
        appeal(
            law,
            rule,
            &sanction.decl,
            &name,
            sanction.appeal.as_ref(),
            out,
        );
    }
}

fn appeal(
    law: &Law,
    rule: &PersonRule,
    at: &Decl,
    name: &Text,
    appeal: Option<&Appeal>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(least) = length(rule) else { return };
    let asked = term(law.model, least);
    let Some(appeal) = appeal else {
        out.push(finding(
            codes::EXPULSION_WITHOUT_APPEAL,
            rule,
            at,
            Text::new(
                format!(
                    "{} puts members out, and nothing says where they can appeal.",
                    name.en
                ),
                format!(
                    "{} zet leden eruit, en er staat niet waar zij in beroep kunnen.",
                    name.nl
                ),
            ),
            Text::new("no `appeal to`", "geen `beroep bij`"),
        ));
        return;
    };
    if let Some(within) = appeal.within
        && within.sometimes_shorter(&least)
    {
        let given = term(law.model, within);
        let (en, nl) = match within.always_shorter(&least) {
            true => ("is shorter than", "is korter dan"),
            false => ("can be shorter than", "kan korter zijn dan"),
        };
        out.push(finding(
            codes::AGAINST_LAW,
            rule,
            at,
            Text::new(
                format!("Whoever {} puts out has {} to appeal, which {en} the {} of the law.", name.en, given.en, asked.en),
                format!("Wie er door {} uit wordt gezet, kan {} lang in beroep; dat {nl} de {} van de wet.", name.nl, given.nl, asked.nl),
            ),
            Text::new(format!("appeal within {}", given.en), format!("beroep binnen {}", given.nl)),
        ));
    }
}

/// The groups of which everyone sits in the general meeting.
fn members(law: &Law) -> BTreeSet<u32> {
    let bodies = law
        .meetings
        .iter()
        .filter_map(|b| law.model.bodies.get(b.index()));
    bodies.flat_map(|b| within(law.model, b)).collect()
}

fn body_of(law: &Law, group: GroupId) -> Option<BodyId> {
    law.model.groups.get(group.index())?.body
}

/// Every member sits in the general meeting and has a vote there.
pub(super) fn vote(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some(rule) = law.rule("vote") else { return };
    for id in &law.meetings {
        let Some(body) = law.model.bodies.get(id.index()) else {
            continue;
        };
        let Votes::Weighted { table, .. } = &body.votes else {
            continue;
        };
        for (holder, _) in table.iter().filter(|(_, weight)| *weight == 0) {
            let (who, where_) = (
                both(law.model, |w| w.holder(*holder)),
                both(law.model, |w| w.body(*id)),
            );
            out.push(finding(
                codes::AGAINST_LAW,
                rule,
                &body.decl,
                Text::new(
                    format!(
                        "The weight of {} in {} is 0: that is no vote.",
                        who.en, where_.en
                    ),
                    format!(
                        "Het gewicht van {} in {} is 0: dat is geen stem.",
                        who.nl, where_.nl
                    ),
                ),
                Text::new("a member without a vote", "een lid zonder stem"),
            ));
        }
    }
    let members = members(law);
    if members.is_empty() {
        return;
    }
    let parties = law.model.parties.iter().enumerate();
    for (at, party) in parties.filter(|(_, p)| p.decl.is_own() && p.member) {
        let sits = party.groups.iter().any(|g| {
            let up = law.model.group_tree.up(g.0);
            up.iter().any(|g| members.contains(g))
        });
        if sits || party.groups.is_empty() {
            continue;
        }
        let name = both(law.model, |w| w.party(PartyId::new(at)));
        out.push(finding(
            codes::AGAINST_LAW,
            rule,
            &party.decl,
            Text::new(
                format!(
                    "{} is a member, but does not sit in the meeting of all members.",
                    name.en
                ),
                format!(
                    "{} is lid, maar zit niet in de vergadering van alle leden.",
                    name.nl
                ),
            ),
            Text::new("a member without a vote", "een lid zonder stem"),
        ));
    }
}

/// Whether members may send someone else is said.
pub(super) fn proxies(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some(rule) = law.rule("proxy") else {
        return;
    };
    let silent: Vec<_> = law
        .decisions()
        .filter(|(_, d)| {
            let votes = !d.tests.is_empty() || d.election.is_some();
            votes && d.proxies.is_none() && law.is_general(d.taken_by)
        })
        .collect();
    let Some((_, first)) = silent.first() else {
        return;
    };
    let names = both(law.model, |w| {
        let all: Vec<String> = silent
            .iter()
            .map(|(id, _)| quoted(w.decision_title(*id)))
            .collect();
        w.and(&all)
    });
    let mut d = finding(
        codes::WEAKER_THAN_LAW,
        rule,
        &first.decl,
        Text::new(
            format!(
                "Nothing says whether members may vote by proxy on {}.",
                names.en
            ),
            format!(
                "Er staat niet of leden bij volmacht kunnen stemmen over {}.",
                names.nl
            ),
        ),
        Text::new("no `proxies`", "geen `volmachten`"),
    );
    for (_, decision) in silent.iter().skip(1) {
        if let Some(span) = decision.decl.name_span {
            d = d.label(span, Text::new("nor here", "en hier ook niet"));
        }
    }
    let help = rule.why();
    out.push(d.help(Text::new(
        format!("{} Without the words, nobody can here. Say `no proxies`, or `proxies at most …`.", help.en),
        format!("{} Zonder die woorden kan het hier niet. Schrijf `geen volmachten`, of `volmachten hoogstens …`.", help.nl),
    )));
}

/// Nobody loses a vote about what does not concern them more than others.
pub(super) fn recusal(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some(rule) = law.rule("recusal") else {
        return;
    };
    for (id, decision) in law.decisions() {
        let who = decision.recuse.as_ref().and_then(|r| r.who.as_ref());
        let Some(who) = who.filter(|w| !w.is_empty() && law.is_general(decision.taken_by)) else {
            continue;
        };
        let name = title(law.model, id);
        let who = both(law.model, |w| w.and(&w.holders(who)));
        out.push(finding(
            codes::WEAKER_THAN_LAW,
            rule,
            &decision.decl,
            Text::new(
                format!(
                    "On {} the votes of {} never count, whatever is proposed.",
                    name.en, who.en
                ),
                format!(
                    "Bij {} tellen de stemmen van {} nooit mee, wat er ook wordt voorgesteld.",
                    name.nl, who.nl
                ),
            ),
            Text::new(
                format!("recuses {}", who.en),
                format!("verschoont {}", who.nl),
            ),
        ));
    }
}

/// A tenth of the members is enough to bring something up.
pub(super) fn request(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some((rule, (n, d))) = law.rule("request").and_then(|r| Some((r, r.share?))) else {
        return;
    };
    for (id, decision) in law.decisions() {
        let (Some(Proposer::Members(asked)), Some(body)) =
            (&decision.proposed_by, decision.taken_by)
        else {
            continue;
        };
        if !law.is_general(Some(body)) {
            continue;
        }
        let range = Electorate::new(law.model, body, &[])
            .ok()
            .and_then(|e| e.range());
        let Some(most) = range.and_then(|r| r.most) else {
            continue;
        };
        // However many members there are, it is more than that share of them.
        if asked.saturating_mul(d) <= most.saturating_mul(n) || most == 0 {
            continue;
        }
        let name = title(law.model, id);
        let number = both(law.model, |w| w.scaled(*asked, 0));
        let most = both(law.model, |w| w.scaled(most, 0));
        let share = both(law.model, |w| w.share(crate::model::Ratio::new(n, d)));
        out.push(finding(
            codes::WEAKER_THAN_LAW,
            rule,
            &decision.decl,
            Text::new(
                format!("It takes {} members to propose {}, and of the {} that there can be that is more than {}.", number.en, name.en, most.en, share.en),
                format!("Er zijn {} leden nodig om {} voor te stellen, en van de {} die er kunnen zijn is dat meer dan {}.", number.nl, name.nl, most.nl, share.nl),
            ),
            Text::new(format!("proposed by {} members", number.en), format!("voorgesteld door {} leden", number.nl)),
        ));
    }
}

/// Nobody is kept in longer than the law allows.
pub(super) fn leaving(law: &Law, out: &mut Vec<Diagnostic>) {
    let Some((rule, most)) = law.rule("leaving").and_then(|r| Some((r, length(r)?))) else {
        return;
    };
    let members = members(law);
    for (at, group) in law.model.groups.iter().enumerate() {
        let id = GroupId::new(at);
        let Some(notice) = group.leave_notice else {
            continue;
        };
        let concerned = group.decl.is_own() && members.contains(&id.0);
        if !concerned || !most.sometimes_shorter(&notice) {
            continue;
        }
        let (who, given) = (both(law.model, |w| w.group(id)), term(law.model, notice));
        out.push(finding(
            codes::AGAINST_LAW,
            rule,
            &group.decl,
            Text::new(
                format!(
                    "Whoever is one of {} can leave only {} after saying so.",
                    who.en, given.en
                ),
                format!(
                    "Wie bij {} hoort, kan pas {} na de opzegging weg.",
                    who.nl, given.nl
                ),
            ),
            Text::new(
                format!("leave with {} notice", given.en),
                format!("opzegtermijn {}", given.nl),
            ),
        ));
    }
}
