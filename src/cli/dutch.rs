//! The command line in Dutch: the help, and what is wrong with a command.
//!
//! The command itself is declared once, in English; here each of its texts is looked up. A test fails when one is missing.

use crate::diagnostic::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;

/// The texts, English first.
const TEXTS: &[(&str, &str)] = &[
    (
        "The compiler for data commons: one source becomes an agreement, machine policies and a transparency page",
        "De compiler voor datameenten: één bron wordt een overeenkomst, regels voor machines en een transparantiepagina",
    ),
    (
        "Serve an editor with findings, completions and all else that it asks (the Language Server Protocol)",
        "Bedien een editor met bevindingen, aanvullingen en wat hij verder vraagt (het Language Server Protocol)",
    ),
    (
        "Language of what is shown in the editor [default: the setting meent.language, or that of the editor]",
        "Taal van wat in de editor staat [anders: de instelling meent.language, of de taal van de editor]",
    ),
    (
        "Write what happens to this file, behind what is in it",
        "Schrijf wat er gebeurt in dit bestand, achter wat erin staat",
    ),
    (
        "Accepted, as many editors give it: the standard streams are the only way",
        "Mag erbij staan, omdat veel editors het meegeven: het gaat altijd over de standaardstromen",
    ),
    (
        "Start a new commons: sources that check clean, scenarios, settings and a CI file",
        "Begin een nieuwe meent: bronnen zonder fouten, scenario's, instellingen en een CI-bestand",
    ),
    (
        "Look for mistakes, contradictions and gaps",
        "Zoek fouten, tegenspraken en gaten",
    ),
    (
        "Make the agreement, the policies and the transparency page",
        "Maak de overeenkomst, de regels voor machines en de transparantiepagina",
    ),
    (
        "Show the page and the agreement in the browser, again after each save, with the findings",
        "Toon de pagina en de overeenkomst in de browser, na elke keer opslaan opnieuw, met de bevindingen",
    ),
    (
        "The port to take [default: the first free one from 6336 on]; 0 takes any",
        "De poort [anders: de eerste vrije vanaf 6336]; 0 neemt er een die vrij is",
    ),
    ("Open it in the browser", "Open haar in de browser"),
    (
        "Ask whether someone may do something, and why",
        "Vraag of iemand iets mag, en waarom",
    ),
    (
        "Tell what a change means: which answers and which clauses are not what they were",
        "Vertel wat een wijziging betekent: welke antwoorden en welke bepalingen anders zijn dan ze waren",
    ),
    (
        "The version before: a file or folder, a git revision (main, HEAD~2, v1.0), or REVISION:PATH",
        "De versie ervoor: een bestand of map, een git-revisie (main, HEAD~2, v1.0), of REVISIE:PAD",
    ),
    (
        "The version after; without it, what is on the disk",
        "De versie erna; zonder dit: wat er op de schijf staat",
    ),
    (
        "Where the project stands, on the disk and in the revisions [default: where the other version is, or the project above the current folder]",
        "Waar het project staat, op de schijf en in de revisies [anders: waar de andere versie staat, of het project boven de huidige map]",
    ),
    (
        "End with 1 if anything changed",
        "Eindig met 1 als er iets is gewijzigd",
    ),
    (
        "How the difference is written",
        "Hoe het verschil wordt geschreven: human (voor mensen), markdown (voor een pull request) of json",
    ),
    (
        "Say whether decision records adopt a change of the agreement, so that it may be merged",
        "Zeg of verslagen een wijziging van de overeenkomst aannemen, zodat zij mag worden samengevoegd",
    ),
    (
        "The version before: a git revision (main, HEAD~2, v1.0), REVISION:PATH, or a folder",
        "De versie ervoor: een git-revisie (main, HEAD~2, v1.0), REVISIE:PAD, of een map",
    ),
    (
        "Where the project stands, on the disk and in the revision [default: the one above the current folder]",
        "Waar het project staat, op de schijf en in de revisie [anders: dat boven de huidige map]",
    ),
    (
        "Judge nothing; say what has to be adopted, by whom and how, with a record to fill in",
        "Beoordeel niets; zeg wat moet worden aangenomen, door wie en hoe, met een verslag om in te vullen",
    ),
    (
        "The day on which it is judged: a vote of a later day does not count yet",
        "De dag waarop het wordt beoordeeld: een stemming van een latere dag telt nog niet",
    ),
    (
        "How the outcome is written",
        "Hoe de uitslag wordt geschreven: human (voor mensen), markdown (voor een pull request), json, sarif, junit, github of gitlab",
    ),
    (
        "Hold a pull request to all of it at once: findings, scenarios, layout, outputs, what changes, and whether it was adopted",
        "Kijk een pull request in één keer na: bevindingen, scenario's, opmaak, uitvoer, wat er wijzigt, en of het is aangenomen",
    ),
    (
        "The version before: a git revision [default: what the pull request goes into]",
        "De versie ervoor: een git-revisie [anders: waar het pull request in gaat]",
    ),
    (
        "Steps to leave out, with commas between: check, test, fmt, build, diff, amend",
        "Stappen om over te slaan, met komma's ertussen: check, test, fmt, build, diff, amend",
    ),
    (
        "A folder to write reports to: meent.sarif, junit.xml, codequality.json and summary.md",
        "Een map om rapporten in te schrijven: meent.sarif, junit.xml, codequality.json en summary.md",
    ),
    (
        "Show who may do what with which data for which purpose",
        "Toon wie wat mag met welke gegevens voor welk doel",
    ),
    ("Only for these groups", "Alleen voor deze groepen"),
    (
        "Only for these members and parties",
        "Alleen voor deze leden en partijen",
    ),
    (
        "Only for someone in no group at all",
        "Alleen voor iemand in geen enkele groep",
    ),
    (
        "Only about these actions, and those within them",
        "Alleen over deze handelingen, en wat daarbinnen valt",
    ),
    (
        "Only about these datasets and fields",
        "Alleen over deze datasets en velden",
    ),
    (
        "Only for these purposes, and those within them",
        "Alleen voor deze doelen, en wat daarbinnen valt",
    ),
    (
        "How the matrix is written [default: what the name of the file ends with, or for people]",
        "Hoe de matrix wordt geschreven: human (voor mensen), json, html of csv [anders: waar de naam van het bestand op eindigt]",
    ),
    (
        "Write it to this file, whole or not at all",
        "Schrijf naar dit bestand, helemaal of helemaal niet",
    ),
    (
        "Run the scenarios of the source, and show which rules they cover",
        "Reken de scenario's van de bron na, en toon welke regels ze raken",
    ),
    (
        "Count a decision record: each test with its numbers, the outcome, and minutes",
        "Tel een verslag: elke toets met zijn getallen, de uitslag, en notulen",
    ),
    (
        "The decision record, a TOML file",
        "Het verslag, een TOML-bestand",
    ),
    (
        "The project that it belongs to [default: the one above the record's folder]",
        "Het project waar het bij hoort [standaard: dat boven de map van het verslag]",
    ),
    (
        "A folder to write the minutes to, as Markdown and HTML in both languages",
        "Een map om de notulen in te schrijven, als Markdown en HTML in beide talen",
    ),
    (
        "Lay out sources in the one way, or rewrite their keywords in the other language",
        "Zet bronnen in de ene vaste opmaak, of herschrijf hun sleutelwoorden in de andere taal",
    ),
    (
        "Explain a finding by its code, or how an answer comes about; without anything, list all findings",
        "Leg een bevinding uit aan de hand van haar code, of hoe een antwoord tot stand komt; zonder iets: toon alle bevindingen",
    ),
    (
        "Print the completions for a shell",
        "Schrijf de aanvulling voor een shell",
    ),
    (
        "Language of the messages [default: from LC_ALL, LC_MESSAGES or LANG]",
        "Taal van de meldingen: en of nl [anders: uit LC_ALL, LC_MESSAGES of LANG]",
    ),
    (
        "How findings and answers are written",
        "Hoe bevindingen en antwoorden worden geschreven: human (voor mensen), json, short (één regel elk); en waar er bevindingen zijn ook sarif, junit, github of gitlab (voor CI)",
    ),
    (
        "When to use colours; NO_COLOR is respected",
        "Wanneer er kleuren zijn: auto, always (altijd) of never (nooit); NO_COLOR geldt",
    ),
    (
        "Say nothing when there is nothing wrong",
        "Zeg niets als er niets mis is",
    ),
    ("A file or folder", "Een bestand of map"),
    (
        "The member or party that asks",
        "Het lid dat of de partij die vraagt",
    ),
    (
        "Someone in exactly these groups asks",
        "Iemand in precies deze groepen vraagt",
    ),
    (
        "Someone in no group at all asks",
        "Iemand in geen enkele groep vraagt",
    ),
    (
        "What to do; without it, everything",
        "Wat te doen; zonder dit: alles",
    ),
    (
        "With which datasets or fields; without it, all data",
        "Met welke datasets of velden; zonder dit: alle gegevens",
    ),
    (
        "What for; without it, every purpose",
        "Waarvoor; zonder dit: elk doel",
    ),
    (
        "What is known of a fact: consent, consent=no, households-in-result=12, since=2026-03-01",
        "Wat er van een feit bekend is: toestemming, toestemming=nee, huishoudens-in-resultaat=12, sinds=2026-03-01",
    ),
    (
        "A decision that has passed",
        "Een besluit dat is aangenomen",
    ),
    (
        "A decision that has not passed",
        "Een besluit dat niet is aangenomen",
    ),
    ("The day of the request", "De dag van de aanvraag"),
    (
        "Read the request as JSON from a file; `-` is the standard input",
        "Lees de aanvraag als JSON uit een bestand; `-` is de standaardinvoer",
    ),
    (
        "The folder to write to [default: what meent.toml says, or `build` in the project]",
        "De map om in te schrijven [anders: wat meent.toml zegt, of `build` in het project]",
    ),
    (
        "Write nothing; end with 1 if the folder is not what the source makes",
        "Schrijf niets; eindig met 1 als de map niet is wat de bron oplevert",
    ),
    (
        "From this level on, findings end with 1 [default: error]",
        "Vanaf dit niveau eindigen bevindingen met 1: note (alles), warning (waarschuwingen en fouten) of error (fouten) [anders: error]",
    ),
    (
        "End with 1 if there are warnings, too: the same as --fail-level warning",
        "Eindig ook bij waarschuwingen met 1: hetzelfde als --fail-level warning",
    ),
    (
        "Leave the findings out that this file lists: they were there before",
        "Laat de bevindingen weg die in dit bestand staan: die waren er al",
    ),
    (
        "Write the findings to this file, as a baseline, and end with 0",
        "Schrijf de bevindingen als oude bevindingen naar dit bestand, en eindig met 0",
    ),
    (
        "The code or the name of a finding (M0503, contradiction); with a request, a file or folder",
        "De code of de naam van een bevinding (M0503, contradiction); bij een aanvraag: een bestand of map",
    ),
    (
        "Explain this answer, as `meent ask --format json` wrote it; `-` is the standard input",
        "Leg dit antwoord uit, zoals `meent ask --format json` het schreef; `-` is de standaardinvoer",
    ),
    (
        "Files and folders; `-` reads the standard input and writes the standard output",
        "Bestanden en mappen; `-` leest de standaardinvoer en schrijft naar de standaarduitvoer",
    ),
    (
        "Write nothing; end with 1 and name the files that would change",
        "Schrijf niets; eindig met 1 en noem de bestanden die zouden wijzigen",
    ),
    (
        "Rewrite the keywords in this language, and nothing else (for the language of the messages: `meent --lang nl fmt`)",
        "Herschrijf de sleutelwoorden in deze taal, en niets anders (voor de taal van de meldingen: `meent --lang nl fmt`)",
    ),
    (
        "The folder to make [default: one with the name of the commons]",
        "De map om te maken [anders: een met de naam van de meent]",
    ),
    (
        "What the commons is about",
        "Waar de meent over gaat: energy (slimme meters), health (metingen thuis) of blank (leeg)",
    ),
    (
        "Language of the source and of the messages",
        "Taal van de bron en van de meldingen: en of nl",
    ),
    (
        "Name of the commons, as in \"Neighbourhood Energy\"",
        "Naam van de meent, zoals \"Buurtenergie\"",
    ),
    ("Town where it has its seat", "Plaats waar zij zetelt"),
    (
        "Ask nothing; take what is usual for what is not given",
        "Vraag niets; neem wat gebruikelijk is voor wat er niet bij staat",
    ),
    (
        "End with 1 if a rule is covered by no scenario, too",
        "Eindig ook met 1 als geen scenario een regel raakt",
    ),
    (
        "The shell",
        "De shell: bash, zsh, fish, elvish of powershell",
    ),
];

const EXIT_CODES: &str = "\
Exitcodes:
  0  in orde
  1  bevindingen: fouten in de bron (met --fail-level ook waarschuwingen of opmerkingen), een
     scenario dat mislukt, een verslag dat wordt geweigerd, een wijziging die niet is aangenomen,
     een bestand zonder vaste opmaak, een map die niet is wat de bron oplevert
  2  een fout in de opdracht, invoer die niet te lezen is, uitvoer die niet te schrijven is

Zonder pad geldt het project boven de huidige map: de dichtstbijzijnde map met een meent.toml,
of anders de dichtstbijzijnde met .meent-bestanden.";

const ASK: &str = "\
Voorbeelden (een pad, als je dat geeft, komt eerst):
  meent ask --in onderzoekers --action lezen --data metingen --purpose zorgonderzoek
  meent ask --as stad --action publiceren --data straatbelasting --with toestemming woningen=12 --passed goedkeuren
  meent ask examples/health --json aanvraag.json

Namen zijn die van de bron; `meent ask` zonder meer noemt ze. Wat het antwoord ook is, de exitcode
is 0; 1 als de bron fouten heeft, en 2 als de vraag niet te begrijpen is.";

const EXPLAIN: &str = "\
Voorbeelden:
  meent explain M0503
  meent explain --in onderzoekers --action lezen --data metingen --purpose zorgonderzoek
  meent explain examples/energy --json aanvraag.json
  meent explain examples/energy --answer antwoord.json

Bij een aanvraag staat er, regel voor regel, hoe het antwoord tot stand komt; wat er eerst staat,
is dan het pad van het project. Een antwoord is wat `meent ask --format json` schrijft.";

const MATRIX: &str = "\
Voorbeelden (een pad, als je dat geeft, komt eerst):
  meent matrix --for onderzoekers
  meent matrix examples/energy --data meterstanden
  meent matrix --format html -o matrix.html

Elk geval staat in precies één rij. Wat in geen tabel staat, is niet geregeld, en mag dus niet.";

/// The language that a command asks for, before it is understood.
pub fn asked(arguments: &[OsString]) -> Lang {
    let mut texts = arguments.iter().skip(1).map(|a| a.to_string_lossy());
    let mut first = None;
    while let Some(text) = texts.next() {
        let value = match text.strip_prefix("--lang") {
            Some("") => texts.next().map(|v| v.to_string()),
            Some(rest) => rest.strip_prefix('=').map(str::to_string),
            None => {
                if first.is_none() && !text.starts_with('-') {
                    first = Some(text.to_string());
                }
                None
            }
        };
        // `fmt --lang` is about the source.
        if let (Some(value), false) = (value, first.as_deref() == Some("fmt")) {
            return if value == "nl" { Lang::Nl } else { Lang::En };
        }
    }
    super::terminal::from_environment()
}

fn text(english: &str) -> Option<&'static str> {
    let found = TEXTS
        .iter()
        .find(|(en, _)| *en == english.trim_end_matches('.'));
    found.map(|(_, nl)| *nl)
}

/// The command with its texts in Dutch.
pub fn command(command: Command) -> Command {
    let subcommands: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_string())
        .collect();
    let mut command = one(command, EXIT_CODES)
        .subcommand_help_heading("Opdrachten")
        .subcommand_value_name("OPDRACHT")
        .disable_version_flag(true)
        .arg(flag("version", 'V', ArgAction::Version, "Toon de versie"));
    for name in subcommands {
        let after = match name.as_str() {
            "ask" => ASK,
            "explain" => EXPLAIN,
            "matrix" => MATRIX,
            _ => "",
        };
        command = command.mut_subcommand(name, |c| one(c, after));
    }
    command
}

fn one(command: Command, after: &'static str) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let about = about.as_deref().and_then(text).unwrap_or_default();
    let mut place = 0;
    let command = command
        .about(about)
        .long_about(about)
        .help_template("{about-with-newline}\nGebruik: {usage}\n\n{all-args}{after-help}")
        .mut_args(|arg| {
            let help = arg.get_help().map(ToString::to_string);
            let heading = if arg.is_positional() {
                "Argumenten"
            } else {
                "Opties"
            };
            let takes = arg.get_action().takes_values();
            // Under a heading of our own they would be sorted by name.
            place += 1;
            let arg = match arg.is_positional() {
                true => arg.display_order(place),
                false => arg,
            };
            let arg = arg.help_heading(heading);
            let arg = if takes {
                arg.hide_possible_values(true)
            } else {
                arg
            };
            match help.as_deref().and_then(text) {
                Some(help) => arg.help(help),
                None => arg,
            }
        })
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, "Toon deze hulp"));
    if after.is_empty() {
        command
    } else {
        command.after_help(after).after_long_help(after)
    }
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    let arg = Arg::new(name).short(short).long(name).action(action);
    arg.help(help).help_heading("Opties")
}

/// What is wrong with a command, in Dutch; none for what is not a mistake.
pub fn mistake(error: &clap::Error) -> Option<String> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let said = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::UnknownArgument => {
            let near = context(ContextKind::SuggestedArg);
            let near = if near.is_empty() {
                near
            } else {
                format!(" Bedoel je `{near}`?")
            };
            format!("`{argument}` kent deze opdracht niet.{near}")
        }
        ErrorKind::InvalidSubcommand => {
            let near = context(ContextKind::SuggestedSubcommand);
            let near = if near.is_empty() {
                near
            } else {
                format!(" Bedoel je `{near}`?")
            };
            format!(
                "Er is geen opdracht `{}`.{near}",
                context(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            let known = context(ContextKind::ValidValue);
            let known = if known.is_empty() {
                known
            } else {
                format!(" Kies uit: {known}.")
            };
            if value.is_empty() {
                format!("Achter `{argument}` hoort een waarde.{known}")
            } else {
                format!("`{value}` kan niet bij `{argument}`.{known}")
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("`{argument}` kan maar één keer.")
            } else {
                format!("`{argument}` en `{other}` gaan niet samen.")
            }
        }
        ErrorKind::MissingRequiredArgument => format!("Er ontbreekt: {argument}."),
        ErrorKind::MissingSubcommand => "Er ontbreekt een opdracht.".to_string(),
        _ => "Deze opdracht is niet te begrijpen.".to_string(),
    };
    Some(format!("fout: {said} `meent --help` noemt alles."))
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_text_of_the_command_line_is_in_dutch() {
        let command = Cli::command();
        let mut missing = Vec::new();
        for c in std::iter::once(&command).chain(command.get_subcommands()) {
            let about = c.get_about().map(ToString::to_string).unwrap_or_default();
            let help = c.get_arguments().filter_map(|a| a.get_help());
            let all = std::iter::once(about).chain(help.map(ToString::to_string));
            missing.extend(all.filter(|t| text(t).is_none()));
        }
        assert!(missing.is_empty(), "{missing:#?}");
        super::command(Cli::command()).debug_assert();
    }

    #[test]
    fn the_language_is_known_before_the_command_is() {
        let of = |text: &str| asked(&text.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of("meent check --lang nl"), Lang::Nl);
        assert_eq!(of("meent --lang=nl --help"), Lang::Nl);
        assert_eq!(of("meent --lang en check"), Lang::En);
        assert_eq!(of("meent --lang nl fmt --lang en"), Lang::Nl);
    }
}
