//! The fields that the agreement's templates can use, in one language. Their names are listed in
//! `templates/agreement/README.md`.

use super::{deciding, parties, register, rules};
use crate::analysis::outline::{Article, gaps::concerns};
use crate::data::law;
use crate::diagnostic::Lang;
use crate::model::{CommonsText, Holder};
use crate::output::Context;
use crate::prose::{Words, sentence};
use serde_json::{Map, Value, json};

/// The name of an article in a template: `{{a.retention}}` is its number, or empty if it is absent.
pub fn key(article: Article) -> &'static str {
    match article {
        Article::Form => "form",
        Article::Definitions => "definitions",
        Article::Members => "members",
        Article::Roles => "roles",
        Article::DataRegister => "data",
        Article::PermittedUses => "permitted",
        Article::ProhibitedUses => "prohibited",
        Article::LegalBasis => "basis",
        Article::Controllers => "controllers",
        Article::Processors => "processors",
        Article::Information => "information",
        Article::Access => "access",
        Article::SecureUse => "secure",
        Article::Retention => "retention",
        Article::DerivedData => "derived",
        Article::OnwardSharing => "onward",
        Article::Security => "security",
        Article::Fees => "fees",
        Article::Bodies => "bodies",
        Article::DecisionRules => "decisions",
        Article::ConflictOfInterest => "conflict",
        Article::Emergency => "emergency",
        Article::Transparency => "transparency",
        Article::Compliance => "compliance",
        Article::Disputes => "disputes",
        Article::Leaving => "leaving",
        Article::Amendment => "amendment",
        Article::Dissolution => "dissolution",
        Article::Liability => "liability",
        Article::Notices => "notices",
    }
}

pub fn fields(ctx: &Context, lang: Lang) -> Value {
    let words = Words::new(ctx.model, lang);
    let articles: Map<String, Value> = Article::ALL
        .into_iter()
        .map(|a| (key(a).to_string(), json!(ctx.outline.number(a))))
        .collect();
    let mut all = json!({
        "a": articles,
        "c": commons(ctx, words),
        "outers": ctx.model.outers.iter().map(|o| o.title(lang)).collect::<Vec<_>>(),
        "texts": texts(words),
        "accepted": accepted(ctx, lang),
        "term": terms(lang),
        "law": clauses(ctx, lang),
    });
    let parts = [
        parties::fields(words),
        register::fields(words),
        rules::fields(ctx, words),
        deciding::fields(words),
    ];
    if let Some(all) = all.as_object_mut() {
        for part in parts {
            if let Value::Object(part) = part {
                all.extend(part);
            }
        }
    }
    all["definitions"] = definitions(ctx, words, &all);
    all
}

fn commons(ctx: &Context, words: Words) -> Value {
    let c = &ctx.model.commons;
    let form = c
        .legal_form
        .as_deref()
        .map(|id| law::legal_form(id).map_or(id, |f| f.title.get(words.lang)));
    json!({
        "id": c.id(),
        "title": c.title(words.lang),
        "goal": c.goal.as_ref().map(|g| sentence(g.get(words.lang))),
        "law": c.law.as_deref().map(|l| country_law(l, words)),
        "seat": c.seat,
        "version": c.version,
        "from": c.in_force.map(|d| words.date(d)),
        "form": form,
        "registered": c.registered.as_ref().map(|r| parties::registered(words, r)),
        "contact": c.contact,
        "authentic": c.authentic.unwrap_or(ctx.model.lang).tag(),
        "authentic_name": match c.authentic.unwrap_or(ctx.model.lang) {
            Lang::En => words.pick("English", "Engelse"),
            Lang::Nl => words.pick("Dutch", "Nederlandse"),
        },
        "requests": c.requests.as_ref().map(|r| json!({
            "decision": words.decision_title(r.decided_by),
            "to": r.to,
        })),
        "smallest_cell": c.smallest_cell,
        "audit": c.audit.as_ref().map(|a| json!({
            "every": a.every.map(|d| words.every(d)),
            "by": a.by.map(|h| words.holder(h)),
        })),
        "breach": c.breach.as_ref().map(|b| json!({
            "within": words.duration(b.within),
            "to": b.to.map(|h| words.holder(h)),
        })),
        "logging": c.logging.as_ref().map(|l| json!({
            "at_least": l.at_least.map(|d| words.duration(d)),
            "by": l.by.map(|h| words.holder(h)),
            "plural": l.by.is_some_and(|h: Holder| words.is_plural(h)),
        })),
        "digest": ctx.digest,
        "compiler": ctx.compiler_version,
    })
}

/// The law of a country in words; another one by its code.
fn country_law(code: &str, words: Words) -> String {
    match code {
        "NL" => words
            .pick("the law of the Netherlands", "Nederlands recht")
            .into(),
        "BE" => words.pick("the law of Belgium", "Belgisch recht").into(),
        "DE" => words.pick("the law of Germany", "Duits recht").into(),
        "EU" => words
            .pick(
                "the law of the European Union",
                "het recht van de Europese Unie",
            )
            .into(),
        other => format!("{} {other}", words.pick("the law of", "het recht van")),
    }
}

fn texts(words: Words) -> Value {
    let of = |kind| {
        words
            .model
            .commons
            .texts
            .get(&kind)
            .map(|t| sentence(t.get(words.lang)))
    };
    json!({
        "fees": of(CommonsText::Fees),
        "benefits": of(CommonsText::Benefits),
        "surplus": of(CommonsText::Surplus),
        "liability": of(CommonsText::Liability),
        "disputes": of(CommonsText::Disputes),
        "dissolution": of(CommonsText::Dissolution),
        "security": of(CommonsText::Security),
        "leaving": of(CommonsText::Leaving),
        "information": of(CommonsText::Information),
        "joint": of(CommonsText::JointControllers),
        "impact": of(CommonsText::ImpactAssessment),
    })
}

/// Periods that the law sets, by id with underscores: `{{term.breach_authority.time}}`.
fn terms(lang: Lang) -> Value {
    let entry = |t: &law::Term| {
        (
            t.id.replace('-', "_"),
            json!({ "time": t.text(lang), "cite": t.cite.text(lang), "what": t.what.get(lang) }),
        )
    };
    Value::Object(law::terms().iter().map(entry).collect())
}

/// What the law itself lays down, by id with underscores; empty where it does not concern this commons.
fn clauses(ctx: &Context, lang: Lang) -> Value {
    let entry = |c: &law::Clause| {
        let text = concerns(ctx.model, c.when).then(|| c.text(lang));
        (c.id.replace('-', "_"), json!(text))
    };
    Value::Object(law::clauses().iter().map(entry).collect())
}

fn accepted(ctx: &Context, lang: Lang) -> Value {
    let entry = |(finding, index): &(crate::diagnostic::Diagnostic, usize)| {
        let reason = ctx
            .model
            .acceptances
            .get(*index)
            .map_or("", |a| a.reason.get(lang));
        json!({
            "code": finding.code.as_str(),
            "message": finding.message.get(lang),
            "reason": sentence(reason),
        })
    };
    ctx.accepted.iter().map(entry).collect()
}

/// Every declared term once, in the order of the alphabet. The fixed terms stand in the template of the article.
fn definitions(ctx: &Context, words: Words, all: &Value) -> Value {
    let mut terms: Vec<(String, String, String)> = Vec::new();
    for (field, kind) in [
        ("groups", "group"),
        ("datasets", "dataset"),
        ("members", "member"),
        ("parties", "party"),
    ] {
        for item in all[field].as_array().into_iter().flatten() {
            let text = |name: &str| item[name].as_str().unwrap_or("").to_string();
            terms.push((
                text("title"),
                text("definition"),
                format!("{kind}-{}", text("id")),
            ));
        }
    }
    for body in ctx.model.bodies.iter().filter(|b| b.decl.is_own()) {
        let number = ctx
            .outline
            .number(Article::Bodies)
            .map_or_else(String::new, |n| n.to_string());
        let what = match words.lang {
            Lang::En => format!("the body of that name, set up in Article {number}"),
            Lang::Nl => format!("het orgaan met die naam, ingesteld in artikel {number}"),
        };
        terms.push((
            words.title(&body.decl).to_string(),
            what,
            format!("body-{}", body.decl.id),
        ));
    }
    // Terms of an outer commons that are used here.
    let used = all.to_string();
    let outer = ctx
        .model
        .groups
        .iter()
        .map(|g| &g.decl)
        .chain(ctx.model.parties.iter().map(|p| &p.decl));
    for decl in outer {
        let crate::model::Origin::Outer(level) = decl.origin else {
            continue;
        };
        let title = words.title(decl);
        let commons = usize::from(level)
            .checked_sub(1)
            .and_then(|i| ctx.model.outers.get(i));
        if used.contains(title)
            && let Some(commons) = commons
        {
            let commons = commons.title(words.lang);
            let what = match words.lang {
                Lang::En => format!("what the agreement of {commons} calls by that name"),
                Lang::Nl => format!("wat in de overeenkomst van {commons} zo heet"),
            };
            terms.push((title.to_string(), what, String::new()));
        }
    }
    terms.sort_by_key(|(term, _, link)| (term.to_lowercase(), link.clone()));
    terms.dedup_by(|a, b| a.0 == b.0);
    terms
        .into_iter()
        .map(|(term, text, link)| json!({ "term": term, "text": text, "link": link }))
        .collect()
}
