pub mod analysis;
pub mod data;
pub mod diagnostic;
pub mod model;
pub mod output;
pub mod prose;
pub mod source;
pub mod syntax;
