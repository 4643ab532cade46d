//! Verifies that no row of the audit log was changed, taken out or moved.

use super::{hash_of, head_text, read_entry};
use crate::db::{DbError, Pool, sql};
use crate::keys::ServerKeys;
use domain::ids::Day;
use std::collections::HashMap;

/// Rows read at once.
const PAGE: i64 = 1_000;

/// Why the log does not verify; the first fault in the order of the log.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AuditFault {
    /// No row has this number, but a later one exists or a signed day ends later.
    #[error("監査記録の {0} 番がありません")]
    Missing(i64),
    /// The row with this number is not as it was written, or not in its place.
    #[error("監査記録の {0} 番が、書かれたときから変わっています")]
    Changed(i64),
    /// The signature over the end of this day does not verify.
    #[error("{0} の監査記録の署名が正しくありません")]
    Signature(Day),
    /// The database could not be read.
    #[error("データベースを読めません: {0}")]
    Read(String),
}

impl From<DbError> for AuditFault {
    fn from(error: DbError) -> Self {
        Self::Read(error.to_string())
    }
}

/// Verifies the whole log; returns how many rows it has.
pub async fn verify(readers: &Pool, keys: &ServerKeys) -> Result<i64, AuditFault> {
    let mut ends: HashMap<i64, Vec<u8>> = HashMap::new();
    let (mut bad_signature, mut last_signed) = (None, 0);
    for row in &sql!(audit / audit_heads).fetch_all(readers).await? {
        let (day, seq): (Day, i64) = (row.try_get("day")?, row.try_get("seq")?);
        let (hash, signature): (Vec<u8>, String) =
            (row.try_get("hash")?, row.try_get("signature")?);
        if !keys.verify_text(&head_text(&day, seq, &hash), &signature) {
            bad_signature.get_or_insert(day);
        }
        last_signed = last_signed.max(seq);
        ends.insert(seq, hash);
    }
    let (mut seq, mut before) = (0, Vec::new());
    loop {
        let rows = sql!(audit / audit_entries_after)
            .bind(seq)
            .bind(PAGE)
            .fetch_all(readers)
            .await?;
        for row in &rows {
            let (entry, hash) = read_entry(row)?;
            if entry.seq != seq + 1 {
                return Err(AuditFault::Missing(seq + 1));
            }
            let signed = ends.get(&entry.seq);
            if hash != hash_of(&before, &entry) || signed.is_some_and(|it| *it != hash) {
                return Err(AuditFault::Changed(entry.seq));
            }
            (seq, before) = (entry.seq, hash);
        }
        if rows.is_empty() {
            break;
        }
    }
    if last_signed > seq {
        return Err(AuditFault::Missing(seq + 1));
    }
    bad_signature.map_or(Ok(seq), |day| Err(AuditFault::Signature(day)))
}
