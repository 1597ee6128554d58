//! Requests: "may this party do this, to this, for this, in this case?"

use crate::model::{ActionId, DataId, FactKey, GroupId, PartyId, PurposeId, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// A party that the source names, with its known groups.
    Party(PartyId),
    /// Someone in exactly these groups and those above them. None: an outsider.
    Groups(Vec<GroupId>),
}

/// A resolved request. An empty list on an axis is the whole axis: all actions, all data, all purposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub asker: Asker,
    pub actions: Vec<ActionId>,
    pub data: Vec<DataId>,
    pub purposes: Vec<PurposeId>,
    /// What is known. What is left out is unknown. The moment is here too, as `FactKey::Moment`.
    pub facts: BTreeMap<FactKey, Value>,
}

/// A request as data users and policy engines send it: names and plain JSON values.
///
/// Numbers are in the fact's unit divided by 10^decimals, as whole numbers (the JSON Schema of requests says so);
/// dates are `YYYY-MM-DD`; choices are their names; the moment is `YYYY-MM-DD` or an RFC 3339 instant in UTC
/// (`2026-03-01T12:00:00Z`). A fact of the wrong type counts as unknown, and an unknown name makes the answer
/// "not provided for"; both are listed in the answer's problems. All policies made from a source do the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct RawRequest {
    pub party: RawParty,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<String>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub facts: Map<String, Json>,
    /// Decisions by id: `true` has passed, `false` has not; left out is unknown.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub decisions: Map<String, Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<String>,
}

/// `{"member": "id"}` or `{"groups": ["id", …]}`; exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct RawParty {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
}
