//! Ids: the place of a declaration in the model's list of its kind.

use serde::Serialize;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub struct $name(pub u32);

        impl $name {
            pub fn new(index: usize) -> Self {
                $name(index as u32)
            }

            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    GroupId, PartyId,
    /// A dataset or a field.
    DataId,
    PurposeId, ActionId, FactId, RuleId, BodyId, DecisionId, SanctionId, RightId,
}
