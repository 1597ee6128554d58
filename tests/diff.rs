//! `meent diff`: in scratch repositories, on real edits of the examples, and against brute force.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn meent(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meent"))
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A repository with the examples, committed on `main`.
struct Scratch {
    folder: TempDir,
}

impl Scratch {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for example in ["city", "energy", "health"] {
            let to = folder.path().join("examples").join(example);
            fs::create_dir_all(&to).unwrap();
            for entry in fs::read_dir(root().join("examples").join(example)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
                }
            }
        }
        let scratch = Scratch { folder };
        git(scratch.top(), &["init", "-q", "-b", "main", "."]);
        scratch.commit("As it was");
        scratch
    }

    fn top(&self) -> &Path {
        self.folder.path()
    }

    fn example(&self, name: &str) -> PathBuf {
        self.top().join("examples").join(name)
    }

    fn commit(&self, message: &str) {
        git(self.top(), &["add", "-A"]);
        git(self.top(), &["commit", "-q", "-m", message]);
    }

    /// Replaces a text in a file of an example; it must stand there.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.top().join("examples").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(&path, text.replace(from, to)).unwrap();
    }

    /// The files of an example.
    fn files(&self, example: &str) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.example(example))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "meent"))
            .collect();
        files.sort();
        files
    }

    fn diff(&self, example: &str, arguments: &[&str]) -> (i32, String) {
        let mut all = vec!["diff"];
        all.extend(arguments);
        let output = meent(&self.example(example), &all);
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!text.contains("panicked"), "{text}");
        (output.status.code().unwrap_or(-1), text)
    }
}

/// An edit of an example: name, example, and what is replaced in which file.
type Edit = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
);

const EDITS: &[Edit] = &[
    (
        "city-institutes-see-registers",
        "city",
        &[(
            "city/rules.meent",
            "city-departments may read, aggregate, analyse air-quality, traffic-counts, building-register for city-planning",
            "city-departments, institutes may read, aggregate, analyse air-quality, traffic-counts, building-register for city-planning",
        )],
    ),
    (
        "city-survey-kept-shorter-and-no-planning-for-companies",
        "city",
        &[
            (
                "city/data.meent",
                "retention at most 5 years",
                "retention at most 2 years",
            ),
            (
                "city/rules.meent",
                "    if approve-city-use has passed\n  because \"A small firm",
                "    if approve-city-use has passed and people-in-result at least 25\n  because \"A small firm",
            ),
        ],
    ),
    (
        "city-stronger-amendment",
        "city",
        &[
            (
                "city/deciding.meent",
                "quorum 1/10 of members measured at opening\n  passes with 3/4",
                "quorum 1/5 of members measured at opening\n  passes with 4/5",
            ),
            (
                "city/deciding.meent",
                "seats 7: 4 elected by city-assembly, 2 drawn from residents",
                "seats 7: 3 elected by city-assembly, 3 drawn from residents",
            ),
        ],
    ),
    (
        "energy-smaller-groups",
        "energy",
        &[
            (
                "energy/rules.meent",
                "homes-in-result at least 10",
                "homes-in-result at least 5",
            ),
            (
                "energy/rules.meent",
                "homes-in-result less than 10",
                "homes-in-result less than 5",
            ),
        ],
    ),
    (
        "energy-coaches-see-street-load",
        "energy",
        &[
            (
                "energy/rules.meent",
                "city-departments may read, analyse neighbourhood-figures, street-load for energy-poverty, heat-plan",
                "city-departments may read, analyse neighbourhood-figures for energy-poverty",
            ),
            (
                "energy/rules.meent",
                "  then must delete heat-pump-readings, home-profile within 30 days\n",
                "",
            ),
        ],
    ),
    (
        "energy-no-advice-by-bill",
        "energy",
        &[(
            "energy/rules.meent",
            "rule no-car-tracking",
            "rule no-bills \"Bills stay at home\" nl \"De rekening blijft thuis\" {\n  nobody may use home-profile.energy-bill\n  despite help-with-bills\n}\nrule no-car-tracking",
        )],
    ),
    (
        "health-consent-for-figures",
        "health",
        &[(
            "health/rules.meent",
            "  gezondheidsdiensten mogen zorgcijfers lezen, analyseren, visualiseren voor gezondheid-van-de-regio, zorgbeleid\n",
            "  gezondheidsdiensten mogen zorgcijfers lezen, analyseren, visualiseren voor gezondheid-van-de-regio, zorgbeleid\n    als toegang-verlenen is aangenomen\n",
        )],
    ),
    (
        "health-outbreaks-kept-longer",
        "health",
        &[
            (
                "health/rules.meent",
                "dan moeten onderzoeksset verwijderen binnen 60 dagen",
                "dan moeten onderzoeksset verwijderen binnen 120 dagen",
            ),
            (
                "health/data.meent",
                "bewaartermijn hoogstens 5 jaar",
                "bewaartermijn hoogstens 8 jaar",
            ),
            (
                "health/deciding.meent",
                "veto door ethische-commissie over onderzoeksset, genoom binnen 14 dagen definitief",
                "veto door ethische-commissie over onderzoeksset, genoom binnen 14 dagen opschortend",
            ),
        ],
    ),
    (
        "health-pharmacies-out",
        "health",
        &[(
            "health/rules.meent",
            "apotheken mogen onderzoeksset.diagnosegroep, onderzoeksset.leeftijdsgroep, onderzoeksset.verloop analyseren voor veilige-medicijnen",
            "onderzoekers mogen onderzoeksset analyseren voor veilige-medicijnen",
        )],
    ),
];

#[test]
fn real_edits_of_the_examples_read_as_sentences() {
    let scratch = Scratch::new();
    for (name, example, edits) in EDITS {
        git(scratch.top(), &["checkout", "-q", "--", "."]);
        for (file, from, to) in *edits {
            scratch.edit(file, from, to);
        }
        for lang in ["en", "nl"] {
            let (code, text) = scratch.diff(example, &["main", "--lang", lang]);
            assert!(code < 2, "{text}");
            insta::assert_snapshot!(format!("{name}-{lang}"), text);
        }
    }
}
