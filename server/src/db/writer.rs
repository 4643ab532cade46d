//! The only writer: runs queued jobs in one transaction, waits for the fsync, then acknowledges them.
//!
//! Many small writes share one fsync, so durability costs little under load. Each job runs in its own savepoint: a
//! job that fails is rolled back alone.

use super::error::DbError;
use super::query::Connection;
use futures_core::future::BoxFuture;
use std::collections::VecDeque;
use tokio::sync::{mpsc, oneshot};

/// Most jobs in one transaction, so that the first does not wait long for the last.
const MAX_JOBS_PER_TRANSACTION: usize = 64;

/// Why a write failed or was not attempted.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// SQLite rejected a statement.
    #[error("{0}")]
    Database(#[from] DbError),
    /// The transaction of the job could not be committed.
    #[error("the transaction could not be committed: {0}")]
    NotCommitted(String),
    /// No transaction could begin: another process writes, or the disk does not answer.
    #[error("no transaction could begin")]
    Busy,
    /// The writer has ended.
    #[error("the writer has ended")]
    Ended,
}

impl WriteError {
    /// Whether the disk is full (`SQLITE_FULL`).
    pub fn is_full(&self) -> bool {
        match self {
            Self::Database(DbError::Database(error)) => error.code().as_deref() == Some("13"),
            // Shared by all jobs of the transaction, hence a text without SQLite's code.
            Self::NotCommitted(text) => text.contains("full"),
            _ => false,
        }
    }
}

type Acknowledge = Box<dyn FnOnce(Result<(), String>) + Send>;
type Job = Box<
    dyn for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<Acknowledge, Acknowledge>>
        + Send,
>;

/// What the queue holds: jobs, and the end.
enum Task {
    Job(Job),
    /// Checkpoints the write-ahead log; the last task.
    Finish(oneshot::Sender<Result<(), DbError>>),
}

/// Sender of the job queue; clones share it.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Task>,
}

impl Writer {
    /// Starts the writer on its own connection.
    pub fn start(connection: Connection) -> Self {
        let (queue, jobs) = mpsc::channel(1_024);
        let running = tokio::spawn(run_jobs(connection, jobs));
        tokio::spawn(async move {
            if let Err(error) = running.await
                && error.is_panic()
            {
                // Without the writer every call would fail until somebody notices: the service starts anew instead.
                tracing::error!("the writer stopped by a fault; the server ends");
                std::process::abort();
            }
        });
        Self { queue }
    }

    /// Waits for the jobs before it and moves the write-ahead log into the file; later jobs fail.
    pub(super) async fn finish(&self) -> Result<(), WriteError> {
        let (reply, answer) = oneshot::channel();
        let finish = Task::Finish(reply);
        self.queue
            .send(finish)
            .await
            .map_err(|_| WriteError::Ended)?;
        Ok(answer.await.map_err(|_| WriteError::Ended)??)
    }

    /// Runs a job in the next transaction; returns after the commit is fsynced.
    ///
    /// An error of the job rolls back only that job and is returned unchanged.
    pub async fn run<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T, E>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            Box::pin(async move {
                let result = job(connection).await;
                let kept = result.is_ok();
                let outcome: Acknowledge = Box::new(move |committed: Result<(), String>| {
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
        let job = Task::Job(job);
        self.queue.send(job).await.map_err(|_| WriteError::Ended)?;
        answer.await.map_err(|_| WriteError::Busy)?
    }
}

async fn run_jobs(mut connection: Connection, mut tasks: mpsc::Receiver<Task>) {
    let mut finish = None;
    while finish.is_none()
        && let Some(first) = tasks.recv().await
    {
        let mut waiting = VecDeque::new();
        let mut next = Some(first);
        while let Some(task) = next {
            match task {
                Task::Job(job) => waiting.push_back(job),
                Task::Finish(reply) => finish = Some(reply),
            }
            let is_full = finish.is_some() || waiting.len() == MAX_JOBS_PER_TRANSACTION;
            next = if is_full { None } else { tasks.try_recv().ok() };
        }
        // A failed transaction fails only the jobs that already ran in it; the others get a new one.
        while !waiting.is_empty() {
            let mut outcomes = Vec::with_capacity(waiting.len());
            let committed = write_batch(&mut connection, &mut waiting, &mut outcomes).await;
            let committed = committed.map_err(|error| {
                tracing::error!(%error, "a transaction was not committed");
                error.to_string()
            });
            let failed = committed.is_err();
            if failed {
                // Ends what SQLite left open; it has often rolled back by itself, and then this error is harmless.
                let _ = execute(&mut connection, "rollback").await;
            }
            for outcome in outcomes {
                outcome(committed.clone());
            }
            if failed && !can_begin(&mut connection).await {
                // No transaction can begin: the waiting jobs fail now, and later jobs try again.
                waiting.clear();
            }
        }
    }
    if let Some(reply) = finish {
        let _ = reply.send(execute(&mut connection, "pragma wal_checkpoint(truncate)").await);
    }
}

/// Runs jobs in one transaction, each in a savepoint.
async fn write_batch(
    connection: &mut Connection,
    waiting: &mut VecDeque<Job>,
    outcomes: &mut Vec<Acknowledge>,
) -> Result<(), DbError> {
    // Plain SQL instead of sqlx's transactions: SQLite rolls back by itself on a full disk, and sqlx's count of open
    // transactions would then be wrong. Each round trip to SQLite's thread costs more than a statement, so statements
    // that can go together do.
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

/// Whether a transaction can begin: none is open and SQLite accepts one.
async fn can_begin(connection: &mut Connection) -> bool {
    // `immediate`, because a lock that another process holds lets a deferred transaction begin.
    execute(connection, "begin immediate").await.is_ok()
        && execute(connection, "rollback").await.is_ok()
}

async fn execute(connection: &mut Connection, sql: &'static str) -> Result<(), DbError> {
    sqlx::query(sql).execute(&mut connection.0).await.map(drop)
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
        Writer::start(Connection(connection))
    }

    async fn insert(writer: &Writer, n: i64, then_fail: bool) -> Result<(), WriteError> {
        let job = writer.run(move |connection| {
            Box::pin(async move {
                sqlx::query("insert into it values (?)")
                    .bind(n)
                    .execute(&mut connection.0)
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
                    .fetch_all(&mut connection.0)
                    .await?;
                Ok(rows.iter().map(|it| it.get(0)).collect())
            })
        });
        read.await.expect("read")
    }

    #[tokio::test]
    async fn a_failing_job_is_rolled_back_alone() {
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
