//! The one writer: drains its queue into one transaction, lets the disk have it, then acknowledges.
//!
//! Many small writes share one fsync, so durability costs next to nothing under load. Each job runs in a savepoint
//! of its own: a job that fails is undone alone and the others stay.

use futures_core::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;
use std::collections::VecDeque;
use tokio::sync::{mpsc, oneshot};

/// At most so many jobs share a transaction, so that the first is not kept waiting for the last.
const MOST_IN_ONE: usize = 64;

/// Why a write did not happen.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// SQLite said no.
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    /// The transaction that carried the job did not reach the disk.
    #[error("the transaction could not be committed: {0}")]
    NotCommitted(String),
    /// The writer has ended.
    #[error("the writer has ended")]
    Ended,
}

impl WriteError {
    /// Whether the disk is full (`SQLITE_FULL`).
    pub fn is_full(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.code().as_deref() == Some("13"),
            Self::NotCommitted(text) => text.contains("full"),
            _ => false,
        }
    }
}

type Outcome = Box<dyn FnOnce(Result<(), String>) + Send>;
type Job = Box<
    dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<Outcome, Outcome>> + Send,
>;

/// Where jobs are handed in.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the writer on its own connection.
    pub fn start(connection: SqliteConnection) -> Self {
        let (queue, jobs) = mpsc::channel(1_024);
        tokio::spawn(work(connection, jobs));
        Self { queue }
    }

    /// Runs a job in the next transaction; returns when the disk has it.
    ///
    /// An error from the job itself undoes what the job did and is returned as it is.
    pub async fn run<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, E>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            Box::pin(async move {
                let result = job(connection).await;
                let kept = result.is_ok();
                let outcome: Outcome = Box::new(move |committed: Result<(), String>| {
                    let result = result.and_then(|it| {
                        committed
                            .map(|()| it)
                            .map_err(|why| WriteError::NotCommitted(why).into())
                    });
                    let _ = reply.send(result);
                });
                if kept { Ok(outcome) } else { Err(outcome) }
            })
        });
        self.queue.send(job).await.map_err(|_| WriteError::Ended)?;
        answer.await.map_err(|_| WriteError::Ended)?
    }
}

async fn work(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.recv().await {
        let mut waiting = VecDeque::from([first]);
        while waiting.len() < MOST_IN_ONE
            && let Ok(next) = jobs.try_recv()
        {
            waiting.push_back(next);
        }
        // A transaction that breaks takes only those with it that had their turn.
        while !waiting.is_empty() {
            let mut outcomes = Vec::with_capacity(waiting.len());
            let committed = write_batch(&mut connection, &mut waiting, &mut outcomes).await;
            let committed = committed.map_err(|error| {
                tracing::error!(%error, "a transaction was not committed");
                error.to_string()
            });
            let failed = committed.is_err();
            if failed {
                // Whatever SQLite left open; often it has rolled back already, which is no harm.
                let _ = execute(&mut connection, "rollback").await;
            }
            for outcome in outcomes {
                outcome(committed.clone());
            }
            if failed && !is_idle(&mut connection).await {
                // Nothing could begin: those who wait are told, and the next to come find out anew.
                waiting.clear();
            }
        }
    }
}

/// Runs jobs in one transaction, each undone alone if it fails.
///
/// In plain SQL, because SQLite ends a transaction by itself when the disk is full or fails, and whoever counts open
/// transactions beside it counts wrong from then on.
async fn write_batch(
    connection: &mut SqliteConnection,
    waiting: &mut VecDeque<Job>,
    outcomes: &mut Vec<Outcome>,
) -> Result<(), sqlx::Error> {
    // Each way to SQLite's thread and back costs more than what is done there: what can go together does.
    execute(connection, "begin immediate; savepoint job").await?;
    while let Some(job) = waiting.pop_front() {
        let (outcome, kept) = match job(connection).await {
            Ok(outcome) => (outcome, true),
            Err(outcome) => (outcome, false),
        };
        outcomes.push(outcome);
        let next = match (kept, waiting.is_empty()) {
            (true, true) => "release job; commit",
            (true, false) => "release job; savepoint job",
            (false, true) => "rollback to job; release job; commit",
            (false, false) => "rollback to job; release job; savepoint job",
        };
        execute(connection, next).await?;
    }
    Ok(())
}

/// Whether a transaction can begin.
async fn is_idle(connection: &mut SqliteConnection) -> bool {
    execute(connection, "begin").await.is_ok() && execute(connection, "rollback").await.is_ok()
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Row};

    async fn writer() -> Writer {
        let mut connection = SqliteConnectOptions::new()
            .in_memory(true)
            .connect()
            .await
            .expect("memory");
        sqlx::query("create table it (n integer)")
            .execute(&mut connection)
            .await
            .expect("table");
        Writer::start(connection)
    }

    async fn insert(writer: &Writer, n: i64, then_fail: bool) -> Result<(), WriteError> {
        let job = writer.run(move |connection| {
            Box::pin(async move {
                sqlx::query("insert into it values (?)")
                    .bind(n)
                    .execute(connection)
                    .await?;
                if then_fail {
                    Err(WriteError::Ended)
                } else {
                    Ok(())
                }
            })
        });
        job.await
    }

    async fn numbers(writer: &Writer) -> Vec<i64> {
        let read = writer.run::<_, WriteError, _>(|connection| {
            Box::pin(async move {
                let rows = sqlx::query("select n from it order by n")
                    .fetch_all(connection)
                    .await?;
                Ok(rows.iter().map(|it| it.get(0)).collect())
            })
        });
        read.await.expect("read")
    }

    #[tokio::test]
    async fn a_job_that_fails_is_undone_alone() {
        let writer = writer().await;
        let (one, two, three) = tokio::join!(
            insert(&writer, 1, false),
            insert(&writer, 2, true),
            insert(&writer, 3, false)
        );
        assert!(one.is_ok() && two.is_err() && three.is_ok());
        assert_eq!(numbers(&writer).await, [1, 3]);
    }
}
