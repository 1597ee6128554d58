//! Conversations with the language server, over the standard streams of the real binary.

#[path = "support/lsp.rs"]
mod support;

#[path = "lsp/actions.rs"]
mod actions;
#[path = "lsp/assist.rs"]
mod assist;
#[path = "lsp/findings.rs"]
mod findings;
#[path = "lsp/lifecycle.rs"]
mod lifecycle;
#[path = "lsp/malformed.rs"]
mod malformed;
#[path = "lsp/navigation.rs"]
mod navigation;
#[path = "lsp/projects.rs"]
mod projects;
#[path = "lsp/pull.rs"]
mod pull;
#[path = "lsp/texts.rs"]
mod texts;

/// Two rules that contradict each other (M0503).
const BAD: &str = include_str!("../examples/findings/M0503-contradiction/bad.meent");
/// The same, settled.
const GOOD: &str = include_str!("../examples/findings/M0503-contradiction/good.meent");
