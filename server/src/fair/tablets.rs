//! Kiosk tablets: enrolment with a one-time code, and signed pushes. A tablet can add visits; it can read nothing.

use crate::app_state::{AppState, CallError};
use crate::db::{Connection, sql};
use crate::fair::counts::{event_code as letters, reject_reason};
use crate::fair::events::{find_event, require_not_archived};
use api::fair::OneTimeCode;
use api::{ApiError, Code};
use domain::fair::{Event, EventState, VisitRecord};
use domain::ids::{EnrolmentCode, EventId, TabletId};
use domain::kiosk::{
    Batch, EncryptedVisit, EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse, KioskReport,
    MIN_BATCH, decrypt_visit, missing_batches,
};
use domain::timestamp::Timestamp;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long a one-time code is valid.
pub(crate) const CODE_LIFETIME: Duration = Duration::from_mins(10);

/// In characters, of a tablet's name.
pub(crate) const LONGEST_NAME: usize = 20;

/// Limits of one push: encrypted visits in a batch, and batches.
pub(crate) const MAX_BATCH_SIZE: usize = 2_000;
pub(crate) const MAX_BATCHES: usize = 1_000;

/// Answers that a tablet may have taken however short its time: more than a day of visitors without a pause, so that
/// a clock that was wrong at its enrolment keeps no answer out.
const MIN_PLAUSIBLE: u64 = 2_000;

/// No visitor answers faster.
const SHORTEST_VISIT: Duration = Duration::from_secs(5);

/// Upper bound of a tablet's answers and batch numbers since its enrolment: nobody can fill an event with one tablet,
/// and the batches that it announces stay few enough to list.
fn plausible_answers(enrolled_at: Timestamp, now: Timestamp) -> u32 {
    let seconds = u64::try_from((now.0 - enrolled_at.0) / 1_000).unwrap_or_default();
    let answers = MIN_PLAUSIBLE + seconds / SHORTEST_VISIT.as_secs();
    u32::try_from(answers).map_or(MAX_COUNT, |it| it.min(MAX_COUNT))
}

/// Upper bound for any tablet.
const MAX_COUNT: u32 = 100_000;

pub(crate) fn bad_request(why: &str) -> CallError {
    ApiError::with(Code::BadRequest, why).into()
}

pub(crate) fn forbidden(why: &str) -> CallError {
    ApiError::with(Code::Forbidden, why).into()
}

pub(crate) fn code_hash(code: &EnrolmentCode) -> Vec<u8> {
    // People type the code: case and separators do not matter.
    let plain: String = code
        .as_str()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    Sha256::digest(plain.to_ascii_uppercase()).to_vec()
}

/// Creates a one-time enrolment code of 80 bits; deletes expired codes.
pub(crate) async fn create_enrolment_code(
    app: &AppState,
    id: &EventId,
) -> Result<OneTimeCode, CallError> {
    if find_event(app, id).await?.state == EventState::Closed {
        return Err(crate::fair::events::event_over_error());
    }
    let code = EnrolmentCode(letters(rand::random()) + &letters(rand::random()));
    let (id, hash, now) = (id.to_owned(), code_hash(&code), app.now());
    let until = now + CODE_LIFETIME;
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(fair / delete_expired_enrolment_codes)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            sql!(fair / insert_enrolment_code)
                .bind(hash)
                .bind(id.as_str())
                .bind(until)
                .execute(connection)
                .await?;
            Ok::<(), CallError>(())
        })
    });
    write.await?;
    Ok(OneTimeCode { code, until })
}

/// Enrols a tablet with a one-time code and consumes the code.
pub(crate) async fn enrol_tablet(
    app: &AppState,
    new: EnrolRequest,
) -> Result<EnrolResponse, CallError> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(bad_request(
            "タブレットの名前は、20文字までで入れてください。",
        ));
    }
    let key = hex::decode(new.key.as_str()).unwrap_or_default();
    if VerifyingKey::from_sec1_bytes(&key).is_err() {
        return Err(bad_request("タブレットの鍵を読めません。"));
    }
    let (hash, now) = (code_hash(&new.code), app.now());
    let tablet = TabletId(hex::encode(rand::random::<[u8; 8]>()));
    let id = tablet.clone();
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let found: Option<String> = sql!(fair / consume_enrolment_code)
                .bind(hash)
                .bind(now)
                .fetch_optional_value(&mut *connection)
                .await?;
            let Some(event) = found else {
                return Err(forbidden(
                    "登録コードが違うか、10分を過ぎています。新しいコードを作ってください。",
                ));
            };
            sql!(fair / insert_tablet)
                .bind(id.as_str())
                .bind(event.as_str())
                .bind(name)
                .bind(key)
                .bind(now)
                .execute(connection)
                .await?;
            Ok(event)
        })
    });
    let event = find_event(app, &EventId(write.await?)).await?;
    Ok(EnrolResponse {
        tablet,
        event,
        server_key: app.keys.opener().public_key(),
    })
}

/// Revokes a tablet. Answers still on it can be imported from its encrypted file.
pub(crate) async fn revoke_tablet(app: &AppState, tablet: &TabletId) -> Result<(), CallError> {
    let (tablet, now) = (tablet.to_owned(), app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(fair / revoke_tablet)
                .bind(now)
                .bind(tablet.as_str())
                .execute(connection)
                .await?;
            Ok::<(), CallError>(())
        })
    });
    write.await
}

/// A batch after decryption.
pub(crate) struct DecryptedBatch {
    n: u32,
    hash: Vec<u8>,
    visits: Vec<VisitRecord>,
    undecodable: u32,
}

/// Accepts a push. Idempotent: each batch is stored once, as a whole. `is_file` marks an encrypted file that a
/// recruiter imports: it may come from a revoked tablet.
pub(crate) async fn accept_push(
    app: &AppState,
    push: KioskPush,
    is_file: bool,
) -> Result<KioskPushResponse, CallError> {
    let row = sql!(fair / tablet_by_id)
        .bind(push.tablet.as_str())
        .fetch_optional(app.readers())
        .await?;
    let row = row.ok_or(Code::NotFound)?;
    let (id, key) = (EventId(row.try_get(0)?), row.try_get::<Vec<u8>, _>(1)?);
    let is_revoked = row.try_get::<Option<i64>, _>(2)?.is_some();
    let plausible = plausible_answers(row.try_get(3)?, app.now());
    if !is_signed(&key, &push) {
        return Err(forbidden("タブレットの署名が正しくありません。"));
    }
    if is_revoked && !is_file {
        return Err(forbidden("このタブレットの登録は終わっています。"));
    }
    let report: KioskReport = serde_json::from_str(&push.report)?;
    let event = find_event(app, &id).await?;
    if !is_plausible(&report, plausible) {
        return Err(bad_request("タブレットの送った内容を読めません。"));
    }
    let opened: Result<Vec<_>, _> = report
        .batches
        .iter()
        .map(|it| open(app, &event, it))
        .collect();
    let (tablet, opened, now) = (push.tablet, opened?, app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            require_not_archived(&mut *connection, &id).await?;
            let mut kept = Vec::new();
            for batch in opened {
                let n = batch.n;
                if take(connection, &tablet, batch).await? {
                    kept.push(n);
                }
            }
            require_at_most(connection, &tablet, plausible).await?;
            let state = crate::fair::events::state_of(&mut *connection, &id).await?;
            crate::fair::events::release_to_counts(&mut *connection, &id, state).await?;
            let missing = save_report(connection, &tablet, &report, now).await?;
            Ok::<_, CallError>((kept, missing))
        })
    });
    let (kept, missing) = write.await?;
    Ok(KioskPushResponse {
        kept,
        missing,
        event,
    })
}

/// Whether the numbers of a report are possible for a tablet that can have taken so many answers.
fn is_plausible(report: &KioskReport, answers: u32) -> bool {
    let fits = |it: &Batch| {
        (MIN_BATCH..=MAX_BATCH_SIZE).contains(&it.visits.len()) && (1..=report.last).contains(&it.n)
    };
    report.last <= answers
        && report.took <= answers
        && report.batches.len() <= MAX_BATCHES
        && report.batches.iter().all(fits)
}

/// Refuses a push, with all of its batches, that brings a tablet's answers over what it can have taken.
async fn require_at_most(
    connection: &mut Connection,
    tablet: &TabletId,
    most: u32,
) -> Result<(), CallError> {
    let answers: u32 = sql!(fair / answers_of_tablet)
        .bind(tablet.as_str())
        .fetch_value(connection)
        .await?;
    if answers > most {
        let why = "1台のタブレットで集められる数を超えた回答が届きました。受け取っていません。";
        return Err(bad_request(why));
    }
    Ok(())
}

pub(crate) fn is_signed(key: &[u8], push: &KioskPush) -> bool {
    let key = VerifyingKey::from_sec1_bytes(key).ok();
    let signature = hex::decode(push.signature.as_str()).ok();
    let signature = signature.and_then(|it| Signature::from_slice(&it).ok());
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify(push.report.as_bytes(), &signature).is_ok(),
        _ => false,
    }
}

pub(crate) fn open(
    app: &AppState,
    event: &Event,
    batch: &Batch,
) -> Result<DecryptedBatch, CallError> {
    let quiz = app.quizzes.of(&event.quiz).ok_or(Code::NotFound)?;
    let opener = app.keys.opener();
    let (mut visits, mut unread) = (Vec::new(), 0);
    for one in &batch.visits {
        match decrypt_visit(&opener, one, &event.id) {
            // Tablets pad small batches with blanks: the size of a batch does not tell how many visitors answered.
            Some(blank) if blank.is_empty() => {}
            Some(text) => {
                // A tablet may add visits to its own event only.
                let fits = |it: &VisitRecord| {
                    it.event == event.id && reject_reason(it, event, quiz).is_none()
                };
                match VisitRecord::from_wire(&text).filter(fits) {
                    Some(visit) => visits.push(visit),
                    None => unread += 1,
                }
            }
            None => unread += 1,
        }
    }
    Ok(DecryptedBatch {
        n: batch.n,
        hash: batch_hash(&batch.visits),
        visits,
        undecodable: unread,
    })
}

/// SHA-256 of the visits of a batch as they came, one a line: a retry brings the same.
fn batch_hash(visits: &[EncryptedVisit]) -> Vec<u8> {
    let lines: Vec<&str> = visits.iter().map(EncryptedVisit::as_str).collect();
    Sha256::digest(lines.join("\n")).to_vec()
}

/// Stores a batch; true if it is stored now or was stored before with the same content.
pub(crate) async fn take(
    connection: &mut Connection,
    tablet: &TabletId,
    batch: DecryptedBatch,
) -> Result<bool, CallError> {
    let known: Option<Vec<u8>> = sql!(fair / batch_hash)
        .bind(tablet.as_str())
        .bind(batch.n)
        .fetch_optional_value(&mut *connection)
        .await?;
    if let Some(known) = known {
        if known != batch.hash {
            tracing::warn!(
                tablet = tablet.as_str(),
                n = batch.n,
                "a batch came again with other content"
            );
        }
        return Ok(known == batch.hash);
    }
    let answers = u32::try_from(batch.visits.len()).unwrap_or(u32::MAX);
    sql!(fair / insert_batch)
        .bind(tablet.as_str())
        .bind(batch.n)
        .bind(batch.hash)
        .bind(answers)
        .bind(batch.undecodable)
        .execute(&mut *connection)
        .await?;
    for mut visit in batch.visits {
        // The batch number deduplicates; earlier builds also gave each visit a number, which then is its key.
        let key =
            crate::fair::events::key(&std::mem::take(&mut visit.once)).unwrap_or_else(rand::random);
        crate::fair::events::insert_visit(connection, key, visit).await?;
    }
    Ok(true)
}

/// Saves what the tablet reports of itself; returns the announced batches that have not arrived.
pub(crate) async fn save_report(
    connection: &mut Connection,
    tablet: &TabletId,
    report: &KioskReport,
    now: Timestamp,
) -> Result<Vec<u32>, CallError> {
    // Reports may arrive late or twice: totals only grow, and the rest changes only with a newer report number.
    sql!(fair / raise_tablet_totals)
        .bind(report.took)
        .bind(report.last)
        .bind(tablet.as_str())
        .execute(&mut *connection)
        .await?;
    sql!(fair / update_tablet_report)
        .bind(&report.build)
        .bind(&report.quiz)
        .bind(report.done)
        .bind(now)
        .bind(report.said)
        .bind(tablet.as_str())
        .execute(&mut *connection)
        .await?;
    let arrived: Vec<u32> = sql!(fair / batch_numbers_of_tablet)
        .bind(tablet.as_str())
        .fetch_values(connection)
        .await?;
    Ok(missing_batches(&arrived, report.last))
}
