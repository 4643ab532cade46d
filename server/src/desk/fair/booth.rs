//! Kiosk tablets: enrolment with a one-time code, and signed pushes. A tablet can add visits; it can read nothing.

use super::{event, may_still_come};
use crate::desk::{Failure, SqliteDesk};
use crate::fair::{code as letters, refuse};
use api::{ApiError, Code, OneTimeCode};
use domain::fair::{Event, EventState, Visit};
use domain::kiosk::{
    Batch, BoothAnswer, BoothPush, BoothReport, Enrolled, NewTablet, SMALLEST_BATCH, missing,
    unboxed,
};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// How long a one-time code is valid, in milliseconds: ten minutes.
const CODE_LASTS: i64 = 10 * 60_000;

/// In characters, of a tablet's name.
const LONGEST_NAME: usize = 20;

/// Limits of one push: encrypted visits in a batch, and batches.
const MOST_BOXES: usize = 2_000;
const MOST_BATCHES: usize = 1_000;

/// Upper bound of a tablet's answer count and batch numbers: bounds the work that one push can cause.
const MOST: u32 = 100_000;

fn wrong(why: &str) -> Failure {
    ApiError::with(Code::BadRequest, why).into()
}

fn no_right(why: &str) -> Failure {
    ApiError::with(Code::Forbidden, why).into()
}

fn hash_of(code: &str) -> Vec<u8> {
    // People type the code: case and separators do not matter.
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(plain.to_ascii_uppercase()).to_vec()
}

/// Creates a one-time enrolment code of 80 bits; deletes expired codes.
pub(super) async fn code(desk: &SqliteDesk, id: &str) -> Result<OneTimeCode, Failure> {
    if event(desk, id).await?.state == EventState::Closed {
        return Err(super::is_over());
    }
    let code = letters(rand::random()) + &letters(rand::random());
    let (id, hash, now) = (id.to_owned(), hash_of(&code), desk.now());
    let until = now + CODE_LASTS;
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("delete from fair_code where until < ?")
                .bind(now)
                .execute(&mut *connection)
                .await?;
            sqlx::query("insert into fair_code (hash, event, until) values (?, ?, ?)")
                .bind(hash)
                .bind(id)
                .bind(until)
                .execute(connection)
                .await?;
            Ok::<(), Failure>(())
        })
    });
    write.await?;
    Ok(OneTimeCode { code, until })
}

/// Enrols a tablet with a one-time code and consumes the code.
pub(super) async fn enrol(desk: &SqliteDesk, new: NewTablet) -> Result<Enrolled, Failure> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(wrong("タブレットの名前は、20文字までで入れてください。"));
    }
    let key = hex::decode(&new.key).unwrap_or_default();
    if VerifyingKey::from_sec1_bytes(&key).is_err() {
        return Err(wrong("タブレットの鍵を読めません。"));
    }
    let (hash, now) = (hash_of(&new.code), desk.now());
    let tablet = hex::encode(rand::random::<[u8; 8]>());
    let id = tablet.clone();
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            let found: Option<String> = sqlx::query_scalar("delete from fair_code where hash = ? and until >= ? returning event")
                .bind(hash)
                .bind(now)
                .fetch_optional(&mut *connection)
                .await?;
            let Some(event) = found else {
                return Err(no_right("登録コードが違うか、10分を過ぎています。新しいコードを作ってください。"));
            };
            sqlx::query("insert into fair_tablet (id, event, name, key, enrolled_at) values (?, ?, ?, ?, ?)")
                .bind(id)
                .bind(&event)
                .bind(name)
                .bind(key)
                .bind(now)
                .execute(connection)
                .await?;
            Ok(event)
        })
    });
    let event = event(desk, &write.await?).await?;
    Ok(Enrolled {
        tablet,
        event,
        seal: desk.seal.opener().public(),
    })
}

/// Revokes a tablet. Answers still on it can be imported from its encrypted file.
pub(super) async fn end(desk: &SqliteDesk, tablet: &str) -> Result<(), Failure> {
    let (tablet, now) = (tablet.to_owned(), desk.now());
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("update fair_tablet set revoked_at = coalesce(revoked_at, ?) where id = ?")
                .bind(now)
                .bind(tablet)
                .execute(connection)
                .await?;
            Ok::<(), Failure>(())
        })
    });
    write.await
}

/// A batch after decryption.
struct Opened {
    n: u32,
    hash: Vec<u8>,
    visits: Vec<Visit>,
    unread: u32,
}

/// Accepts a push. Idempotent: each batch is stored once, as a whole. `is_file` marks an encrypted file that a
/// recruiter imports: it may come from a revoked tablet.
pub(super) async fn push(
    desk: &SqliteDesk,
    push: BoothPush,
    is_file: bool,
) -> Result<BoothAnswer, Failure> {
    let row = sqlx::query("select event, key, revoked_at from fair_tablet where id = ?")
        .bind(&push.tablet)
        .fetch_optional(desk.readers())
        .await?;
    let row = row.ok_or(Code::NotFound)?;
    let (id, key): (String, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
    let is_revoked = row.try_get::<Option<i64>, _>(2)?.is_some();
    if !is_signed(&key, &push) {
        return Err(no_right("タブレットの署名が正しくありません。"));
    }
    if is_revoked && !is_file {
        return Err(no_right("このタブレットの登録は終わっています。"));
    }
    let report: BoothReport = serde_json::from_str(&push.report)?;
    let event = event(desk, &id).await?;
    let fits = |it: &Batch| {
        (SMALLEST_BATCH..=MOST_BOXES).contains(&it.boxes.len()) && (1..=report.last).contains(&it.n)
    };
    if report.last > MOST
        || report.took > MOST
        || report.batches.len() > MOST_BATCHES
        || !report.batches.iter().all(fits)
    {
        return Err(wrong("タブレットの送った内容を読めません。"));
    }
    let opened: Result<Vec<_>, _> = report
        .batches
        .iter()
        .map(|it| open(desk, &event, it))
        .collect();
    let (tablet, opened, now) = (push.tablet, opened?, desk.now());
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            may_still_come(&mut *connection, &id).await?;
            let mut kept = Vec::new();
            for batch in opened {
                let n = batch.n;
                if take(connection, &tablet, batch).await? {
                    kept.push(n);
                }
            }
            let state = super::state_of(&mut *connection, &id).await?;
            super::take_in(&mut *connection, &id, state).await?;
            let missing = told(connection, &tablet, &report, now).await?;
            Ok::<_, Failure>((kept, missing))
        })
    });
    let (kept, missing) = write.await?;
    Ok(BoothAnswer {
        kept,
        missing,
        event,
    })
}

fn is_signed(key: &[u8], push: &BoothPush) -> bool {
    let key = VerifyingKey::from_sec1_bytes(key).ok();
    let signature = hex::decode(&push.signature).ok();
    let signature = signature.and_then(|it| Signature::from_slice(&it).ok());
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify(push.report.as_bytes(), &signature).is_ok(),
        _ => false,
    }
}

fn open(desk: &SqliteDesk, event: &Event, batch: &Batch) -> Result<Opened, Failure> {
    let quiz = desk.quizzes.of(&event.quiz).ok_or(Code::NotFound)?;
    let opener = desk.seal.opener();
    let (mut visits, mut unread) = (Vec::new(), 0);
    for one in &batch.boxes {
        match unboxed(&opener, one, &event.id) {
            // Tablets pad small batches with blanks: the size of a batch does not tell how many visitors answered.
            Some(blank) if blank.is_empty() => {}
            Some(text) => {
                // A tablet may add visits to its own event only.
                let fits = |it: &Visit| it.event == event.id && refuse(it, event, quiz).is_none();
                match Visit::of_sent(&text).filter(fits) {
                    Some(visit) => visits.push(visit),
                    None => unread += 1,
                }
            }
            None => unread += 1,
        }
    }
    Ok(Opened {
        n: batch.n,
        hash: Sha256::digest(batch.boxes.join("\n")).to_vec(),
        visits,
        unread,
    })
}

/// Stores a batch; true if it is stored now or was stored before with the same content.
async fn take(
    connection: &mut SqliteConnection,
    tablet: &str,
    batch: Opened,
) -> Result<bool, Failure> {
    let known: Option<Vec<u8>> =
        sqlx::query_scalar("select hash from fair_batch where tablet = ? and n = ?")
            .bind(tablet)
            .bind(batch.n)
            .fetch_optional(&mut *connection)
            .await?;
    if let Some(known) = known {
        if known != batch.hash {
            tracing::warn!(tablet, n = batch.n, "a batch came again with other content");
        }
        return Ok(known == batch.hash);
    }
    let answers = u32::try_from(batch.visits.len()).unwrap_or(u32::MAX);
    sqlx::query("insert into fair_batch (tablet, n, hash, answers, unread) values (?, ?, ?, ?, ?)")
        .bind(tablet)
        .bind(batch.n)
        .bind(batch.hash)
        .bind(answers)
        .bind(batch.unread)
        .execute(&mut *connection)
        .await?;
    for mut visit in batch.visits {
        // The batch number deduplicates; earlier builds also gave each visit a number, which then is its key.
        let key = super::key(&std::mem::take(&mut visit.once)).unwrap_or_else(rand::random);
        super::insert(connection, key, visit).await?;
    }
    Ok(true)
}

/// Saves what the tablet reports of itself; returns the announced batches that have not arrived.
async fn told(
    connection: &mut SqliteConnection,
    tablet: &str,
    report: &BoothReport,
    now: i64,
) -> Result<Vec<u32>, Failure> {
    // Reports may arrive late or twice: totals only grow, and the rest changes only with a newer report number.
    sqlx::query("update fair_tablet set took = max(took, ?), last = max(last, ?) where id = ?")
        .bind(report.took)
        .bind(report.last)
        .bind(tablet)
        .execute(&mut *connection)
        .await?;
    sqlx::query("update fair_tablet set build = ?1, quiz = ?2, done = ?3, heard_at = ?4, said = ?5 where id = ?6 and said <= ?5")
        .bind(&report.build)
        .bind(&report.quiz)
        .bind(report.done)
        .bind(now)
        .bind(report.said)
        .bind(tablet)
        .execute(&mut *connection)
        .await?;
    let arrived: Vec<u32> = sqlx::query_scalar("select n from fair_batch where tablet = ?")
        .bind(tablet)
        .fetch_all(connection)
        .await?;
    Ok(missing(&arrived, report.last))
}
