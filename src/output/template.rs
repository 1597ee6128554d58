//! Templates: handlebars, strict, part of the compiler, and replaceable one by one.
//!
//! A template belongs to its path, `agreement/nl/06-permitted.md`. A community that puts a file of the same
//! path below its own templates folder replaces that one template; a file whose name begins with `_` is a part
//! that its own templates may include (`{{> agreement/nl/_ours.md}}`). Strict means: a template that names an
//! unknown field is an error with its line and column, never an empty place in a text that people will sign.
//!
//! In a Markdown template `{{field}}` escapes what Markdown would take for markup; in HTML, SVG and XML it
//! escapes what those would. `{{{field}}}` is for text that is markup already.

use crate::diagnostic::nearest::distance;
use crate::diagnostic::{Diagnostic, Lang, Text, registry::codes};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Templates that are part of the compiler: path and text. Made with [`embed!`](crate::embed).
pub type Table = [(&'static str, &'static str)];

/// Lists files below the `templates` folder as a [`Table`], with their texts.
#[macro_export]
macro_rules! embed {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $path)))),*]
    };
}

/// A set of templates, ready to be filled in.
#[derive(Debug)]
pub struct Templates {
    markdown: Handlebars<'static>,
    markup: Handlebars<'static>,
}

impl Templates {
    /// The templates of a table, with a community's own ones in their place.
    ///
    /// # Errors
    /// A template that can't be parsed, and an override that has no counterpart in its folder (a typing error,
    /// most likely). All of them, in the order of their paths. Overrides of other outputs (another first folder) are left alone.
    pub fn new(
        table: &Table,
        overrides: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut set = Templates {
            markdown: engine(escape_markdown),
            markup: engine(escape_markup),
        };
        let mut texts: BTreeMap<&str, &str> = table.iter().copied().collect();
        let mut problems = Vec::new();
        for (path, text) in overrides {
            let folder = first_folder(path);
            if !table.iter().any(|(known, _)| first_folder(known) == folder) {
                continue;
            }
            let part = path
                .rsplit('/')
                .next()
                .is_some_and(|name| name.starts_with('_'));
            if part || texts.contains_key(path.as_str()) {
                texts.insert(path, text);
            } else {
                problems.push(no_such_template(path, table));
            }
        }
        for (path, text) in texts {
            let engine = if is_markdown(path) {
                &mut set.markdown
            } else {
                &mut set.markup
            };
            if let Err(error) = engine.register_template_string(path, text) {
                problems.push(bad(path, error.pos(), &error.reason().to_string()));
            }
        }
        if problems.is_empty() {
            Ok(set)
        } else {
            Err(problems)
        }
    }

    /// Fills in a template.
    ///
    /// # Errors
    /// The template names a field or a part that does not exist, or there is no such template.
    #[allow(
        clippy::result_large_err,
        reason = "an error ends the build; it is made once"
    )]
    pub fn render(&self, path: &str, data: &Value) -> Result<String, Diagnostic> {
        let engine = if is_markdown(path) {
            &self.markdown
        } else {
            &self.markup
        };
        engine
            .render(path, data)
            .map_err(|error| render_problem(path, &error))
    }

    /// Whether there is a template of this path.
    pub fn has(&self, path: &str) -> bool {
        self.markdown.has_template(path) || self.markup.has_template(path)
    }
}

fn engine(escape: fn(&str) -> String) -> Handlebars<'static> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.set_prevent_indent(true);
    engine.register_escape_fn(escape);
    engine.register_helper("if", Box::new(Choose(true)));
    engine.register_helper("unless", Box::new(Choose(false)));
    engine.register_helper("list", Box::new(list_helper));
    engine.register_helper("plural", Box::new(plural_helper));
    engine
}

fn first_folder(path: &str) -> &str {
    path.split('/').next().unwrap_or("")
}

fn is_markdown(path: &str) -> bool {
    path.ends_with(".md")
}

/// "a, b and c" or, in Dutch, "a, b en c". One item stands alone; none is the empty text.
pub fn join(items: &[String], lang: Lang) -> String {
    let and = match lang {
        Lang::En => "and",
        Lang::Nl => "en",
    };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {and} {last}", most.join(", ")),
    }
}

/// `if` and `unless` as handlebars has them, except that a field that does not exist is an error here too.
/// An empty list, an empty text, zero, `false` and null count as no.
struct Choose(bool);

impl HelperDef for Choose {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let param = helper
            .param(0)
            .ok_or(RenderErrorReason::ParamNotFoundForIndex("if", 0))?;
        if param.is_value_missing() {
            return Err(RenderErrorReason::MissingVariable(param.relative_path().cloned()).into());
        }
        let yes = match param.value() {
            Value::Null => false,
            Value::Bool(b) => *b,
            Value::Number(n) => n.as_i64() != Some(0),
            Value::String(s) => !s.is_empty(),
            Value::Array(a) => !a.is_empty(),
            Value::Object(o) => !o.is_empty(),
        };
        match if yes == self.0 {
            helper.template()
        } else {
            helper.inverse()
        } {
            Some(template) => template.render(registry, context, render, out),
            None => Ok(()),
        }
    }
}

/// `{{list names "nl"}}`: a list of texts in words; each is escaped, the commas are not.
fn list_helper(
    helper: &Helper,
    registry: &Handlebars,
    _: &Context,
    _: &mut RenderContext,
    out: &mut dyn Output,
) -> HelperResult {
    let items = helper
        .param(0)
        .and_then(|p| p.value().as_array())
        .ok_or(RenderErrorReason::ParamNotFoundForIndex("list", 0))?;
    let lang = match helper.param(1).and_then(|p| p.value().as_str()) {
        Some("nl") => Lang::Nl,
        Some("en") => Lang::En,
        _ => return Err(RenderErrorReason::ParamNotFoundForIndex("list", 1).into()),
    };
    let escape = registry.get_escape_fn();
    let items: Vec<String> = items
        .iter()
        .map(|v| escape(v.as_str().unwrap_or(&v.to_string())))
        .collect();
    out.write(&join(&items, lang))?;
    Ok(())
}

/// `{{plural count "member" "members"}}`: the one word or the other; `count` is a number or a list.
fn plural_helper(
    helper: &Helper,
    _: &Handlebars,
    _: &Context,
    _: &mut RenderContext,
    out: &mut dyn Output,
) -> HelperResult {
    let count = match helper.param(0).map(|p| p.value()) {
        Some(Value::Number(n)) => n.as_i64().unwrap_or(2),
        Some(Value::Array(list)) => list.len() as i64,
        _ => return Err(RenderErrorReason::ParamNotFoundForIndex("plural", 0).into()),
    };
    let at = if count == 1 { 1 } else { 2 };
    let word = helper
        .param(at)
        .and_then(|p| p.value().as_str())
        .ok_or(RenderErrorReason::ParamNotFoundForIndex("plural", at))?;
    out.write(word)?;
    Ok(())
}

/// Escapes what HTML, SVG and XML would take for markup, in text and in quoted attributes.
pub fn escape_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Escapes what Markdown would take for markup, and puts the text on one line.
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim().chars().peekable();
    let numbered = text.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = numbered.len() < text.trim().len() && numbered.starts_with(['.', ')']);
    let mut first = true;
    while let Some(c) = rest.next() {
        let escape = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' => true,
            '_' => {
                !out.ends_with(char::is_alphanumeric)
                    || !rest.peek().is_some_and(|n| n.is_alphanumeric())
            }
            '&' => rest
                .peek()
                .is_some_and(|n| n.is_ascii_alphanumeric() || *n == '#'),
            '#' | '-' | '+' | '>' | '~' | '=' => first,
            '.' | ')' => {
                numbered
                    && out.bytes().all(|b| b.is_ascii_digit())
                    && rest.peek().is_none_or(|n| n.is_whitespace())
            }
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(if c == '\n' || c == '\r' { ' ' } else { c });
        first = false;
    }
    out
}

fn no_such_template(path: &str, table: &Table) -> Diagnostic {
    let near = table
        .iter()
        .map(|(known, _)| (distance(path, known), *known))
        .min()
        .map_or("", |(_, known)| known);
    Diagnostic::new(
        codes::BAD_TEMPLATE,
        Text::new(
            format!("There is no template {path} to replace."),
            format!("Er is geen sjabloon {path} om te vervangen."),
        ),
    )
    .help(Text::new(
        format!("The nearest one is {near}. A part that your own templates include has a name that begins with _."),
        format!("Het dichtstbij komt {near}. Een onderdeel dat uw eigen sjablonen invoegen, heeft een naam die met _ begint."),
    ))
}

fn render_problem(path: &str, error: &RenderError) -> Diagnostic {
    let at = error.line_no.zip(error.column_no);
    let path = error.template_name.as_deref().unwrap_or(path);
    match error.reason() {
        RenderErrorReason::MissingVariable(name) => {
            let name = name.as_deref().unwrap_or("?");
            let place = place(path, at);
            Diagnostic::new(
                codes::BAD_TEMPLATE,
                Text::new(
                    format!("The template names a field that does not exist: {name} ({place})."),
                    format!("Het sjabloon noemt een veld dat niet bestaat: {name} ({place})."),
                ),
            )
        }
        reason => bad(path, at, &reason.to_string()),
    }
}

fn bad(path: &str, at: Option<(usize, usize)>, why: &str) -> Diagnostic {
    let place = place(path, at);
    Diagnostic::new(
        codes::BAD_TEMPLATE,
        Text::new(
            format!("The template can't be filled in ({place})."),
            format!("Het sjabloon kan niet worden ingevuld ({place})."),
        ),
    )
    .help(Text::new(
        format!("What is wrong: {why}"),
        format!("Wat er mis is: {why}"),
    ))
}

fn place(path: &str, at: Option<(usize, usize)>) -> String {
    match at {
        Some((line, column)) => format!("{path}:{line}:{column}"),
        None => path.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TABLE: &Table = &[
        (
            "a/en/one.md",
            "Hello {{name}}.\n\n{{#if more}}Yes {{more.x}}{{/if}}",
        ),
        ("a/en/page.html", "<p>{{name}}</p>{{{name}}}"),
        (
            "a/en/list.md",
            "{{list names \"nl\"}} {{plural names \"lid\" \"leden\"}}",
        ),
    ];

    fn set(overrides: &[(&str, &str)]) -> Result<Templates, Vec<Diagnostic>> {
        Templates::new(
            TABLE,
            &overrides
                .iter()
                .map(|(p, t)| (p.to_string(), t.to_string()))
                .collect(),
        )
    }

    #[test]
    fn markdown_and_markup_are_escaped_each_in_its_way() {
        let t = set(&[]).unwrap();
        let data = json!({ "name": "<b> & *c*", "more": null });
        assert_eq!(
            t.render("a/en/one.md", &data).unwrap(),
            "Hello \\<b> & \\*c\\*.\n\n"
        );
        assert_eq!(
            t.render("a/en/page.html", &data).unwrap(),
            "<p>&lt;b&gt; &amp; *c*</p><b> & *c*"
        );
        assert_eq!(escape_markdown("6.2"), "6.2");
        assert_eq!(escape_markdown("1. a_b _c_\nd"), "1\\. a_b \\_c\\_ d");
        assert_eq!(escape_markdown("# x # 2.5"), "\\# x # 2.5");
    }

    #[test]
    fn lists_and_plurals() {
        let t = set(&[]).unwrap();
        let render = |v| t.render("a/en/list.md", &json!({ "names": v })).unwrap();
        assert_eq!(render(json!(["Ans", "Bo", "Cas"])), "Ans, Bo en Cas leden");
        assert_eq!(render(json!(["Ans"])), "Ans lid");
    }

    #[test]
    fn an_unknown_field_is_an_error_with_its_place() {
        let t = set(&[("a/en/one.md", "Fine: {{name}}.\n\nNot: {{nmae}}.\n")]).unwrap();
        let d = t
            .render("a/en/one.md", &json!({ "name": "x" }))
            .unwrap_err();
        assert_eq!(d.code, codes::BAD_TEMPLATE);
        assert_eq!(
            d.message.en,
            "The template names a field that does not exist: nmae (a/en/one.md:3:6)."
        );
    }

    #[test]
    fn overrides_replace_one_template_and_must_have_a_counterpart() {
        let t = set(&[
            ("a/en/one.md", "{{> a/en/_ours.md}}"),
            ("a/en/_ours.md", "We say {{name}}"),
            ("b/x.md", "{{"),
        ]);
        assert_eq!(
            t.unwrap()
                .render("a/en/one.md", &json!({ "name": "x" }))
                .unwrap(),
            "We say x"
        );
        let d = set(&[("a/en/oen.md", "")]).unwrap_err();
        assert!(
            d[0].help.as_ref().unwrap().en.contains("a/en/one.md"),
            "{d:?}"
        );
        let d = set(&[("a/en/one.md", "a\n{{#if}")]).unwrap_err();
        assert!(d[0].message.en.contains("a/en/one.md:"), "{d:?}");
    }
}
