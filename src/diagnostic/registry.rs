//! The register of findings: every code the compiler can give, with its name, its level, a title, a
//! page that explains it, and an example that has the finding and one that no longer has it.
//!
//! The numbers are stable: a code is never used again for something else. Pages are Markdown in
//! `pages/`, examples are sources in `examples/findings/`; both are part of the compiler, so that
//! `meent explain M0301` works without a network and without the source tree.

pub use super::code::{Code, Entry, UnknownCode};
use super::{Level, Text};
use std::sync::LazyLock;

/// Every finding, in the order of the codes.
pub fn all() -> &'static [Entry] {
    &REGISTER
}

/// The finding with this code or this name: `M0301`, `m0301` or `unknown-name`.
pub fn find(text: &str) -> Option<&'static Entry> {
    all()
        .iter()
        .find(|e| e.slug == text || e.code.as_str().eq_ignore_ascii_case(text))
}

macro_rules! fixture {
    ($number:literal, $slug:literal, $file:literal) => {
        include_str!(concat!(
            "../../examples/findings/",
            $number,
            "-",
            $slug,
            "/",
            $file
        ))
    };
}

macro_rules! register {
    ($($name:ident = $number:literal, $slug:literal, $level:ident, acceptable: $acceptable:literal,
        en: $en:literal, nl: $nl:literal, bad: $bad:expr, good: $good:expr;)*) => {
        /// The rows of the register, which number the codes.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Row { $($name),* }

        /// The codes, by name.
        pub mod codes {
            use super::{Code, Row};
            $(#[doc = concat!($number, ": ", $en)] pub const $name: Code = Code(Row::$name as u16);)*
        }

        pub(super) static NUMBERS: &[&str] = &[$($number),*];

        pub(super) static REGISTER: LazyLock<Vec<Entry>> = LazyLock::new(|| vec![$(Entry {
            code: codes::$name,
            slug: $slug,
            level: Level::$level,
            title: Text::new($en, $nl),
            page: Text::new(
                include_str!(concat!("pages/", $number, ".en.md")),
                include_str!(concat!("pages/", $number, ".nl.md")),
            ),
            bad: $bad,
            good: $good,
            acceptable: $acceptable,
        }),*]);
    };
}

register! {
    UNEXPECTED = "M0101", "unexpected", Error, acceptable: false,
        en: "This is not what can stand here",
        nl: "Dit kan hier niet staan",
        bad: fixture!("M0101", "unexpected", "bad.meent"), good: fixture!("M0101", "unexpected", "good.meent");
    RESERVED_WORD = "M0102", "reserved-word", Error, acceptable: false,
        en: "A word of the language is used as a name",
        nl: "Een woord van de taal is als naam gebruikt",
        bad: fixture!("M0102", "reserved-word", "bad.meent"), good: fixture!("M0102", "reserved-word", "good.meent");
    MIXED_LANGUAGES = "M0103", "mixed-languages", Warning, acceptable: false,
        en: "Two keyword languages in one file",
        nl: "Twee talen door elkaar in één bestand",
        bad: fixture!("M0103", "mixed-languages", "bad.meent"), good: fixture!("M0103", "mixed-languages", "good.meent");
    NOT_TEXT = "M0104", "not-text", Error, acceptable: false,
        en: "This file is not text",
        nl: "Dit bestand is geen tekst",
        bad: "", good: fixture!("M0104", "not-text", "good.meent");
    EMPTY_SOURCE = "M0105", "empty-source", Error, acceptable: false,
        en: "There is nothing in this file",
        nl: "Er staat niets in dit bestand",
        bad: fixture!("M0105", "empty-source", "bad.meent"), good: fixture!("M0105", "empty-source", "good.meent");
    UNCLOSED = "M0106", "unclosed", Error, acceptable: false,
        en: "Something is opened and never closed",
        nl: "Iets wordt geopend en nooit gesloten",
        bad: fixture!("M0106", "unclosed", "bad.meent"), good: fixture!("M0106", "unclosed", "good.meent");
    TOO_DEEP = "M0107", "too-deep", Error, acceptable: false,
        en: "Nested too deeply",
        nl: "Te diep genest",
        bad: "", good: fixture!("M0107", "too-deep", "good.meent");
    TOO_LARGE = "M0108", "too-large", Error, acceptable: false,
        en: "This file is too large",
        nl: "Dit bestand is te groot",
        bad: "", good: fixture!("M0108", "too-large", "good.meent");
    MAY_NOT = "M0109", "may-not", Note, acceptable: false,
        en: "`may not` can be read in two ways",
        nl: "`may not` kan op twee manieren worden gelezen",
        bad: fixture!("M0109", "may-not", "bad.meent"), good: fixture!("M0109", "may-not", "good.meent");
    NO_SOURCE = "M0201", "no-source", Error, acceptable: false,
        en: "There is no source here",
        nl: "Hier staat geen bron",
        bad: "", good: fixture!("M0201", "no-source", "good.meent");
    BAD_MANIFEST = "M0202", "bad-manifest", Error, acceptable: false,
        en: "The settings file does not fit",
        nl: "Het instellingenbestand klopt niet",
        bad: fixture!("M0202", "bad-manifest", "bad/meent.toml"), good: fixture!("M0202", "bad-manifest", "good/meent.toml");
    IMPORT_CYCLE = "M0203", "import-cycle", Error, acceptable: false,
        en: "Files that use each other in a circle",
        nl: "Bestanden die elkaar in een kring gebruiken",
        bad: fixture!("M0203", "import-cycle", "bad/shared/trees.meent"), good: fixture!("M0203", "import-cycle", "good/shared/trees.meent");
    IMPORT_MISSING = "M0204", "import-missing", Error, acceptable: false,
        en: "The file that is used here is not there",
        nl: "Het bestand dat hier wordt gebruikt, is er niet",
        bad: fixture!("M0204", "import-missing", "bad.meent"), good: fixture!("M0204", "import-missing", "good.meent");
    NO_COMMONS = "M0205", "no-commons", Error, acceptable: false,
        en: "There are rules, but no commons",
        nl: "Er zijn regels, maar er is geen meent",
        bad: fixture!("M0205", "no-commons", "bad.meent"), good: fixture!("M0205", "no-commons", "good.meent");
    SEVERAL_COMMONS = "M0206", "several-commons", Error, acceptable: false,
        en: "More than one commons in one project",
        nl: "Meer dan één meent in één project",
        bad: fixture!("M0206", "several-commons", "bad.meent"), good: fixture!("M0206", "several-commons", "good.meent");
    UNKNOWN_LIBRARY = "M0207", "unknown-library", Error, acceptable: false,
        en: "There is no library of that name",
        nl: "Er is geen bibliotheek met die naam",
        bad: fixture!("M0207", "unknown-library", "bad.meent"), good: fixture!("M0207", "unknown-library", "good.meent");
    UNKNOWN_NAME = "M0301", "unknown-name", Error, acceptable: false,
        en: "Nothing has this name",
        nl: "Niets heeft deze naam",
        bad: fixture!("M0301", "unknown-name", "bad.meent"), good: fixture!("M0301", "unknown-name", "good.meent");
    WRONG_KIND = "M0302", "wrong-kind", Error, acceptable: false,
        en: "The name is of something else",
        nl: "De naam hoort bij iets anders",
        bad: fixture!("M0302", "wrong-kind", "bad.meent"), good: fixture!("M0302", "wrong-kind", "good.meent");
    DUPLICATE_NAME = "M0303", "duplicate-name", Error, acceptable: false,
        en: "Two things have the same name",
        nl: "Twee dingen hebben dezelfde naam",
        bad: fixture!("M0303", "duplicate-name", "bad.meent"), good: fixture!("M0303", "duplicate-name", "good.meent");
    TAXONOMY_CYCLE = "M0304", "taxonomy-cycle", Error, acceptable: false,
        en: "Things that lie within each other",
        nl: "Dingen die in elkaar liggen",
        bad: fixture!("M0304", "taxonomy-cycle", "bad.meent"), good: fixture!("M0304", "taxonomy-cycle", "good.meent");
    DESPITE_CYCLE = "M0305", "despite-cycle", Error, acceptable: false,
        en: "Rules that set each other aside",
        nl: "Regels die elkaar opzijzetten",
        bad: fixture!("M0305", "despite-cycle", "bad.meent"), good: fixture!("M0305", "despite-cycle", "good.meent");
    CLAUSE_TWICE = "M0306", "clause-twice", Error, acceptable: false,
        en: "The same clause twice",
        nl: "Dezelfde bepaling twee keer",
        bad: fixture!("M0306", "clause-twice", "bad.meent"), good: fixture!("M0306", "clause-twice", "good.meent");
    MISSING_CLAUSE = "M0307", "missing-clause", Error, acceptable: false,
        en: "A necessary clause is missing",
        nl: "Een noodzakelijke bepaling ontbreekt",
        bad: fixture!("M0307", "missing-clause", "bad.meent"), good: fixture!("M0307", "missing-clause", "good.meent");
    CONTRADICTORY_CLAUSES = "M0308", "contradictory-clauses", Error, acceptable: false,
        en: "Clauses that exclude each other",
        nl: "Bepalingen die elkaar uitsluiten",
        bad: fixture!("M0308", "contradictory-clauses", "bad.meent"), good: fixture!("M0308", "contradictory-clauses", "good.meent");
    UNKNOWN_CODE = "M0309", "unknown-code", Error, acceptable: false,
        en: "`accept` names a finding that cannot be accepted",
        nl: "`aanvaard` noemt een bevinding die niet te aanvaarden is",
        bad: fixture!("M0309", "unknown-code", "bad.meent"), good: fixture!("M0309", "unknown-code", "good.meent");
    UNNEEDED_ACCEPT = "M0310", "unneeded-accept", Warning, acceptable: false,
        en: "A finding is accepted that is not there",
        nl: "Er wordt een bevinding aanvaard die er niet is",
        bad: fixture!("M0310", "unneeded-accept", "bad.meent"), good: fixture!("M0310", "unneeded-accept", "good.meent");
    WRONG_TYPE = "M0401", "wrong-type", Error, acceptable: false,
        en: "The test does not fit the fact",
        nl: "De toets past niet bij het feit",
        bad: fixture!("M0401", "wrong-type", "bad.meent"), good: fixture!("M0401", "wrong-type", "good.meent");
    UNIT_MISMATCH = "M0402", "unit-mismatch", Error, acceptable: false,
        en: "The units do not match",
        nl: "De eenheden passen niet bij elkaar",
        bad: fixture!("M0402", "unit-mismatch", "bad.meent"), good: fixture!("M0402", "unit-mismatch", "good.meent");
    NOT_EXACT = "M0403", "not-exact", Error, acceptable: false,
        en: "A number more precise than the fact",
        nl: "Een getal dat nauwkeuriger is dan het feit",
        bad: fixture!("M0403", "not-exact", "bad.meent"), good: fixture!("M0403", "not-exact", "good.meent");
    BAD_DATE = "M0404", "bad-date", Error, acceptable: false,
        en: "There is no such day",
        nl: "Die dag bestaat niet",
        bad: fixture!("M0404", "bad-date", "bad.meent"), good: fixture!("M0404", "bad-date", "good.meent");
    NUMBER_TOO_LARGE = "M0405", "number-too-large", Error, acceptable: false,
        en: "The number is too large",
        nl: "Het getal is te groot",
        bad: fixture!("M0405", "number-too-large", "bad.meent"), good: fixture!("M0405", "number-too-large", "good.meent");
    IMPOSSIBLE_RANGE = "M0406", "impossible-range", Error, acceptable: false,
        en: "The limits leave nothing in between",
        nl: "De grenzen laten niets over",
        bad: fixture!("M0406", "impossible-range", "bad.meent"), good: fixture!("M0406", "impossible-range", "good.meent");
    CONDITION_TOO_BRANCHING = "M0407", "condition-too-branching", Error, acceptable: false,
        en: "The condition has too many branches",
        nl: "De voorwaarde heeft te veel vertakkingen",
        bad: fixture!("M0407", "condition-too-branching", "bad.meent"), good: fixture!("M0407", "condition-too-branching", "good.meent");
    MISPLACED_TERMS = "M0408", "misplaced-terms", Error, acceptable: false,
        en: "A deadline or recipient without a duty",
        nl: "Een termijn of ontvanger zonder plicht",
        bad: fixture!("M0408", "misplaced-terms", "bad.meent"), good: fixture!("M0408", "misplaced-terms", "good.meent");
    DESPITE_OUTER = "M0409", "despite-outer", Error, acceptable: false,
        en: "An inner rule against the outer commons",
        nl: "Een regel die tegen de bovenliggende meent ingaat",
        bad: fixture!("M0409", "despite-outer", "bad/inner/main.meent"), good: fixture!("M0409", "despite-outer", "good/inner/main.meent");
    UNSATISFIABLE_CONDITION = "M0501", "unsatisfiable-condition", Error, acceptable: false,
        en: "The condition can never be met",
        nl: "Aan de voorwaarde kan nooit worden voldaan",
        bad: fixture!("M0501", "unsatisfiable-condition", "bad.meent"), good: fixture!("M0501", "unsatisfiable-condition", "good.meent");
    DEAD_PERMISSION = "M0502", "dead-permission", Error, acceptable: false,
        en: "The permission never works",
        nl: "De toestemming werkt nooit",
        bad: fixture!("M0502", "dead-permission", "bad.meent"), good: fixture!("M0502", "dead-permission", "good.meent");
    CONTRADICTION = "M0503", "contradiction", Error, acceptable: false,
        en: "Two rules contradict each other",
        nl: "Twee regels spreken elkaar tegen",
        bad: fixture!("M0503", "contradiction", "bad.meent"), good: fixture!("M0503", "contradiction", "good.meent");
    CARVE_OUT = "M0504", "carve-out", Note, acceptable: true,
        en: "A prohibition read as an exception",
        nl: "Een verbod dat als uitzondering wordt gelezen",
        bad: fixture!("M0504", "carve-out", "bad.meent"), good: fixture!("M0504", "carve-out", "good.meent");
    OUTRUN_BY_OUTER = "M0505", "outrun-by-outer", Error, acceptable: false,
        en: "The outer commons forbids this",
        nl: "De bovenliggende meent verbiedt dit",
        bad: fixture!("M0505", "outrun-by-outer", "bad/inner/main.meent"), good: fixture!("M0505", "outrun-by-outer", "good/inner/main.meent");
    IDLE_DESPITE = "M0506", "idle-despite", Warning, acceptable: true,
        en: "A `despite` that does nothing",
        nl: "Een `ondanks` dat niets doet",
        bad: fixture!("M0506", "idle-despite", "bad.meent"), good: fixture!("M0506", "idle-despite", "good.meent");
    UNDECIDED = "M0507", "undecided", Warning, acceptable: false,
        en: "Not everything could be checked",
        nl: "Niet alles kon worden nagegaan",
        bad: "", good: fixture!("M0507", "undecided", "good.meent");
    SEPARATED_MEMBER = "M0508", "separated-member", Error, acceptable: false,
        en: "Someone is in two groups that must stay apart",
        nl: "Iemand zit in twee groepen die gescheiden horen te blijven",
        bad: fixture!("M0508", "separated-member", "bad.meent"), good: fixture!("M0508", "separated-member", "good.meent");
    CONTRADICTORY_FACTS = "M0509", "contradictory-facts", Error, acceptable: false,
        en: "The facts exclude each other",
        nl: "De feiten sluiten elkaar uit",
        bad: fixture!("M0509", "contradictory-facts", "bad.meent"), good: fixture!("M0509", "contradictory-facts", "good.meent");
    REDUNDANT = "M0510", "redundant", Warning, acceptable: true,
        en: "A rule that changes no answer",
        nl: "Een regel die geen antwoord verandert",
        bad: fixture!("M0510", "redundant", "bad.meent"), good: fixture!("M0510", "redundant", "good.meent");
    FORBIDDEN_DUTY = "M0511", "forbidden-duty", Error, acceptable: false,
        en: "A duty that may not be done",
        nl: "Een plicht die niet mag worden nagekomen",
        bad: fixture!("M0511", "forbidden-duty", "bad.meent"), good: fixture!("M0511", "forbidden-duty", "good.meent");
    DUTY_WITHOUT_PERMISSION = "M0512", "duty-without-permission", Error, acceptable: false,
        en: "A duty that nothing permits",
        nl: "Een plicht die niets toestaat",
        bad: fixture!("M0512", "duty-without-permission", "bad.meent"), good: fixture!("M0512", "duty-without-permission", "good.meent");
    CLASHING_DUTIES = "M0513", "clashing-duties", Error, acceptable: false,
        en: "Two duties exclude each other",
        nl: "Twee plichten sluiten elkaar uit",
        bad: fixture!("M0513", "clashing-duties", "bad.meent"), good: fixture!("M0513", "clashing-duties", "good.meent");
    FLOW = "M0514", "flow", Warning, acceptable: true,
        en: "A forbidden purpose can be reached another way",
        nl: "Een verboden doel is langs een andere weg te bereiken",
        bad: fixture!("M0514", "flow", "bad.meent"), good: fixture!("M0514", "flow", "good.meent");
    UNUSED = "M0601", "unused", Warning, acceptable: true,
        en: "Nothing uses this",
        nl: "Niets gebruikt dit",
        bad: fixture!("M0601", "unused", "bad.meent"), good: fixture!("M0601", "unused", "good.meent");
    UNREACHABLE = "M0602", "unreachable", Warning, acceptable: true,
        en: "No rule reaches this",
        nl: "Geen regel reikt tot hier",
        bad: fixture!("M0602", "unreachable", "bad.meent"), good: fixture!("M0602", "unreachable", "good.meent");
    SCENARIO_FAILS = "M0701", "scenario-fails", Error, acceptable: false,
        en: "The scenario comes out differently",
        nl: "Het scenario loopt anders af",
        bad: fixture!("M0701", "scenario-fails", "bad.meent"), good: fixture!("M0701", "scenario-fails", "good.meent");
    VOTE_NOT_CHECKED = "M0702", "vote-not-checked", Note, acceptable: false,
        en: "This vote can't be counted",
        nl: "Deze stemming is niet te tellen",
        bad: fixture!("M0702", "vote-not-checked", "bad.meent"), good: fixture!("M0702", "vote-not-checked", "good.meent");
    GAP_CONTROLLER = "M0801", "gap-controller", Warning, acceptable: true,
        en: "Personal data without a keeper",
        nl: "Persoonsgegevens zonder beheerder",
        bad: fixture!("M0801", "gap-controller", "bad.meent"), good: fixture!("M0801", "gap-controller", "good.meent");
    GAP_BASIS = "M0802", "gap-basis", Warning, acceptable: true,
        en: "Use of personal data without a legal basis",
        nl: "Gebruik van persoonsgegevens zonder grondslag",
        bad: fixture!("M0802", "gap-basis", "bad.meent"), good: fixture!("M0802", "gap-basis", "good.meent");
    GAP_SPECIAL_BASIS = "M0803", "gap-special-basis", Warning, acceptable: true,
        en: "Special data without an extra ground",
        nl: "Bijzondere gegevens zonder extra grond",
        bad: fixture!("M0803", "gap-special-basis", "bad.meent"), good: fixture!("M0803", "gap-special-basis", "good.meent");
    GAP_RETENTION = "M0804", "gap-retention", Warning, acceptable: true,
        en: "Personal data without a retention period",
        nl: "Persoonsgegevens zonder bewaartermijn",
        bad: fixture!("M0804", "gap-retention", "bad.meent"), good: fixture!("M0804", "gap-retention", "good.meent");
    GAP_RIGHT = "M0805", "gap-right", Warning, acceptable: true,
        en: "A right of people is not arranged",
        nl: "Een recht van mensen is niet geregeld",
        bad: fixture!("M0805", "gap-right", "bad.meent"), good: fixture!("M0805", "gap-right", "good.meent");
    GAP_CONTACT = "M0806", "gap-contact", Warning, acceptable: true,
        en: "Nobody to ask",
        nl: "Niemand om iets te vragen",
        bad: fixture!("M0806", "gap-contact", "bad.meent"), good: fixture!("M0806", "gap-contact", "good.meent");
    GAP_AMENDMENT = "M0807", "gap-amendment", Warning, acceptable: true,
        en: "No way to change the agreement",
        nl: "Geen manier om de overeenkomst te wijzigen",
        bad: fixture!("M0807", "gap-amendment", "bad.meent"), good: fixture!("M0807", "gap-amendment", "good.meent");
    BAD_TEMPLATE = "M0901", "bad-template", Error, acceptable: false,
        en: "A template that does not fit",
        nl: "Een sjabloon dat niet past",
        bad: "", good: fixture!("M0901", "bad-template", "good.meent");
    BAD_RECORD = "M1001", "bad-record", Error, acceptable: false,
        en: "A decision record does not fit",
        nl: "Een verslag klopt niet",
        bad: fixture!("M1001", "bad-record", "bad/record.toml"), good: fixture!("M1001", "bad-record", "good/record.toml");
    TOO_MANY_VOTES = "M1002", "too-many-votes", Error, acceptable: false,
        en: "More votes than can be",
        nl: "Meer stemmen dan er kunnen zijn",
        bad: fixture!("M1002", "too-many-votes", "bad/record.toml"), good: fixture!("M1002", "too-many-votes", "good/record.toml");
    NOT_A_VOTER = "M1003", "not-a-voter", Error, acceptable: false,
        en: "Someone who may not vote",
        nl: "Iemand die niet mag stemmen",
        bad: fixture!("M1003", "not-a-voter", "bad/ballots.csv"), good: fixture!("M1003", "not-a-voter", "good/ballots.csv");
    DOUBLE_VOTE = "M1004", "double-vote", Error, acceptable: false,
        en: "Someone counts twice",
        nl: "Iemand telt twee keer",
        bad: fixture!("M1004", "double-vote", "bad/ballots.csv"), good: fixture!("M1004", "double-vote", "good/ballots.csv");
    PROXY_NOT_ALLOWED = "M1005", "proxy-not-allowed", Error, acceptable: false,
        en: "A proxy that may not be",
        nl: "Een volmacht die niet kan",
        bad: fixture!("M1005", "proxy-not-allowed", "bad/register.csv"), good: fixture!("M1005", "proxy-not-allowed", "good/register.csv");
    LATE_BALLOT = "M1006", "late-ballot", Error, acceptable: false,
        en: "A ballot at the wrong time",
        nl: "Een stem op het verkeerde moment",
        bad: fixture!("M1006", "late-ballot", "bad/ballots.csv"), good: fixture!("M1006", "late-ballot", "good/ballots.csv");
    NOT_COUNTED = "M1007", "not-counted", Error, acceptable: false,
        en: "This record can't be counted",
        nl: "Dit verslag is niet te tellen",
        bad: fixture!("M1007", "not-counted", "bad/record.toml"), good: fixture!("M1007", "not-counted", "good/record.toml");
    NEVER_PASSES = "M1101", "never-passes", Error, acceptable: false,
        en: "A decision that can never be adopted",
        nl: "Een besluit dat nooit kan worden aangenomen",
        bad: fixture!("M1101", "never-passes", "bad.meent"), good: fixture!("M1101", "never-passes", "good.meent");
    MINORITY_PASSES = "M1102", "minority-passes", Warning, acceptable: true,
        en: "A minority can adopt this",
        nl: "Een minderheid kan dit aannemen",
        bad: fixture!("M1102", "minority-passes", "bad.meent"), good: fixture!("M1102", "minority-passes", "good.meent");
    BARE_QUORUM = "M1103", "bare-quorum", Warning, acceptable: true,
        en: "The quorum is not enough to decide",
        nl: "Het quorum is niet genoeg om te beslissen",
        bad: fixture!("M1103", "bare-quorum", "bad.meent"), good: fixture!("M1103", "bare-quorum", "good.meent");
    OPEN_TIE = "M1104", "open-tie", Warning, acceptable: true,
        en: "A vote that can stay without an outcome",
        nl: "Een stemming die zonder uitslag kan blijven",
        bad: fixture!("M1104", "open-tie", "bad.meent"), good: fixture!("M1104", "open-tie", "good.meent");
    IDLE_CASTING_VOTE = "M1105", "idle-casting-vote", Warning, acceptable: true,
        en: "A rule for ties that never acts",
        nl: "Een regel voor het staken van stemmen die nooit iets doet",
        bad: fixture!("M1105", "idle-casting-vote", "bad.meent"), good: fixture!("M1105", "idle-casting-vote", "good.meent");
    LONE_QUORUM = "M1106", "lone-quorum", Warning, acceptable: true,
        en: "One can decide alone",
        nl: "Eén kan alleen beslissen",
        bad: fixture!("M1106", "lone-quorum", "bad.meent"), good: fixture!("M1106", "lone-quorum", "good.meent");
    UNDECLARED_VETO = "M1107", "undeclared-veto", Warning, acceptable: true,
        en: "A veto that nobody declared",
        nl: "Een veto dat nergens staat",
        bad: fixture!("M1107", "undeclared-veto", "bad.meent"), good: fixture!("M1107", "undeclared-veto", "good.meent");
    POWERLESS_VOTER = "M1108", "powerless-voter", Warning, acceptable: true,
        en: "A vote that never changes the outcome",
        nl: "Een stem die nooit de uitslag verandert",
        bad: fixture!("M1108", "powerless-voter", "bad.meent"), good: fixture!("M1108", "powerless-voter", "good.meent");
    WEIGHTED_VETO = "M1109", "weighted-veto", Warning, acceptable: true,
        en: "One holder of votes decides alone, or stops everything",
        nl: "Eén houder van stemmen beslist alleen, of houdt alles tegen",
        bad: fixture!("M1109", "weighted-veto", "bad.meent"), good: fixture!("M1109", "weighted-veto", "good.meent");
    UNSTATED_DENOMINATOR = "M1110", "unstated-denominator", Warning, acceptable: true,
        en: "The outcome depends on something that is not said",
        nl: "De uitslag hangt af van iets wat er niet staat",
        bad: fixture!("M1110", "unstated-denominator", "bad.meent"), good: fixture!("M1110", "unstated-denominator", "good.meent");
    TWO_OR_NO_RULES = "M1111", "two-or-no-rules", Warning, acceptable: true,
        en: "Two decisions for one thing, or none",
        nl: "Twee besluiten voor één ding, of geen enkel",
        bad: fixture!("M1111", "two-or-no-rules", "bad.meent"), good: fixture!("M1111", "two-or-no-rules", "good.meent");
    UNSTATED_SILENCE = "M1112", "unstated-silence", Warning, acceptable: true,
        en: "Someone waits, and nobody has to decide",
        nl: "Iemand wacht, en niemand hoeft te beslissen",
        bad: fixture!("M1112", "unstated-silence", "bad.meent"), good: fixture!("M1112", "unstated-silence", "good.meent");
    CLOCKS_OUT_OF_ORDER = "M1113", "clocks-out-of-order", Error, acceptable: false,
        en: "Terms that can't be kept together",
        nl: "Termijnen die niet samengaan",
        bad: fixture!("M1113", "clocks-out-of-order", "bad.meent"), good: fixture!("M1113", "clocks-out-of-order", "good.meent");
    POWER_HELD_BY_NOBODY = "M1201", "power-held-by-nobody", Error, acceptable: false,
        en: "Power that nobody holds",
        nl: "Macht die niemand heeft",
        bad: fixture!("M1201", "power-held-by-nobody", "bad.meent"), good: fixture!("M1201", "power-held-by-nobody", "good.meent");
    SELF_APPOINTMENT = "M1202", "self-appointment", Warning, acceptable: true,
        en: "A body that chooses its own members",
        nl: "Een orgaan dat zijn eigen leden kiest",
        bad: fixture!("M1202", "self-appointment", "bad.meent"), good: fixture!("M1202", "self-appointment", "good.meent");
    CANT_BE_FILLED = "M1203", "cant-be-filled", Error, acceptable: false,
        en: "A body that can't get its first member",
        nl: "Een orgaan dat geen eerste lid kan krijgen",
        bad: fixture!("M1203", "cant-be-filled", "bad.meent"), good: fixture!("M1203", "cant-be-filled", "good.meent");
    INCUMBENTS = "M1204", "incumbents", Warning, acceptable: true,
        en: "Only those who sit there can replace themselves",
        nl: "Alleen wie er zit, kan zichzelf vervangen",
        bad: fixture!("M1204", "incumbents", "bad.meent"), good: fixture!("M1204", "incumbents", "good.meent");
    RECUSAL_TO_SAME = "M1205", "recusal-to-same", Error, acceptable: false,
        en: "Recusal falls back to the same people",
        nl: "Verschoning valt terug op dezelfde mensen",
        bad: fixture!("M1205", "recusal-to-same", "bad.meent"), good: fixture!("M1205", "recusal-to-same", "good.meent");
    ESCALATION_CYCLE = "M1206", "escalation-cycle", Error, acceptable: false,
        en: "A matter that is passed round without end",
        nl: "Een zaak die zonder einde rondgaat",
        bad: fixture!("M1206", "escalation-cycle", "bad.meent"), good: fixture!("M1206", "escalation-cycle", "good.meent");
    CHECKER_IS_CHECKED = "M1207", "checker-is-checked", Warning, acceptable: true,
        en: "The checker is the checked",
        nl: "Wie controleert, is wie wordt gecontroleerd",
        bad: fixture!("M1207", "checker-is-checked", "bad.meent"), good: fixture!("M1207", "checker-is-checked", "good.meent");
    APPEAL_TO_DECIDER = "M1208", "appeal-to-decider", Error, acceptable: false,
        en: "An appeal to those who decided",
        nl: "Beroep bij wie besliste",
        bad: fixture!("M1208", "appeal-to-decider", "bad.meent"), good: fixture!("M1208", "appeal-to-decider", "good.meent");
    ENDLESS_EMERGENCY = "M1209", "endless-emergency", Error, acceptable: false,
        en: "Emergency power without end",
        nl: "Noodbevoegdheid zonder einde",
        bad: fixture!("M1209", "endless-emergency", "bad.meent"), good: fixture!("M1209", "endless-emergency", "good.meent");
    ENTRENCHMENT_BYPASS = "M1210", "entrenchment-bypass", Warning, acceptable: true,
        en: "A guard that a weaker vote takes away first",
        nl: "Een slot dat een zwakkere stemming er eerst afhaalt",
        bad: fixture!("M1210", "entrenchment-bypass", "bad.meent"), good: fixture!("M1210", "entrenchment-bypass", "good.meent");
    EXIT_BLOCKED = "M1211", "exit-blocked", Warning, acceptable: true,
        en: "Members who can't leave in time",
        nl: "Leden die niet op tijd weg kunnen",
        bad: fixture!("M1211", "exit-blocked", "bad.meent"), good: fixture!("M1211", "exit-blocked", "good.meent");
    JUMP_TO_EXPULSION = "M1212", "jump-to-expulsion", Warning, acceptable: true,
        en: "A sanction that jumps to expulsion",
        nl: "Een maatregel die meteen ontzet",
        bad: fixture!("M1212", "jump-to-expulsion", "bad.meent"), good: fixture!("M1212", "jump-to-expulsion", "good.meent");
    WEAKER_THAN_LAW = "M1301", "weaker-than-law", Warning, acceptable: true,
        en: "Less than the law fills in",
        nl: "Minder dan de wet invult",
        bad: fixture!("M1301", "weaker-than-law", "bad.meent"), good: fixture!("M1301", "weaker-than-law", "good.meent");
    EXPULSION_WITHOUT_APPEAL = "M1302", "expulsion-without-appeal", Warning, acceptable: true,
        en: "Put out without an appeal",
        nl: "Eruit gezet zonder beroep",
        bad: fixture!("M1302", "expulsion-without-appeal", "bad.meent"), good: fixture!("M1302", "expulsion-without-appeal", "good.meent");
    UNGUARDED_AMENDMENT = "M1303", "unguarded-amendment", Error, acceptable: false,
        en: "A restriction that less can lift",
        nl: "Een beperking die met minder weg kan",
        bad: fixture!("M1303", "unguarded-amendment", "bad.meent"), good: fixture!("M1303", "unguarded-amendment", "good.meent");
    AGAINST_LAW = "M1304", "against-law", Error, acceptable: false,
        en: "What mandatory law does not allow",
        nl: "Wat dwingend recht niet toelaat",
        bad: fixture!("M1304", "against-law", "bad.meent"), good: fixture!("M1304", "against-law", "good.meent");
    AMENDMENT_NOT_ADOPTED = "M1401", "amendment-not-adopted", Error, acceptable: false,
        en: "A change that nobody has adopted",
        nl: "Een wijziging die niemand heeft aangenomen",
        bad: fixture!("M1401", "amendment-not-adopted", "bad/main.meent"), good: fixture!("M1401", "amendment-not-adopted", "good/main.meent");
    NOBODY_MAY_AMEND = "M1402", "nobody-may-amend", Error, acceptable: false,
        en: "A change that nobody may adopt",
        nl: "Een wijziging die niemand mag aannemen",
        bad: fixture!("M1402", "nobody-may-amend", "bad/main.meent"), good: fixture!("M1402", "nobody-may-amend", "good/main.meent");
    WRONG_DECISION = "M1403", "wrong-decision", Error, acceptable: false,
        en: "The wrong decision adopts a change",
        nl: "Het verkeerde besluit neemt een wijziging aan",
        bad: fixture!("M1403", "wrong-decision", "bad/decisions/record.toml"), good: fixture!("M1403", "wrong-decision", "good/decisions/record.toml");
    OUTDATED_RECORD = "M1404", "outdated-record", Error, acceptable: false,
        en: "A record adopts another change than this one",
        nl: "Een verslag neemt een andere wijziging aan dan deze",
        bad: fixture!("M1404", "outdated-record", "bad/decisions/record.toml"), good: fixture!("M1404", "outdated-record", "good/decisions/record.toml");
    VOTE_DOES_NOT_ADOPT = "M1405", "vote-does-not-adopt", Error, acceptable: false,
        en: "The vote on a change did not adopt it",
        nl: "De stemming heeft een wijziging niet aangenomen",
        bad: fixture!("M1405", "vote-does-not-adopt", "bad/decisions/record.toml"), good: fixture!("M1405", "vote-does-not-adopt", "good/decisions/record.toml");
    REPLAYED_RECORD = "M1406", "replayed-record", Error, acceptable: false,
        en: "A record is used a second time",
        nl: "Een verslag wordt voor de tweede keer gebruikt",
        bad: fixture!("M1406", "replayed-record", "bad/decisions/record.toml"), good: fixture!("M1406", "replayed-record", "good/decisions/record.toml");
    TAMPERED_RECORD = "M1407", "tampered-record", Error, acceptable: false,
        en: "A record or its table was changed afterwards",
        nl: "Een verslag of een tabel ervan is achteraf gewijzigd",
        bad: fixture!("M1407", "tampered-record", "bad/decisions/record.toml"), good: fixture!("M1407", "tampered-record", "good/decisions/record.toml");
    BAD_SIGNATURE = "M1408", "bad-signature", Error, acceptable: false,
        en: "A signature that is not good",
        nl: "Een handtekening die niet klopt",
        bad: fixture!("M1408", "bad-signature", "bad/decisions/record.toml"), good: fixture!("M1408", "bad-signature", "good/decisions/record.toml");
    MISSING_SIGNATURE = "M1409", "missing-signature", Error, acceptable: false,
        en: "A record is not signed by whom it should",
        nl: "Een verslag is niet getekend door wie dat moet",
        bad: fixture!("M1409", "missing-signature", "bad/decisions/record.toml"), good: fixture!("M1409", "missing-signature", "good/decisions/record.toml");
    TOO_EARLY = "M1410", "too-early", Error, acceptable: false,
        en: "A change would hold before it may",
        nl: "Een wijziging zou gelden voordat dat mag",
        bad: fixture!("M1410", "too-early", "bad/main.meent"), good: fixture!("M1410", "too-early", "good/main.meent");
    VERSION_NOT_RAISED = "M1411", "version-not-raised", Error, acceptable: false,
        en: "A change under the old version number",
        nl: "Een wijziging onder het oude versienummer",
        bad: fixture!("M1411", "version-not-raised", "bad/main.meent"), good: fixture!("M1411", "version-not-raised", "good/main.meent");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_from_how_it_is_written() {
        for entry in all() {
            assert_eq!(entry.code.to_string().parse::<Code>(), Ok(entry.code));
            assert_eq!(entry.slug.parse::<Code>(), Ok(entry.code));
            let json = serde_json::to_string(&entry.code).unwrap();
            assert_eq!(json, format!("\"{}\"", entry.code));
            assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), entry.code);
        }
        assert!("M9999".parse::<Code>().is_err());
        assert!("".parse::<Code>().is_err());
    }

    #[test]
    fn codes_are_in_order_and_lead_to_their_own_entry() {
        assert!(
            all()
                .windows(2)
                .all(|w| w[0].code < w[1].code && w[0].code.as_str() < w[1].code.as_str())
        );
        assert_eq!(codes::UNKNOWN_NAME.as_str(), "M0301");
        assert_eq!(codes::UNKNOWN_NAME.entry().slug, "unknown-name");
        assert_eq!(format!("{:>6}", codes::UNKNOWN_NAME), " M0301");
    }

    #[test]
    fn an_error_is_never_acceptable() {
        for entry in all() {
            assert!(
                !(entry.acceptable && entry.level == Level::Error),
                "{}",
                entry.code
            );
        }
    }
}
