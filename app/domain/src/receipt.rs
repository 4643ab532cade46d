//! The server's signed receipt of a submitted sheet: content hash, log number and time.
//!
//! With the receipt and the answers, anyone can verify both offline.

use super::ids::{FactId, ItemId};
use super::sheet::{Sheet, SheetId};
use crate::timestamp::Timestamp;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Receipt of one submission, signed with the server's Ed25519 key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Sequence number of the 提出 in the server's log.
    pub number: i64,
    pub sheet: SheetId,
    /// By the server's clock.
    pub taken_at: Timestamp,
    /// Hash of the submitted answers, see [`content_hash`].
    pub content: String,
    /// The server's Ed25519 public key, 32 bytes in hexadecimal.
    pub key: String,
    /// Signature over [`Receipt::signed_message`], 64 bytes in hexadecimal.
    pub signature: String,
}

/// Why a receipt does not verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptFault {
    /// The signature does not verify with the receipt's key.
    Signature,
    /// The sheet's answers are not the ones that were submitted.
    Content,
}

impl Receipt {
    /// The signed message: one JSON value a line. The first names the format and its version.
    pub fn signed_message(&self) -> String {
        let parts: [Value; 6] = [
            "michishirube receipt 1".into(),
            self.number.into(),
            serde_json::json!(self.sheet),
            self.taken_at.as_millis().into(),
            self.content.as_str().into(),
            self.key.as_str().into(),
        ];
        // JSON escapes line feeds, so no value can run into the next line.
        parts.map(|it| it.to_string()).join("\n")
    }

    /// Whether the signature verifies with the key in the receipt. Whether that key is the server's is not checked.
    pub fn has_valid_signature(&self) -> bool {
        let read = || {
            let key = VerifyingKey::from_bytes(&decode_hex(&self.key)?).ok()?;
            let signature = Signature::from_bytes(&decode_hex(&self.signature)?);
            key.verify_strict(self.signed_message().as_bytes(), &signature)
                .ok()
        };
        read().is_some()
    }

    /// Verifies the signature, and that `sheet` has the submitted content.
    pub fn verify(&self, sheet: &Sheet) -> Result<(), ReceiptFault> {
        if !self.has_valid_signature() {
            Err(ReceiptFault::Signature)
        } else if content_hash(sheet) != self.content {
            Err(ReceiptFault::Content)
        } else {
            Ok(())
        }
    }
}

/// SHA-256, in hexadecimal, of every current answer as a JSON array of `[item, fact, value]`, sorted by item.
pub fn content_hash(sheet: &Sheet) -> String {
    let answers: Vec<(&ItemId, &FactId, &Value)> = sheet
        .answers()
        .map(|(item, answer)| (item, &answer.fact, &answer.value))
        .collect();
    let text = serde_json::json!(answers).to_string();
    hex::encode(Sha256::digest(text))
}

/// Decodes hexadecimal; `None` unless it is exactly `N` bytes.
fn decode_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Cycle;
    use crate::fact::{Fact, FactBody};
    use ed25519_dalek::{Signer, SigningKey};
    use serde_json::json;

    fn fact(value: Value) -> Fact {
        Fact {
            id: "f".into(),
            device: "d".into(),
            n: 1,
            sheet: receipt().sheet,
            body: FactBody::Answer {
                item: "q".into(),
                value,
                settles: Vec::new(),
            },
            replaces: None,
            noted_at: Timestamp(0),
        }
    }

    fn receipt() -> Receipt {
        Receipt {
            number: 17,
            sheet: SheetId {
                person: "E0001".into(),
                instrument: "self_scoring_sheet".into(),
                cycle: Cycle::in_year(2026)[2],
            },
            taken_at: Timestamp(1_767_225_600_000),
            content: String::new(),
            key: String::new(),
            signature: String::new(),
        }
    }

    fn signed(sheet: &Sheet) -> Receipt {
        let key = SigningKey::from_bytes(&[7; 32]);
        let mut receipt = Receipt {
            content: content_hash(sheet),
            key: hex::encode(key.verifying_key().as_bytes()),
            ..receipt()
        };
        receipt.signature = hex::encode(key.sign(receipt.signed_message().as_bytes()).to_bytes());
        receipt
    }

    #[test]
    fn a_receipt_verifies_only_the_submitted_content() {
        let sheet = Sheet::from_facts(&[fact(json!("窓口"))]);
        let receipt = signed(&sheet);
        assert_eq!(receipt.verify(&sheet), Ok(()));
        let other = Sheet::from_facts(&[fact(json!("窓囗"))]);
        assert_eq!(receipt.verify(&other), Err(ReceiptFault::Content));
    }

    #[test]
    fn changing_any_receipt_field_invalidates_the_signature() {
        let receipt = signed(&Sheet::from_facts(&[fact(json!(3))]));
        assert!(receipt.has_valid_signature());
        let mut others = vec![receipt.clone(); 5];
        others[0].number += 1;
        others[1].taken_at.0 += 1;
        others[2].sheet.person = "E0002".into();
        others[3].content = receipt.content.replace(|it: char| it.is_ascii_digit(), "a");
        others[4].key = hex::encode(SigningKey::from_bytes(&[8; 32]).verifying_key().as_bytes());
        assert!(others.iter().all(|it| !it.has_valid_signature()));
    }
}
