//! A visit as it leaves the tablet: padded to one length and encrypted to the server, for one event.

use crate::crypto::sealed_box::{self, BoxPublicKey, BoxSecretKey};
use crate::ids::EventId;
use crate::text_newtype::text_newtype;

/// Bytes that every visit is padded to, so that the length of an encrypted one discloses nothing.
const PADDED_LEN: usize = 1_024;

text_newtype!(
    /// A visit, or a blank, that only the server can read: hexadecimal, [`ENCRYPTED_LEN`] characters.
    EncryptedVisit
);

/// Characters of an [`EncryptedVisit`].
pub const ENCRYPTED_LEN: usize = 2 * (PADDED_LEN + sealed_box::OVERHEAD);

const PURPOSE: &str = "michishirube visit 1";

/// Pads a visit's JSON and encrypts it for the event. An empty text is a blank, which fills up a small batch. `None`
/// if it is too long or `server` is not a public key.
pub fn encrypt_visit(
    visit: &str,
    event: &EventId,
    server: &BoxPublicKey,
    random: [u8; 32],
) -> Option<EncryptedVisit> {
    let text = format!("{event}\n{visit}");
    (text.len() <= PADDED_LEN).then_some(())?;
    let padding = " ".repeat(PADDED_LEN - text.len());
    sealed_box::encrypt(PURPOSE, &(text + &padding), server, random).map(EncryptedVisit)
}

/// The JSON of a visit, if it was encrypted for this server and this event; empty for a blank.
pub fn decrypt_visit(
    server: &BoxSecretKey,
    visit: &EncryptedVisit,
    event: &EventId,
) -> Option<String> {
    let text = server.decrypt(PURPOSE, visit.as_str())?;
    let visit = text.strip_prefix(event.as_str())?.strip_prefix('\n')?;
    Some(visit.trim_end_matches(' ').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_visits_have_one_length_and_decrypt_for_their_event_only() {
        let server = BoxSecretKey::from_bytes([7; 32]);
        let encrypt = |text: &str, byte| {
            encrypt_visit(text, &"EVENT".into(), &server.public_key(), [byte; 32]).expect("a visit")
        };
        let (short, long, blank) = (
            encrypt("{}", 1),
            encrypt(&"あ".repeat(300), 2),
            encrypt("", 3),
        );
        assert!(
            [short.as_str(), long.as_str(), blank.as_str()]
                .iter()
                .all(|it| it.len() == ENCRYPTED_LEN)
        );
        assert_eq!(
            decrypt_visit(&server, &short, &"EVENT".into()).as_deref(),
            Some("{}")
        );
        assert_eq!(
            decrypt_visit(&server, &long, &"EVENT".into()),
            Some("あ".repeat(300))
        );
        assert_eq!(
            decrypt_visit(&server, &blank, &"EVENT".into()).as_deref(),
            Some("")
        );
        assert_eq!(decrypt_visit(&server, &short, &"OTHER".into()), None);
        assert_eq!(
            decrypt_visit(&BoxSecretKey::from_bytes([8; 32]), &short, &"EVENT".into()),
            None
        );
        assert_eq!(
            encrypt_visit(
                &"x".repeat(1_025),
                &"EVENT".into(),
                &server.public_key(),
                [1; 32]
            ),
            None
        );
    }
}
