//! Conversations with the language server, over the standard streams of the real binary.

#[path = "support/lsp.rs"]
mod support;

#[path = "lsp/lifecycle.rs"]
mod lifecycle;
#[path = "lsp/navigation.rs"]
mod navigation;
