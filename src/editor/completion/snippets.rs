//! Declarations and clauses to fill in, made from the shapes that the grammar gives them.

use super::places::{Wanted, wanted};
use crate::diagnostic::{Lang, Text};
use crate::model::Model;
use crate::syntax::follow::{self, Expected, Piece, Step};
use crate::syntax::grammar::Rule;
use crate::syntax::words::words;

/// Clauses that may stand more than once in a declaration; a test holds them against what the model says of doubles.
const REPEATS: &[Rule] = &[
    Rule::note,
    Rule::accept,
    Rule::field,
    Rule::goal,
    Rule::delegates,
    Rule::outer,
    Rule::within_names,
    Rule::in_groups,
    Rule::from_names,
    Rule::keeper,
    Rule::processor,
    Rule::derived,
    Rule::serves,
    Rule::condition,
    Rule::then_duty,
    Rule::despite,
    Rule::basis,
    Rule::of_all,
    Rule::changes,
    Rule::admits,
    Rule::expels,
    Rule::appoints,
    Rule::removes,
    Rule::veto,
    Rule::signed,
    Rule::next_step,
    Rule::over,
    Rule::withdraws,
];

/// Whether a clause stands once at most in a declaration.
pub fn once(declares: Rule, clause: Rule) -> bool {
    declares != Rule::file && !REPEATS.contains(&clause)
}

/// The clauses that a new declaration begins with.
fn first_clauses(declares: Rule) -> &'static [Rule] {
    match declares {
        Rule::commons => &[
            Rule::goal,
            Rule::law,
            Rule::seat,
            Rule::version,
            Rule::contact,
        ],
        Rule::group => &[Rule::of_kind],
        Rule::party => &[Rule::in_groups],
        Rule::dataset => &[
            Rule::about,
            Rule::sensitivity,
            Rule::keeper,
            Rule::retention,
        ],
        Rule::purpose => &[Rule::serves],
        Rule::action => &[Rule::within_names],
        Rule::fact => &[Rule::fact_type],
        Rule::rule => &[Rule::statement],
        Rule::body => &[Rule::of_all, Rule::votes],
        Rule::decision => &[Rule::taken, Rule::quorum, Rule::passes],
        Rule::sanction => &[Rule::first_step, Rule::next_step],
        Rule::right => &[Rule::right_to, Rule::ask_whom, Rule::within],
        Rule::scenario => &[Rule::ask_case],
        _ => &[],
    }
}

/// What to fill in behind a keyword that begins a declaration or a clause. `None` where it begins neither, or stands
/// alone.
pub fn of(expected: &Expected, spelling: &str, lang: Lang) -> Option<String> {
    let (own, rest) = match expected.path.as_slice() {
        [_, declaration] => (std::slice::from_ref(declaration), false),
        [_, declaration, rest @ ..] if declaration.has(Rule::open) => (rest, true),
        _ => return None,
    };
    if own.iter().any(|s| !s.read.is_empty()) {
        return None;
    }
    let mut writer = Writer::new(lang);
    writer.declaration = expected.path.get(1).map(|s| s.kind);
    let inner = own.last()?;
    if !rest {
        writer.declare(inner.kind, expected.kind, spelling);
        return Some(writer.out);
    }
    writer.begin(inner, expected.kind, spelling);
    // What the productions around it still need.
    for step in own.iter().rev().skip(1) {
        writer.remaining(step);
    }
    (writer.out != spelling).then_some(writer.out)
}

/// What a text between quotes says in a place.
pub fn what_text(expected: &Expected) -> Text {
    match expected.inner().map(|s| s.kind) {
        Some(Rule::title) => Text::new("a text", "een tekst"),
        Some(Rule::use_decl | Rule::outer) => Text::new(
            "the path of a file or folder",
            "het pad van een bestand of map",
        ),
        Some(Rule::register_file) => {
            Text::new("the path of a CSV file", "het pad van een CSV-bestand")
        }
        _ => Text::new("a text", "een tekst"),
    }
}

/// The text of a snippet with its placeholders as they stand, for who can't fill in.
pub fn plain(snippet: &str) -> String {
    let mut out = String::new();
    let mut rest = snippet;
    while let Some(at) = rest.find('$') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some(body) = rest.strip_prefix('{') {
            let end = body.find('}').unwrap_or(body.len());
            let inner = body.get(..end).unwrap_or_default();
            let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
            match digits.strip_prefix('|') {
                Some(choices) => {
                    let first = choices.split([',', '|']).next().unwrap_or_default();
                    out.push_str(first);
                }
                None => out.push_str(digits.strip_prefix(':').unwrap_or_default()),
            }
            rest = body.get(end + 1..).unwrap_or_default();
        } else {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    out.push_str(rest);
    out
}

struct Writer {
    out: String,
    stops: usize,
    lang: Lang,
    declaration: Option<Rule>,
    /// The production that is being written.
    of: Rule,
}

impl Writer {
    fn new(lang: Lang) -> Self {
        Writer {
            out: String::new(),
            stops: 0,
            lang,
            declaration: None,
            of: Rule::file,
        }
    }

    fn word(&mut self, text: &str) {
        let tight = self.out.is_empty() || self.out.ends_with([' ', '\n', '(', '/', '"']);
        if !tight {
            self.out.push(' ');
        }
        self.out.push_str(text);
    }

    fn stop(&mut self, text: &str) {
        self.stops += 1;
        let stop = match text {
            "" => format!("${{{}}}", self.stops),
            _ => format!("${{{}:{text}}}", self.stops),
        };
        self.word(&stop);
    }

    fn choice(&mut self, all: &[String]) {
        match all {
            [] => {}
            [only] => self.word(only),
            _ => {
                self.stops += 1;
                let stop = format!("${{{}|{}|}}", self.stops, all.join(","));
                self.word(&stop);
            }
        }
    }

    fn quoted(&mut self) {
        self.stops += 1;
        let stop = format!("\"${{{}}}\"", self.stops);
        self.word(&stop);
    }

    fn keyword(&self, kind: Rule) -> String {
        let word = words().get(kind);
        let own = word.and_then(|w| w.canonical(self.lang));
        // `may not` is what `must not` is also called in English, and `te` is Dutch alone.
        own.unwrap_or_default().to_string()
    }

    fn put(&mut self, kind: Rule) {
        let word = self.keyword(kind);
        if !word.is_empty() {
            self.word(&word);
        }
    }

    /// A whole declaration.
    fn declare(&mut self, declares: Rule, keyword: Rule, spelling: &str) {
        self.word(spelling);
        match declares {
            Rule::use_decl => {
                let kinds = [
                    Rule::kw_groups,
                    Rule::kw_datasets,
                    Rule::kw_purposes,
                    Rule::kw_actions,
                    Rule::kw_facts,
                    Rule::kw_rules,
                    Rule::kw_bodies,
                    Rule::kw_decisions,
                    Rule::kw_sanctions,
                    Rule::kw_parties,
                ];
                let all: Vec<String> = kinds.map(|k| self.keyword(k)).into();
                self.choice(&all);
                self.put(Rule::kw_source);
                self.quoted();
                return;
            }
            Rule::separate => {
                let group = noun(Wanted::Group, self.lang);
                self.stop(&format!("{group}-a"));
                self.out.push(',');
                self.stop(&format!("{group}-b"));
                return;
            }
            Rule::scenario => self.quoted(),
            _ => {
                let name = noun(Wanted::New, self.lang);
                self.stop(name);
                self.quoted();
            }
        }
        self.out.push_str(" {");
        for clause in first_clauses(declares) {
            self.out.push_str("\n  ");
            let other = keyword == Rule::kw_party && *clause == Rule::in_groups;
            match other {
                true => self.production(Rule::contact),
                false => self.production(*clause),
            }
        }
        self.out.push_str("\n}");
    }

    /// A production from its first keyword on.
    fn begin(&mut self, step: &Step, keyword: Rule, spelling: &str) {
        let shapes = follow::shapes(step.kind);
        let found = shapes
            .iter()
            .find_map(|shape| begun(&pieces_of(shape), keyword));
        self.word(spelling);
        self.of = step.kind;
        if let Some(rest) = found {
            self.pieces(&rest);
        }
    }

    /// What is still needed of a production whose part was just written.
    fn remaining(&mut self, step: &Step) {
        for shape in follow::shapes(step.kind) {
            if shape.parts.iter().any(|(part, _)| *part == step.part) {
                let behind = shape
                    .parts
                    .into_iter()
                    .filter(|(part, _)| *part > step.part);
                let rest: Vec<Piece> = behind.map(|(_, piece)| piece).collect();
                self.of = step.kind;
                self.pieces(&rest);
                return;
            }
        }
    }

    fn pieces(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            self.piece(piece);
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Keyword(kind) => self.put(*kind),
            Piece::Sign(sign) => match sign.as_str() {
                "(" | "{" => self.word(sign),
                other => self.out.push_str(other),
            },
            Piece::Leaf { kind, of } => self.leaf(*kind, *of),
            Piece::Production(kind) => self.production(*kind),
            Piece::Optional(_) | Piece::Repeated(_) => {}
            Piece::Either(all) => self.either(all),
        }
    }

    fn either(&mut self, all: &[Vec<Piece>]) {
        // The data before the verb is a way to say the same.
        let usual = |one: &&Vec<Piece>| !one.contains(&Piece::Production(Rule::split_acts));
        let words: Vec<String> = all
            .iter()
            .filter_map(|one| match one.as_slice() {
                [Piece::Keyword(kind)] => Some(self.keyword(*kind)).filter(|w| !w.is_empty()),
                _ => None,
            })
            .collect();
        match words.len() > 1 || words.len() == all.len() {
            true => self.choice(&words),
            false => {
                if let Some(first) = all.iter().find(usual) {
                    self.pieces(first);
                }
            }
        }
    }

    fn leaf(&mut self, kind: Rule, of: Rule) {
        match kind {
            Rule::name | Rule::unit_name => {
                let name = self.name_in(&[of]);
                self.stop(&name);
            }
            Rule::string => self.quoted(),
            Rule::lang_tag => self.choice(&["nl".into(), "en".into()]),
            Rule::date => self.stop("2026-01-01"),
            Rule::version_number => self.stop("1.0"),
            Rule::integer | Rule::decimal => self.stop("1"),
            _ => {}
        }
    }

    /// What a name in a production is called.
    fn name_in(&self, inner: &[Rule]) -> String {
        let step = |kind: Rule| Step {
            kind,
            start: 0,
            read: Vec::new(),
            part: 0,
        };
        let around = self.declaration.unwrap_or(Rule::file);
        let mut path = vec![step(Rule::file), step(around)];
        path.extend(inner.iter().map(|k| step(*k)));
        let expected = Expected {
            kind: Rule::name,
            at: 0,
            path,
        };
        let kinds = wanted(&expected, "", &Model::default(), self.lang);
        let first = kinds.first().copied().unwrap_or(Wanted::New);
        noun(first, self.lang).to_string()
    }

    /// A production with what it needs.
    fn production(&mut self, kind: Rule) {
        let lang = self.lang;
        let pick = |en: &'static str, nl: &'static str| match lang {
            Lang::En => en,
            Lang::Nl => nl,
        };
        match kind {
            Rule::title => self.quoted(),
            Rule::duration => {
                self.stop("14");
                let units = match self.lang {
                    Lang::En => ["days", "weeks", "months", "years"],
                    Lang::Nl => ["dagen", "weken", "maanden", "jaar"],
                };
                self.choice(&units.map(String::from));
            }
            Rule::quantity => self.stop("10"),
            Rule::amount | Rule::ratio => self.stop("50%"),
            Rule::unit => self.stop(pick("households", "huishoudens")),
            Rule::who => self.stop(pick("group", "groep")),
            Rule::expression => self.stop(pick("fact", "feit")),
            Rule::acts => self.acts(),
            Rule::statement => {
                self.stop(pick("group", "groep"));
                self.deontic();
                self.acts();
            }
            Rule::deontic => self.deontic(),
            Rule::electorate => {
                let kinds = [
                    Rule::kw_members,
                    Rule::kw_votes_cast,
                    Rule::kw_those_present,
                    Rule::kw_seats,
                    Rule::kw_weight,
                ];
                self.choice(&kinds.map(|k| self.keyword(k)));
            }
            Rule::sensitivity => {
                let kinds = [Rule::kw_personal, Rule::kw_not_personal];
                self.choice(&kinds.map(|k| self.keyword(k)));
            }
            Rule::test => {
                self.put(Rule::kw_majority);
                self.put(Rule::kw_of);
                self.production(Rule::electorate);
            }
            Rule::within_names if self.declaration.is_none() => {
                self.put(Rule::kw_within);
                self.stop(pick("use", "gebruiken"));
            }
            Rule::names => {
                let name = self.name_in(&[self.of, Rule::names]);
                self.stop(&name);
            }
            Rule::about => {
                self.put(Rule::kw_about);
                self.choice(&[Rule::kw_people, Rule::kw_organisations].map(|k| self.keyword(k)));
                self.put(Rule::kw_in);
                self.stop(noun(Wanted::Group, lang));
            }
            _ => {
                let shapes = follow::shapes(kind);
                let single = |s: &follow::Shape| match pieces_of(s).as_slice() {
                    [Piece::Keyword(word)] => Some(*word),
                    _ => None,
                };
                let words: Vec<Rule> = shapes.iter().filter_map(single).collect();
                if words.len() == shapes.len() && words.len() > 1 {
                    let all: Vec<String> = words.iter().map(|k| self.keyword(*k)).collect();
                    self.choice(&all);
                } else if let Some(shape) = shapes.first() {
                    let around = std::mem::replace(&mut self.of, kind);
                    self.pieces(&pieces_of(shape));
                    self.of = around;
                }
            }
        }
    }

    fn deontic(&mut self) {
        let kinds = [Rule::kw_may, Rule::kw_must_not, Rule::kw_must];
        self.choice(&kinds.map(|k| self.keyword(k)));
    }

    /// What is done to which data and what for, in the order of the language.
    fn acts(&mut self) {
        let (first, second) = match self.lang {
            Lang::En => (Wanted::Action, Wanted::Data),
            Lang::Nl => (Wanted::Data, Wanted::Action),
        };
        self.stop(noun(first, self.lang));
        self.stop(noun(second, self.lang));
        self.put(Rule::kw_for);
        self.stop(noun(Wanted::Purpose, self.lang));
    }
}

fn pieces_of(shape: &follow::Shape) -> Vec<Piece> {
    shape.parts.iter().map(|(_, piece)| piece.clone()).collect()
}

/// What follows a keyword that pieces can begin with.
fn begun(pieces: &[Piece], keyword: Rule) -> Option<Vec<Piece>> {
    let (first, rest) = pieces.split_first()?;
    let behind = |more: Vec<Piece>| {
        let mut all = more;
        all.extend_from_slice(rest);
        all
    };
    match first {
        Piece::Keyword(kind) => (*kind == keyword).then(|| rest.to_vec()),
        Piece::Either(all) => all.iter().find_map(|one| begun(one, keyword)).map(behind),
        Piece::Optional(one) | Piece::Repeated(one) => begun(one, keyword)
            .map(behind)
            .or_else(|| begun(rest, keyword)),
        _ => None,
    }
}

/// The word that stands for a name until it is filled in; itself a name.
pub fn noun(wanted: Wanted, lang: Lang) -> &'static str {
    let (en, nl) = match wanted {
        Wanted::Group => ("group", "groep"),
        Wanted::Holder => ("party", "partij"),
        Wanted::Body => ("body", "orgaan"),
        Wanted::Decision => ("decision", "besluit"),
        Wanted::Data => ("data", "gegevens"),
        Wanted::Purpose => ("purpose", "doeleinde"),
        Wanted::Action => ("read", "lezen"),
        Wanted::Fact => ("fact", "feit"),
        Wanted::Rules => ("rule", "regel"),
        Wanted::Sanction => ("sanction", "sanctie"),
        Wanted::Any => ("name", "naam"),
        Wanted::Basis => ("consent", "toestemming"),
        Wanted::Category => ("health", "gezondheid"),
        Wanted::LegalForm => ("association", "vereniging"),
        Wanted::Finding => ("M0601", "M0601"),
        Wanted::Choice(..) => ("choice", "keuze"),
        Wanted::Library => ("dpv", "dpv"),
        Wanted::Unit => ("kWh", "kWh"),
        Wanted::Register => ("kvk", "kvk"),
        Wanted::Law => ("NL", "NL"),
        Wanted::Scale => ("household", "huishouden"),
        Wanted::New => ("name", "naam"),
    };
    match lang {
        Lang::En => en,
        Lang::Nl => nl,
    }
}
