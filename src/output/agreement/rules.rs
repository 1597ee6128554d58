//! Rules by article, outer prohibitions, legal bases, and what is handed on to others.

use crate::analysis::outline::{Article, first_dataset, present};
use crate::data::law;
use crate::model::{Deontic, Origin, RuleId};
use crate::output::Context;
use crate::prose::{References, Unnumbered, Words, sentence};
use serde_json::{Value, json};

pub fn fields(ctx: &Context, words: Words) -> Value {
    let of = |article: Article| -> Vec<Value> {
        let mut heading = None;
        let rules = ctx
            .outline
            .rules
            .get(&article)
            .map_or(&[][..], Vec::as_slice);
        rules
            .iter()
            .map(|id| {
                let mut value = rule(ctx, words, *id);
                let dataset = ctx
                    .model
                    .rules
                    .get(id.index())
                    .and_then(|r| first_dataset(ctx.model, r));
                if heading != Some(dataset) {
                    heading = Some(dataset);
                    value["heading"] = json!(match dataset {
                        Some(d) => words.data_title(crate::model::DataId(d)),
                        None => words.pick("All data", "Alle gegevens"),
                    });
                }
                value
            })
            .collect()
    };
    let onward: Vec<String> = present::onward_rules(ctx.model)
        .iter()
        .map(|r| words.reference(*r, ctx.outline))
        .collect();
    json!({
        "permissions": of(Article::PermittedUses),
        "prohibitions": of(Article::ProhibitedUses),
        "secure_duties": of(Article::SecureUse),
        "retention_duties": of(Article::Retention),
        "transparency_duties": of(Article::Transparency),
        "outer_prohibitions": outer(ctx, words),
        "bases": bases(ctx, words),
        "onward": if onward.is_empty() { None } else { Some(words.and(&onward)) },
    })
}

fn rule(ctx: &Context, words: Words, id: RuleId) -> Value {
    let Some(rule) = ctx.model.rules.get(id.index()) else {
        return Value::Null;
    };
    json!({
        "id": rule.decl.id,
        "number": ctx.outline.of(id),
        "title": words.title(&rule.decl),
        "sentences": words.rule_sentences(id, ctx.outline),
        "text": words.rule_sentences(id, ctx.outline).join(" "),
        "because": rule.because.as_ref().map(|b| sentence(b.get(words.lang))),
        "heading": Value::Null,
    })
}

/// Prohibitions of outer commons, nearest commons first. They keep their own numbers, so they get none here.
fn outer(ctx: &Context, words: Words) -> Vec<Value> {
    let mut out = Vec::new();
    for (id, rule) in ctx.model.rules.iter().enumerate() {
        let Origin::Outer(level) = rule.decl.origin else {
            continue;
        };
        if rule.deontic != Deontic::MustNot {
            continue;
        }
        let commons = usize::from(level)
            .checked_sub(1)
            .and_then(|i| ctx.model.outers.get(i));
        let aside: Vec<String> = rule
            .set_aside_by
            .iter()
            .filter(|r| ctx.outline.paragraph(**r).is_some())
            .map(|r| words.reference(*r, ctx.outline))
            .collect();
        out.push((
            level,
            json!({
                "id": rule.decl.id,
                "title": words.title(&rule.decl),
                "text": words.rule(RuleId::new(id), &Unnumbered),
                "commons": commons.map_or("", |c| c.title(words.lang)),
                "set_aside": if aside.is_empty() { None } else { Some(words.and(&aside)) },
            }),
        ));
    }
    out.sort_by_key(|(level, _)| *level);
    out.into_iter().map(|(_, value)| value).collect()
}

/// The legal basis of each permission that names one.
fn bases(ctx: &Context, words: Words) -> Vec<Value> {
    let permissions = ctx
        .outline
        .rules
        .get(&Article::PermittedUses)
        .map_or(&[][..], Vec::as_slice);
    permissions
        .iter()
        .filter_map(|id| {
            let rule = ctx.model.rules.get(id.index())?;
            if rule.basis.is_empty() {
                return None;
            }
            let bases: Vec<String> = rule
                .basis
                .iter()
                .map(|b| law::basis(b).map_or_else(|| b.clone(), |b| b.cited(words.lang)))
                .collect();
            Some(json!({
                "title": words.title(&rule.decl),
                "reference": words.reference(*id, ctx.outline),
                "basis": words.and(&bases),
            }))
        })
        .collect()
}
