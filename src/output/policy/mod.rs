//! Machine policies: the same rules for engines that decide without a person.
//!
//! One canonical decision stands behind all of them (docs/semantics): a closed world, prohibitions before permissions, a missing
//! fact never permits. A target that can't say something exactly leans to *no*, and the place is listed.

mod bundle;
pub mod cedar;
mod cedar_condition;
pub mod odrl;
mod odrl_duty;
mod odrl_names;
mod odrl_profile;
mod odrl_region;
pub mod rego;
mod rego_tests;
mod request;
mod schema;
pub mod tables;

use super::{Context, Made};
use crate::diagnostic::Diagnostic;

/// All files below `policy/`.
///
/// # Errors
/// What keeps a policy from being made.
pub fn make(ctx: &Context) -> Result<Made, Vec<Diagnostic>> {
    let mut made = Made {
        artifacts: rego::make(ctx),
        approximations: Vec::new(),
    };
    for target in [cedar::make(ctx), odrl::make(ctx)] {
        made.artifacts.extend(target.artifacts);
        made.approximations.extend(target.approximations);
    }
    made.artifacts.push(schema::make(ctx));
    made.artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(made)
}
