//! Signatures over a record: those that `ssh-keygen -Y sign -n meent-record` makes.

use super::keys::Keys;
use crate::model::{Decision, Holder};
use crate::record::file::{Put, Record};
use ssh_key::{Error, HashAlg, PublicKey, SshSig};

/// What the signatures are for: one that was made for something else, such as a commit, is none over a record.
pub const NAMESPACE: &str = "meent-record";

/// Why a signature is not good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bad {
    /// It can't be read as a signature of OpenSSH.
    NoSignature,
    /// It was made for this other purpose.
    OtherPurpose(String),
    /// The key with this fingerprint is in no register of the version before.
    UnknownKey(String),
    /// The key is this member's, but it did not sign these bytes.
    NotOverThis(String),
}

/// The member who signed these bytes.
///
/// # Errors
/// Why it is no good signature.
pub fn signer(keys: &Keys, bytes: &[u8], signature: &[u8]) -> Result<String, Bad> {
    let signature = SshSig::from_pem(signature).map_err(|_| Bad::NoSignature)?;
    if signature.namespace() != NAMESPACE {
        return Err(Bad::OtherPurpose(signature.namespace().to_string()));
    }
    let key = PublicKey::from(signature.public_key().clone());
    let Some((known, member)) = keys.member(key.key_data()) else {
        let print = key.fingerprint(HashAlg::Sha256).to_string();
        return Err(Bad::UnknownKey(print));
    };
    match known.verify(NAMESPACE, bytes, &signature) {
        Ok(()) => Ok(member.to_string()),
        Err(Error::Namespace) => Err(Bad::OtherPurpose(signature.namespace().to_string())),
        Err(_) => Err(Bad::NotOverThis(member.to_string())),
    }
}

/// Who has to sign the record of a decision: so many of each holder.
pub fn asked(decision: &Decision) -> &[(i64, Holder)] {
    &decision.signed_by
}

/// The tables of a record that a signature over it does not cover, because the record does not give their digest.
pub fn not_covered(record: &Record) -> Vec<&Put<String>> {
    let (electorate, ballots) = (&record.electorate, &record.ballots);
    let tables = [
        (&electorate.register, &electorate.sha256),
        (&ballots.file, &ballots.sha256),
    ];
    let open = tables.into_iter().filter(|(_, digest)| digest.is_none());
    open.filter_map(|(table, _)| table.as_ref()).collect()
}
