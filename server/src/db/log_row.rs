//! A row of the log: a run, with its place and its author.

use super::{DbError, Row, Target, sql};
use domain::fact::{Fact, LoggedFact};
use domain::fact_run::{FactRun, FactText, RunFormat};
use domain::ids::{PersonId, SheetId};
use domain::timestamp::Timestamp;
use serde_json::{Value, json};

/// A run in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogRow {
    /// Sequence number of its first fact in the log; the others follow without a gap.
    pub(crate) first: i64,
    /// Sequence number of its last fact.
    pub(crate) last: i64,
    /// Who was signed in when it was received.
    pub(crate) author: PersonId,
    pub(crate) received_at: Timestamp,
    pub(crate) run: FactRun,
}

impl LogRow {
    /// Packs facts in the order in which they enter the log, the first of them under number `first`; see
    /// [`FactRun::pack`].
    pub(crate) fn pack<'a>(
        first: i64,
        author: &PersonId,
        received_at: Timestamp,
        facts: impl IntoIterator<Item = (&'a Fact, &'a str)>,
    ) -> Result<Vec<Self>, serde_json::Error> {
        let mut next = first;
        let runs = FactRun::pack(facts)?.into_iter().map(|run| {
            let placed = Self::at(next, author, received_at, run);
            next = placed.last + 1;
            placed
        });
        Ok(runs.collect())
    }

    /// A run whose first fact is at a place in the log.
    pub(crate) fn at(first: i64, author: &PersonId, received_at: Timestamp, run: FactRun) -> Self {
        Self {
            first,
            last: first + i64::from(run.count) - 1,
            author: author.clone(),
            received_at,
            run,
        }
    }

    /// A row of any query of the log.
    pub(crate) fn from_row(row: &Row) -> Result<Self, DbError> {
        let unreadable = |why: &str| DbError::Decode(why.to_owned().into());
        let cycle: &str = row.try_get("cycle")?;
        let (first, last): (i64, i64) = (row.try_get("first")?, row.try_get("last")?);
        let format: u8 = row.try_get("format")?;
        Ok(Self {
            first,
            last,
            author: row.try_get("author")?,
            received_at: row.try_get("received_at")?,
            run: FactRun {
                device: row.try_get("device")?,
                n: u64::try_from(row.try_get::<i64, _>("n")?)
                    .map_err(|_| unreadable("a number"))?,
                count: u32::try_from(last - first + 1).map_err(|_| unreadable("a place"))?,
                sheet: SheetId {
                    person: row.try_get("person")?,
                    instrument: row.try_get("instrument")?,
                    cycle: cycle.parse().map_err(|_| unreadable("a cycle"))?,
                },
                format: RunFormat::try_from(format).map_err(unreadable)?,
                body: row.try_get("body")?,
            },
        })
    }

    /// As a row of [`insert`]: a JSON array, in the order of the columns.
    pub(super) fn to_row(&self) -> Value {
        let run = &self.run;
        json!([
            self.last,
            self.first,
            run.device,
            run.n,
            self.author,
            run.sheet.person,
            run.sheet.instrument,
            run.sheet.cycle.to_string(),
            self.received_at,
            u8::from(run.format),
            run.body
        ])
    }

    /// Its facts, each with its sequence number in the log.
    pub(crate) fn facts(&self) -> Result<Vec<(i64, Fact)>, serde_json::Error> {
        Ok((self.first..).zip(self.run.facts()?).collect())
    }

    /// Its facts, each with its JSON as it was received.
    pub(crate) fn texts(&self) -> Result<Vec<FactText>, serde_json::Error> {
        self.run.texts()
    }

    /// Its facts as a device pulls them, without receipts.
    pub(crate) fn logged(&self) -> Result<Vec<LoggedFact>, serde_json::Error> {
        let facts = self.facts()?.into_iter();
        let logged = facts.map(|(seq, fact)| LoggedFact {
            seq,
            author: self.author.clone(),
            fact,
            digest: None,
            receipt: None,
        });
        Ok(logged.collect())
    }
}

/// Appends runs to the log, in one statement: each costs more than a row.
pub(crate) async fn insert(target: impl Into<Target<'_>>, runs: &[LogRow]) -> Result<(), DbError> {
    let rows: Vec<Value> = runs.iter().map(LogRow::to_row).collect();
    sql!(db / insert_runs)
        .bind(Value::Array(rows).to_string())
        .execute(target)
        .await?;
    Ok(())
}

/// The runs that end between two places in the log, both included.
pub(super) async fn between(
    target: impl Into<Target<'_>>,
    first: i64,
    last: i64,
) -> Result<Vec<LogRow>, DbError> {
    let rows = sql!(db / runs_between).bind(first).bind(last);
    let rows = rows.fetch_all(target).await?;
    rows.iter().map(LogRow::from_row).collect()
}
