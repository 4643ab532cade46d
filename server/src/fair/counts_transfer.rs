//! Transfers an event's counts as one small signed file: exported by the instance at the fair, verified and imported
//! by the staff's.

use crate::app_state::AppState;
use crate::audit::{self, Act, AuditAct};
use crate::clock::Clock;
use crate::db::{Database, Location, sql};
use domain::fair::{CountsTransfer, QuestionCounts};
use domain::ids::EventId;
use domain::instrument::is_day;
use domain::spreadsheet::is_formula;
use domain::suppression::MIN_GROUP_SIZE;
use domain::timestamp::Timestamp;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::io::Write;
use std::path::Path;

/// Prefix of the signed text, so that the signature is valid for no other purpose.
pub(crate) const PURPOSE: &str = "michishirube fair counts 1\n";

/// Largest file that is read: 1 MiB.
pub(crate) const MAX_FILE_BYTES: u64 = 1 << 20;

/// Longest name or place, in characters.
pub(crate) const MAX_NAME_CHARS: usize = 60;

/// The transfer file as JSON.
#[derive(Debug, Deserialize, Serialize)]
pub struct CountsFile {
    /// A [`CountsTransfer`] as JSON.
    body: String,
    /// The signer's Ed25519 key, in hexadecimal.
    key: String,
    /// The signature, in hexadecimal.
    signature: String,
}

/// Why a file is rejected.
#[derive(Debug, thiserror::Error)]
pub enum CountsFileError {
    /// It cannot be read, is too large, or does not decode.
    #[error("ファイルを読めません: {0}")]
    Unreadable(String),
    /// It is signed with another key than the expected one.
    #[error("このファイルは、示された鍵で署名されたものではありません")]
    Key,
    /// The signature does not verify.
    #[error("署名が正しくありません。書き換えられている可能性があります")]
    Signature,
    /// A schema that this build does not know.
    #[error("この版では読めないファイルです（schema {0}）")]
    Schema(u32),
    /// The signed content does not validate: a sentence.
    #[error("内容が正しくありません: {0}")]
    Invalid(String),
}

/// Exports an event's counts, small ones suppressed. Returns the public key of the signature, in hexadecimal.
pub async fn export(
    location: &Location,
    event: &EventId,
    file: &Path,
    clock: Clock,
) -> Result<String, Box<dyn Error>> {
    let app = AppState::open_published(location, clock).await?;
    let handed = app.export_counts(event).await?;
    let seal = &app.keys;
    let body = serde_json::to_string(&handed)?;
    let signed = CountsFile {
        signature: seal.sign_text(&format!("{PURPOSE}{body}")),
        key: seal.public(),
        body,
    };
    let mut out = std::fs::File::create_new(file)
        .map_err(|why| format!("{} に書けません: {why}", file.display()))?;
    out.write_all(serde_json::to_string_pretty(&signed)?.as_bytes())?;
    out.sync_all()?;
    Ok(signed.key)
}

/// Verifies a file; returns the counts that it would import.
pub fn read(file: &Path, key: &str) -> Result<CountsTransfer, CountsFileError> {
    let unreadable = |why: &dyn std::fmt::Display| CountsFileError::Unreadable(why.to_string());
    let length = std::fs::metadata(file).map_err(|it| unreadable(&it))?.len();
    if length > MAX_FILE_BYTES {
        return Err(CountsFileError::Unreadable(format!(
            "{length} バイトは大きすぎます"
        )));
    }
    let text = std::fs::read(file).map_err(|it| unreadable(&it))?;
    let file: CountsFile = serde_json::from_slice(&text).map_err(|it| unreadable(&it))?;
    verify(&file, key)
}

pub(crate) fn verify(file: &CountsFile, key: &str) -> Result<CountsTransfer, CountsFileError> {
    if file.key != key.trim().to_lowercase() {
        return Err(CountsFileError::Key);
    }
    let bytes = |text: &str| hex::decode(text).unwrap_or_default();
    let key = <[u8; 32]>::try_from(bytes(&file.key)).map_err(|_| CountsFileError::Key)?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| CountsFileError::Key)?;
    let signature =
        Signature::from_slice(&bytes(&file.signature)).map_err(|_| CountsFileError::Signature)?;
    let signed = format!("{PURPOSE}{}", file.body);
    key.verify(signed.as_bytes(), &signature)
        .map_err(|_| CountsFileError::Signature)?;
    let handed: CountsTransfer =
        serde_json::from_str(&file.body).map_err(|it| CountsFileError::Invalid(it.to_string()))?;
    if handed.schema != 1 {
        return Err(CountsFileError::Schema(handed.schema));
    }
    match invalid_reason(&handed) {
        Some(why) => Err(CountsFileError::Invalid(why)),
        None => Ok(handed),
    }
}

/// The first reason why the content is invalid.
pub(crate) fn invalid_reason(handed: &CountsTransfer) -> Option<String> {
    // A valid signature is not enough: the instance that signed it stood at a fair.
    let (event, counts) = (&handed.event, &handed.counts);
    for text in [&event.name, &event.place] {
        if text.chars().count() > MAX_NAME_CHARS || text.chars().any(char::is_control) {
            return Some(format!("長すぎるか、使えない文字があります: {text:?}"));
        }
        if is_formula(text) {
            return Some(format!("数式のように始まる文字列があります: {text:?}"));
        }
    }
    let is_id = |text: &str| {
        (1..=60).contains(&text.len())
            && text
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it))
    };
    let ids =
        question_counts(handed).flat_map(|it| it.options.iter().map(|it| &it.id).chain([&it.id]));
    let ids = ids.chain(counts.types.iter().map(|it| &it.id));
    if let Some(id) = ids
        .chain([&event.id.0, &event.quiz.0])
        .find(|it| !is_id(it))
    {
        return Some(format!("使えない記号の名前があります: {id:?}"));
    }
    if !is_day(event.first_day.as_str())
        || !is_day(event.last_day.as_str())
        || event.first_day > event.last_day
    {
        return Some("日付が正しくありません".to_owned());
    }
    let visitors = counts.visitors.unwrap_or_default();
    let all = question_counts(handed)
        .flat_map(|it| &it.options)
        .chain(&counts.types);
    // Small counts are suppressed before export, so any other number was not made by `export`.
    let fits = |n: u32| n == 0 || (MIN_GROUP_SIZE..=visitors).contains(&n);
    let odd = all
        .filter_map(|it| it.n)
        .chain(counts.visitors)
        .find(|it| !fits(*it));
    odd.map(|n| format!("あるはずのない件数があります: {n}"))
}

pub(crate) fn question_counts(handed: &CountsTransfer) -> impl Iterator<Item = &QuestionCounts> {
    handed
        .counts
        .wishes
        .iter()
        .chain(&handed.counts.info_by_job)
}

/// Rejects counts of an event that was created in this database.
pub(crate) async fn reject_own_event(
    database: &Database,
    handed: &CountsTransfer,
) -> Result<(), Box<dyn Error>> {
    let own: Option<String> = sql!(fair / fair_event_name)
        .bind(handed.event.id.as_str())
        .fetch_optional_value(&database.readers)
        .await?;
    own.map_or(Ok(()), |name| {
        Err(format!("このデータベース自身のイベントです: {name}").into())
    })
}

/// Describes in Japanese what an import would do, for the command line.
pub async fn preview(
    location: &Location,
    handed: &CountsTransfer,
) -> Result<String, Box<dyn Error>> {
    let database = Database::open_unchanged(location).await?;
    reject_own_event(&database, handed).await?;
    let known: Option<i64> = sql!(fair / fair_counts_imported_at)
        .bind(handed.event.id.as_str())
        .fetch_optional_value(&database.readers)
        .await?;
    let event = &handed.event;
    let shown = handed.counts.types.iter().filter(|it| it.n.is_some());
    Ok(format!(
        "{}（{}、{}〜{}）\n答えた人: {}\n表示できるタイプ: {} 種類\n{}",
        event.name,
        event.place,
        event.first_day,
        event.last_day,
        handed
            .counts
            .visitors
            .map_or_else(|| "5人未満".to_owned(), |it| format!("{it}人")),
        shown.count(),
        if known.is_some() {
            "すでに取り込んだものを置き換えます"
        } else {
            "新しく加えます"
        }
    ))
}

/// Imports the counts; an earlier import of the same event is replaced.
pub async fn import(
    location: &Location,
    handed: &CountsTransfer,
    key: &str,
    now: Timestamp,
) -> Result<(), Box<dyn Error>> {
    let database = Database::open_unchanged(location).await?;
    reject_own_event(&database, handed).await?;
    let (event, body) = (handed.event.id.clone(), serde_json::to_string(handed)?);
    let key = key.to_owned();
    let write = database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(fair / upsert_imported_fair_counts)
                .bind(event.as_str())
                .bind(body)
                .bind(key)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            let details = serde_json::json!({ "event": event });
            let act = Act::by_command(AuditAct::CountsImported).details(details);
            audit::record(connection, now, act).await
        })
    });
    Ok(write.await?)
}
