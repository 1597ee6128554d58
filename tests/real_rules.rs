//! Rules by which real communities decide, re-modelled in our words in `tests/real-rules/`: what the analysis finds in
//! each, why that is real, and what it rightly leaves alone.
//!
//! Only figures and facts were taken over, no sentences. Each file says what our words can't say about its rules.

use meent::Project;
use meent::diagnostic::{Diagnostic, Lang, Level, render};
use std::path::PathBuf;

/// A code, the title that the finding names, and why that is real, or why it is rightly left alone.
type Claim = (&'static str, &'static str, &'static str);

struct Rules {
    name: &'static str,
    project: Project,
    found: Vec<Diagnostic>,
}

impl Rules {
    fn of(name: &'static str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/real-rules")
            .join(format!("{name}.meent"));
        let project = Project::load(Some(&path));
        let checked = project.check();
        assert!(checked.scenarios.len() >= 2, "{name}");
        let found = checked.diagnostics.into_iter();
        Rules {
            name,
            found: found.filter(|d| d.level >= Level::Warning).collect(),
            project,
        }
    }

    /// Everything that is claimed is found, nothing that is left alone is, and nothing is found that no claim explains.
    fn hold(&self, finds: &[Claim], leaves: &[Claim]) {
        let is = |d: &Diagnostic, (code, title, _): &Claim| {
            d.code.as_str() == *code && d.message.get(Lang::En).contains(title)
        };
        for claim in finds {
            assert!(self.found.iter().any(|d| is(d, claim)), "{claim:?}");
        }
        for d in &self.found {
            assert!(finds.iter().any(|claim| is(d, claim)), "{d:#?}");
        }
        for claim in leaves {
            assert!(!self.found.iter().any(|d| is(d, claim)), "{claim:?}");
            // A title that is not in the source would be left alone by any check.
            let sources = &self.project.loaded.sources;
            let known = sources.iter().any(|(_, file)| file.text.contains(claim.1));
            assert!(known, "{claim:?}");
        }
        let sources = &self.project.loaded.sources;
        let format = render::Format::Human;
        let text = render::render(&self.found, sources, Lang::En, format, false, 110);
        insta::assert_snapshot!(format!("real_rules_{}", self.name), text);
    }
}

#[test]
fn debian() {
    Rules::of("debian").hold(
        &[
            (
                "M1202",
                "Technical Committee",
                "The committee proposes its own members. That the Leader must agree is what our words leave out; that nobody \
                 comes in whom the committee does not want is real.",
            ),
            (
                "M1202",
                "Project Secretary",
                "The Secretary in office takes part in appointing the next one.",
            ),
        ],
        &[
            (
                "M1210",
                "Amending the constitution",
                "Three to one guards itself: no simple resolution changes how the constitution is changed.",
            ),
            (
                "M1102",
                "General Resolution",
                "With 48 voters and more for than against, few decide for many, but never a minority of those who voted.",
            ),
            (
                "M1105",
                "Appointing to the Technical Committee",
                "The chair's casting vote acts on a simple majority, and the quorum of two leaves room for a tie.",
            ),
            (
                "M1103",
                "Amending the constitution",
                "48 who all vote for it are enough.",
            ),
            (
                "M1208",
                "Overruling a Developer",
                "The appeal goes to all Developers, not to the committee that decided.",
            ),
        ],
    );
}

#[test]
fn python() {
    Rules::of("pep13").hold(
        &[],
        &[
            (
                "M1204",
                "Filling a vacancy",
                "The council fills its own vacancies, but all its seats are put to a vote of the core team each year.",
            ),
            (
                "M1210",
                "Changing this document",
                "Two thirds of the core team change everything, that rule too, and nothing asks for more.",
            ),
            (
                "M1107",
                "Ejecting a core team member",
                "Four of five are needed, so one may be against; two are a veto, which two thirds of five say.",
            ),
            (
                "M1106",
                "Changing this document",
                "No quorum is asked, so that two votes to one decide for a hundred is what the rule says.",
            ),
        ],
    );
}

#[test]
fn apache() {
    let two = "A committee of two can't bring three votes. Apache asks for three members at the least, which is elsewhere.";
    Rules::of("apache").hold(
        &[
            ("M1103", "Changing code", two),
            ("M1103", "Releasing a package", two),
            ("M1103", "Inviting a committer", two),
            ("M1103", "Inviting to the committee", two),
        ],
        &[
            (
                "M1107",
                "Changing code",
                "One vote against stops a change of code: that veto is declared, by asking for less than one against.",
            ),
            (
                "M1102",
                "Releasing a package",
                "Three in favour are enough only if they are more than those against.",
            ),
            (
                "M1102",
                "Lazy consensus",
                "Nobody need be in favour: that is what lazy consensus means.",
            ),
            (
                "M1203",
                "Board of the foundation",
                "Its directors are known; who elects them is outside this model.",
            ),
        ],
    );
}

#[test]
fn w3c() {
    Rules::of("w3c").hold(
        &[
            (
                "M1207",
                "Council",
                "Whether a member of the Council must stand aside is for the Council itself to say.",
            ),
            (
                "M1211",
                "Changing the Process",
                "A new Process binds from the day on which it is adopted; who leaves gives notice of three months.",
            ),
        ],
        &[
            (
                "M1208",
                "Hearing a formal objection",
                "What the Council decides can be appealed before the Advisory Committee, which is somebody else.",
            ),
            (
                "M1202",
                "Council",
                "Its members are elected to the board and the architecture group by the members.",
            ),
            (
                "M1102",
                "Advancing a specification",
                "Silence consents, and says so.",
            ),
            (
                "M1206",
                "Hearing a formal objection",
                "Objections go from the committee to the Council and stop there.",
            ),
        ],
    );
}

#[test]
fn openstreetmap() {
    let proxies = "Ten members are a quorum and proxies count, without a cap on how many one may hold: in 2018 a hundred \
                   people of one firm joined in a day.";
    Rules::of("osmf").hold(
        &[
            ("M1106", "Ordinary resolution", proxies),
            ("M1106", "Special resolution: changing the articles", proxies),
            ("M1106", "Removing a director", proxies),
            (
                "M1104",
                "Decisions of the board",
                "The chair can be away, and then nobody breaks a tie.",
            ),
        ],
        &[
            (
                "M1210",
                "Special resolution: changing the articles",
                "An ordinary resolution takes half of the votes, but no article can be changed by it.",
            ),
            (
                "M1101",
                "Special resolution: changing the articles",
                "Three quarters of the votes cast can be reached.",
            ),
            (
                "M1204",
                "Decisions of the board",
                "The members elect the directors and can remove them.",
            ),
            (
                "M1302",
                "Expelling a member",
                "No appeal is given. Book 2 of the Dutch Civil Code would ask for one; this is an English company.",
            ),
        ],
    );
}
