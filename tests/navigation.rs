//! Finding one's way in sources: names and what they stand for, and all that an editor offers with them.

#[path = "navigation/features.rs"]
mod features;
#[path = "navigation/hovers.rs"]
mod hovers;
#[path = "navigation/marked.rs"]
mod marked;
#[path = "navigation/renames.rs"]
mod renames;
#[path = "navigation/uses.rs"]
mod uses;
