//! Moves the facts of a database of an earlier release into the log, at the first start of this one.
//!
//! Releases before migration 25 had a row for each fact. All of them are packed into runs, and every run is unpacked
//! again and compared with the rows, in the transaction of the migrations: either everything is as it was, or nothing
//! has changed.

use super::log_row::{self, LogRow};
use super::{DbError, OpenError};
use domain::fact::Fact;
use domain::fact_run::FactRun;
use domain::ids::PersonId;
use domain::timestamp::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

/// Rows read at once.
const PAGE: i64 = 5_000;

/// How many facts a line of progress is about.
const PROGRESS: i64 = 50_000;

/// A row of the table `fact`.
struct FactRow {
    seq: i64,
    author: PersonId,
    received_at: Timestamp,
    digest: Vec<u8>,
    text: String,
}

impl FactRow {
    fn of(row: &SqliteRow) -> Result<Self, DbError> {
        Ok(Self {
            seq: row.try_get("seq")?,
            author: PersonId(row.try_get("author")?),
            received_at: Timestamp(row.try_get("received_at")?),
            digest: row.try_get("digest")?,
            text: row.try_get("fact")?,
        })
    }

    /// Its fact. Fails if the row was damaged.
    fn read(&self) -> Result<FactOfRow<'_>, OpenError> {
        let damaged = || OpenError::Move(self.seq);
        if Sha256::digest(&self.text).as_slice() != self.digest {
            return Err(damaged());
        }
        let fact: Fact = serde_json::from_str(&self.text).map_err(|_| damaged())?;
        let written = serde_json::to_string(&fact).map_err(|_| damaged())?;
        Ok(FactOfRow {
            row: self,
            fact,
            is_usual: written == self.text,
        })
    }

    /// Whether one push brought both.
    fn came_with(&self, next: &Self) -> bool {
        next.seq == self.seq + 1
            && next.author == self.author
            && next.received_at == self.received_at
    }
}

struct FactOfRow<'r> {
    row: &'r FactRow,
    fact: Fact,
    /// Whether its text is what this release writes of it.
    is_usual: bool,
}

/// Whether a database has the table of facts, of an earlier release.
pub(super) async fn is_due(connection: &mut SqliteConnection) -> Result<bool, DbError> {
    sqlx::query_scalar(include_str!("fact_move/is_due.sql"))
        .fetch_one(&mut *connection)
        .await
}

/// Whether there is at least one of them.
pub(super) async fn has_facts(connection: &mut SqliteConnection) -> Result<bool, DbError> {
    Ok(is_due(connection).await? && count(connection).await? > 0)
}

async fn count(connection: &mut SqliteConnection) -> Result<i64, DbError> {
    sqlx::query_scalar(include_str!("fact_move/count.sql"))
        .fetch_one(&mut *connection)
        .await
}

/// The place of the last fact, the number of facts up to a place, and a hash over their digests.
pub(super) async fn contents(
    connection: &mut SqliteConnection,
    up_to: Option<i64>,
) -> Result<(i64, i64, Vec<u8>), DbError> {
    let last: i64 = sqlx::query_scalar(include_str!("fact_move/last_seq.sql"))
        .fetch_one(&mut *connection)
        .await?;
    let digests: Vec<Vec<u8>> = sqlx::query_scalar(include_str!("fact_move/digests_up_to.sql"))
        .bind(up_to.unwrap_or(last))
        .fetch_all(&mut *connection)
        .await?;
    let mut hash = Sha256::new();
    for digest in &digests {
        hash.update(digest);
    }
    let facts = i64::try_from(digests.len()).unwrap_or(i64::MAX);
    Ok((last, facts, hash.finalize().to_vec()))
}

/// Moves all facts, inside the transaction of the migrations; a database without the table `fact` is left as it is.
pub(super) async fn run(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    if !is_due(connection).await? {
        return Ok(());
    }
    let n = count(connection).await?;
    pack_all(connection, n).await?;
    compare_all(connection, n).await?;
    let finish = sqlx::raw_sql(include_str!("fact_move/finish.sql"));
    finish.execute(&mut *connection).await?;
    Ok(())
}

/// Packs the rows, page by page; a run ends with its page.
async fn pack_all(connection: &mut SqliteConnection, n: i64) -> Result<(), OpenError> {
    let (mut after, mut moved) = (0, 0);
    loop {
        let rows = rows_after(connection, after).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.seq;
        log_row::insert(&mut *connection, &pack(&rows)?).await?;
        let before = moved;
        moved += i64::try_from(rows.len()).unwrap_or(PAGE);
        if before / PROGRESS < moved / PROGRESS {
            tracing::info!(moved, of = n, "facts of the earlier release are packed");
        }
    }
}

async fn rows_after(
    connection: &mut SqliteConnection,
    after: i64,
) -> Result<Vec<FactRow>, DbError> {
    let rows = sqlx::query(include_str!("fact_move/rows_after.sql"))
        .bind(after)
        .bind(PAGE)
        .fetch_all(&mut *connection)
        .await?;
    rows.iter().map(FactRow::of).collect()
}

/// The runs of a page of rows.
fn pack(rows: &[FactRow]) -> Result<Vec<LogRow>, OpenError> {
    let mut runs = Vec::new();
    for push in rows.chunk_by(FactRow::came_with) {
        let facts: Vec<FactOfRow> = push.iter().map(FactRow::read).collect::<Result<_, _>>()?;
        for alike in facts.chunk_by(|one, next| one.is_usual && next.is_usual) {
            let FactOfRow {
                row,
                fact,
                is_usual,
            } = &alike[0];
            let (seq, author, at) = (row.seq, &row.author, row.received_at);
            if *is_usual {
                let texts = alike.iter().map(|it| (&it.fact, it.row.text.as_str()));
                let packed = LogRow::pack(seq, author, at, texts);
                runs.extend(packed.map_err(|_| OpenError::Move(seq))?);
            } else {
                runs.push(LogRow::at(
                    seq,
                    author,
                    at,
                    FactRun::verbatim(fact, &row.text),
                ));
            }
        }
    }
    Ok(runs)
}

/// Unpacks all runs again and compares them with the rows: text, digest, author and time of each.
async fn compare_all(connection: &mut SqliteConnection, n: i64) -> Result<(), OpenError> {
    let (mut after, mut compared) = (0, 0);
    loop {
        let rows = rows_after(connection, after).await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            break;
        };
        let runs = log_row::between(&mut *connection, first.seq, last.seq).await?;
        let mut rows_left = rows.iter();
        for run in &runs {
            let damaged = || OpenError::Move(run.first);
            for (seq, it) in (run.first..).zip(run.texts().map_err(|_| damaged())?) {
                let row = rows_left.next().ok_or_else(damaged)?;
                let is_same = row.seq == seq
                    && row.text == it.text
                    && row.author == run.author
                    && row.received_at == run.received_at
                    && Sha256::digest(&it.text).as_slice() == row.digest;
                if !is_same {
                    return Err(OpenError::Move(row.seq));
                }
                compared += 1;
            }
        }
        after = last.seq;
    }
    if compared == n {
        Ok(())
    } else {
        Err(OpenError::Move(after))
    }
}
