//! A pushed fact with the bytes that are stored for it.

use api::Code;
use domain::fact::Fact;
use sha2::{Digest, Sha256};

/// A pushed fact with its text.
#[derive(Clone, Debug)]
pub(crate) struct IncomingFact {
    pub(crate) fact: Fact,
    /// The fact as JSON.
    pub(crate) text: String,
}

impl IncomingFact {
    pub(crate) fn of(fact: Fact) -> Result<Self, Code> {
        let text = serde_json::to_string(&fact).map_err(|_| Code::BadRequest)?;
        Ok(Self { fact, text })
    }

    /// SHA-256 of [`Self::text`].
    pub(crate) fn digest(&self) -> Vec<u8> {
        Sha256::digest(self.text.as_bytes()).to_vec()
    }
}
