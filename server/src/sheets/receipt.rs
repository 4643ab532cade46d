//! Receipts: the server signs what it accepted, and later verifies that what it stores is still the same.

use crate::db::{Connection, Database, DbError, Location, OpenError, Pool, sql};
use crate::keys::{KeyError, ServerKeys};
use crate::sheets::log;
use domain::receipt::{Receipt, ReceiptFault};
use domain::sheet::Sheet;
use std::path::Path;

/// Stores a receipt, in the transaction of the fact that it is for.
pub(crate) async fn store(connection: &mut Connection, receipt: &Receipt) -> Result<(), DbError> {
    let body = serde_json::to_string(receipt).map_err(|error| DbError::Encode(error.into()))?;
    sql!(sheets / insert_receipt)
        .bind(receipt.number)
        .bind(receipt.sheet.instrument.as_str())
        .bind(receipt.sheet.cycle.to_string())
        .bind(body)
        .execute(connection)
        .await?;
    Ok(())
}

/// Why a receipt does not verify.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// The file could not be read or decoded: its path and the cause.
    #[error("受領証 {0} を読めません: {1}")]
    File(String, String),
    /// The database could not be opened or migrated.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The server's key was not found.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A query of the database failed.
    #[error("データベースを読めません: {0}")]
    Read(#[from] DbError),
    /// The signature does not verify, or another key made it.
    #[error(
        "受領番号 {0}: 署名が正しくありません。受領証が書き換えられているか、別のサーバーのものです"
    )]
    Signature(i64),
    /// The database has no receipt with this number.
    #[error(
        "受領番号 {0}: この受領証の控えがありません（保存期間を過ぎて削除されたか、控えから戻した後のものです）"
    )]
    Unknown(i64),
    /// The stored receipt with this number differs.
    #[error("受領番号 {0}: サーバーにある受領証と違います")]
    Other(i64),
    /// Stored facts cannot be read any more: the receipt's number, and the place of the first of them.
    #[error(
        "受領番号 {0}: サーバーの記録（{1} 番目の入力）が、受け取ったときから書き換えられています"
    )]
    Changed(i64, i64),
    /// The stored sheet differs from the one that the receipt was signed for.
    #[error("受領番号 {0}: サーバーにあるシートが、受け取ったものと違います")]
    Content(i64),
}

/// Verifies a receipt from a file against the database.
pub async fn verify_file(location: &Location, file: &Path) -> Result<Receipt, ReceiptError> {
    let unreadable = |why: &dyn std::fmt::Display| {
        ReceiptError::File(file.display().to_string(), why.to_string())
    };
    let text = std::fs::read(file).map_err(|it| unreadable(&it))?;
    let receipt: Receipt = serde_json::from_slice(&text).map_err(|it| unreadable(&it))?;
    let database = Database::open_unchanged(location).await?;
    let public = ServerKeys::load(&database).await?.public();
    verify(&database.readers, &public, &receipt).await?;
    Ok(receipt)
}

/// Verifies every receipt of the database. Returns how many there are, or the first error.
pub async fn verify_all(location: &Location) -> Result<usize, ReceiptError> {
    let database = Database::open_unchanged(location).await?;
    let public = ServerKeys::load(&database).await?.public();
    let rows = sql!(sheets / all_receipts)
        .fetch_all(&database.readers)
        .await?;
    for row in &rows {
        let body: String = row.try_get("body")?;
        let receipt: Receipt = serde_json::from_str(&body)
            .map_err(|_| ReceiptError::Other(row.try_get("seq").unwrap_or_default()))?;
        verify(&database.readers, &public, &receipt).await?;
    }
    Ok(rows.len())
}

async fn verify(readers: &Pool, public: &str, receipt: &Receipt) -> Result<(), ReceiptError> {
    let number = receipt.number;
    if !receipt.has_valid_signature() || receipt.key != public {
        return Err(ReceiptError::Signature(number));
    }
    let stored: Option<String> = sql!(sheets / receipt_by_seq)
        .bind(number)
        .fetch_optional_value(readers)
        .await?;
    let stored = stored.ok_or(ReceiptError::Unknown(number))?;
    if serde_json::from_str(&stored).ok().as_ref() != Some(receipt) {
        return Err(ReceiptError::Other(number));
    }
    let mut facts = Vec::new();
    for run in log::runs_of_sheet(readers, &receipt.sheet, number).await? {
        let changed = |_| ReceiptError::Changed(number, run.first);
        let run = run.facts().map_err(changed)?.into_iter();
        facts.extend(run.filter(|it| it.0 <= number).map(|it| it.1));
    }
    match receipt.verify(&Sheet::from_facts(&facts)) {
        Ok(()) => Ok(()),
        Err(ReceiptFault::Signature) => Err(ReceiptError::Signature(number)),
        Err(ReceiptFault::Content) => Err(ReceiptError::Content(number)),
    }
}
