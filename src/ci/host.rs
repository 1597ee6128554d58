//! Where a run takes place: what GitHub or GitLab says in the variables of the environment and in files, and the revision
//! that a pull request is compared with.

use crate::diagnostic::Text;
use crate::project::git::{GitError, Repository};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The variables of an environment.
pub type Variables = BTreeMap<OsString, OsString>;

/// Whose machine it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Github,
    Gitlab,
    /// Another CI, or a person.
    Other,
}

/// Where a run takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    pub kind: Kind,
    /// What the pull request would change, as the host tells it.
    proposal: Option<Proposal>,
    /// GitHub: the file that a summary for people is added to.
    pub summary: Option<PathBuf>,
    /// GitHub: the file that the values for other steps are added to.
    pub output: Option<PathBuf>,
}

/// A pull request, or GitLab's merge request.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Proposal {
    /// The revision that is checked out, if it is the merge of the proposal into its base.
    merged: Option<String>,
    /// A revision of the branch that it goes into.
    base: String,
    /// The base is the very revision to compare with: nothing was added to the branch since.
    exact: bool,
}

/// What a change is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    Revision(String),
    /// There is none, as this is no pull request.
    None,
    /// There is one, and it can't be had.
    Missing(Text),
}

impl Host {
    /// What an environment says. A file that can't be read says nothing.
    pub fn of(variables: &Variables) -> Self {
        let text = |name: &str| {
            let value = variables.get(OsStr::new(name))?.to_str()?;
            (!value.is_empty()).then(|| value.to_string())
        };
        let path = |name: &str| text(name).map(PathBuf::from);
        let kind = match (text("GITHUB_ACTIONS"), text("GITLAB_CI")) {
            (Some(_), _) => Kind::Github,
            (None, Some(_)) => Kind::Gitlab,
            (None, None) => Kind::Other,
        };
        let proposal = match kind {
            Kind::Github => github(&text),
            Kind::Gitlab => gitlab(&text),
            Kind::Other => None,
        };
        let of_github = |name| path(name).filter(|_| kind == Kind::Github);
        Host {
            kind,
            proposal,
            summary: of_github("GITHUB_STEP_SUMMARY"),
            output: of_github("GITHUB_OUTPUT"),
        }
    }

    /// The revision to compare with: the one that was asked for, or that of the pull request. `folder` is one in the
    /// repository.
    pub fn base(&self, asked: Option<&str>, folder: &Path) -> Base {
        if let Some(asked) = asked.filter(|a| !a.is_empty()) {
            return Base::Revision(asked.to_string());
        }
        let Some(proposal) = &self.proposal else {
            return Base::None;
        };
        let found = Repository::around(folder).and_then(|r| self.find(proposal, &r));
        found.unwrap_or_else(|error| Base::Missing(error.text()))
    }

    fn find(&self, proposal: &Proposal, repository: &Repository) -> Result<Base, GitError> {
        // GitHub checks out the merge of the pull request into its base: then the base is the first parent, as it is
        // now, whatever was merged since the request was opened.
        if let Some(merged) = &proposal.merged {
            let head = repository.parents("HEAD")?;
            let same = repository.parents(merged)? == head;
            if let ([base, _], true) = (head.as_slice(), same) {
                return Ok(Base::Revision(base.clone()));
            }
        }
        if proposal.exact && repository.knows(&proposal.base)? {
            return Ok(Base::Revision(proposal.base.clone()));
        }
        Ok(match repository.merge_base(&proposal.base, "HEAD")? {
            Some(base) => Base::Revision(base),
            None => Base::Missing(self.missing(repository.is_shallow()?)),
        })
    }

    fn missing(&self, shallow: bool) -> Text {
        match (shallow, self.kind) {
            (true, Kind::Gitlab) => Text::new(
                "The version before this change is not in this clone, which is cut short. Set the variable GIT_DEPTH to \"0\" for this job.",
                "De versie voor deze wijziging zit niet in deze kloon, want die is ingekort. Zet voor deze taak de variabele GIT_DEPTH op \"0\".",
            ),
            (true, _) => Text::new(
                "The version before this change is not in this clone, which is cut short. Give actions/checkout `fetch-depth: 0`.",
                "De versie voor deze wijziging zit niet in deze kloon, want die is ingekort. Geef actions/checkout `fetch-depth: 0`.",
            ),
            (false, _) => Text::new(
                "The version before this change is not in this clone. Fetch the branch that the change goes into, or give its revision with --base.",
                "De versie voor deze wijziging zit niet in deze kloon. Haal de tak op waar de wijziging heen gaat, of geef de revisie met --base.",
            ),
        }
    }
}

/// What the event of GitHub says of a pull request. Of all that is in it, only the digest of a revision is taken.
fn github(text: &dyn Fn(&str) -> Option<String>) -> Option<Proposal> {
    let event = std::fs::read_to_string(text("GITHUB_EVENT_PATH")?).ok()?;
    let event: Value = serde_json::from_str(&event).ok()?;
    let of = |path: &str| revision(event.pointer(path)?.as_str()?);
    let queued = of("/merge_group/base_sha");
    let base = of("/pull_request/base/sha").or_else(|| queued.clone())?;
    Some(Proposal {
        merged: text("GITHUB_SHA").as_deref().and_then(revision),
        base,
        exact: queued.is_some(),
    })
}

fn gitlab(text: &dyn Fn(&str) -> Option<String>) -> Option<Proposal> {
    let of = |name: &str| revision(&text(name)?);
    // Only a pipeline of the merged result has the first.
    let target = of("CI_MERGE_REQUEST_TARGET_BRANCH_SHA");
    let base = target.or_else(|| of("CI_MERGE_REQUEST_DIFF_BASE_SHA"))?;
    Some(Proposal {
        merged: None,
        base,
        exact: true,
    })
}

/// The digest of a revision, if a text is one.
fn revision(text: &str) -> Option<String> {
    let plain = text.bytes().all(|b| b.is_ascii_hexdigit());
    (plain && (40..=64).contains(&text.len())).then(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(pairs: &[(&str, &str)]) -> Host {
        let pairs = pairs
            .iter()
            .map(|(n, v)| (OsString::from(n), OsString::from(v)));
        Host::of(&pairs.collect())
    }

    #[test]
    fn an_environment_says_where_it_is() {
        assert_eq!(host(&[]).kind, Kind::Other);
        assert_eq!(host(&[("GITLAB_CI", "true")]).kind, Kind::Gitlab);
        let github = host(&[
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_OUTPUT", "/o"),
            ("GITHUB_EVENT_PATH", "/no"),
        ]);
        assert_eq!((github.kind, github.proposal), (Kind::Github, None));
        assert_eq!(github.output, Some(PathBuf::from("/o")));
        // Files of GitHub are written to at GitHub only.
        assert_eq!(host(&[("GITHUB_OUTPUT", "/o")]).output, None);
    }

    #[test]
    fn only_the_digest_of_a_revision_is_a_base() {
        let base = |sha: &str| {
            host(&[("GITLAB_CI", "1"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", sha)]).proposal
        };
        assert!(base(&"a1".repeat(20)).is_some());
        assert!(base("--upload-pack=x").is_none());
        assert!(base("main").is_none());
    }
}
