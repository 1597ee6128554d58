//! What an example of a finding shows: those of the source, and of the record or the version before that lie beside it.

use meent::Project;
use meent::diagnostic::Diagnostic;
use meent::record::gate::{Side, gate};
use meent::source::Sources;
use std::path::Path;

pub fn findings(path: &Path) -> (Vec<Diagnostic>, Sources) {
    let project = Project::load(Some(path));
    let checked = project.check();
    // A finding about a decision record is shown by the record beside the source.
    let record = path.join("record.toml");
    if record.exists()
        && let Err(refused) = meent::record::tally(&project, &checked.model, &record)
    {
        let all = checked.diagnostics.into_iter().chain(refused.diagnostics);
        return (all.collect(), refused.sources);
    }
    // A finding about a change is shown by the version before, beside the source.
    let base = path.join("base");
    if base.exists() {
        let before = Project::load(Some(&base));
        let before_checked = before.check();
        let old = Side {
            project: &before,
            model: &before_checked.model,
        };
        let new = Side {
            project: &project,
            model: &checked.model,
        };
        let gate = gate(old, new, None);
        let all = checked.diagnostics.into_iter().chain(gate.findings);
        return (all.collect(), gate.sources);
    }
    (checked.diagnostics, project.loaded.sources)
}
