//! Prose: puts the model into words, in English and Dutch.
//!
//! Names with their articles, numbers with their units, dates, conditions, whole rules and duties as sentences.
//! Messages, answers, the agreement and the page all speak through here, so that they say the same thing.
//! It imports the model and nothing later.
