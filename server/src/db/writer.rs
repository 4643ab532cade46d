//! The only writer: runs queued jobs in one transaction, waits for the fsync, then acknowledges them.
//!
//! Many small writes share one fsync, so durability costs little under load. Each job runs in its own savepoint: a
//! job that fails is rolled back alone.

use super::error::{self, DbError};
use super::postgres;
use super::query::Connection;
use futures_core::future::BoxFuture;
use sqlx::postgres::PgConnectOptions;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Most jobs in one transaction, so that the first does not wait long for the last.
const MAX_JOBS_PER_TRANSACTION: usize = 64;

/// Why a write failed or was not attempted.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// SQLite rejected a statement.
    #[error("{0}")]
    Database(#[from] DbError),
    /// The transaction of the job could not be committed; the jobs in it share the cause.
    #[error("the transaction could not be committed: {0}")]
    NotCommitted(Arc<DbError>),
    /// No transaction could begin: another process writes, or the disk does not answer.
    #[error("no transaction could begin")]
    Busy,
    /// The writer has ended.
    #[error("the writer has ended")]
    Ended,
}

impl WriteError {
    fn cause(&self) -> Option<&DbError> {
        match self {
            Self::Database(error) => Some(error),
            Self::NotCommitted(error) => Some(error),
            Self::Busy | Self::Ended => None,
        }
    }

    /// Whether the disk is full.
    pub fn is_full(&self) -> bool {
        self.cause().is_some_and(error::is_full)
    }

    /// Whether the caller sent a character that cannot be stored.
    pub fn is_unstorable_text(&self) -> bool {
        self.cause().is_some_and(error::is_unstorable_text)
    }

    /// Whether the same write may succeed a little later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy) || self.cause().is_some_and(error::is_passing)
    }
}

/// How long a cluster may take for a transaction. A host that is gone without a word never answers at all.
const LONGEST_TRANSACTION: Duration = Duration::from_mins(1);

type Acknowledge = Box<dyn FnOnce(Result<(), Arc<DbError>>) + Send>;
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
    /// Starts the writer on its own connection; `cluster` is where to get another once that one is lost.
    pub fn start(connection: Connection, cluster: Option<PgConnectOptions>) -> Self {
        let (queue, jobs) = mpsc::channel(1_024);
        let running = tokio::spawn(run_jobs(connection, cluster, jobs));
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
                let outcome: Acknowledge = Box::new(move |committed: Result<(), Arc<DbError>>| {
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

async fn run_jobs(
    mut connection: Connection,
    cluster: Option<PgConnectOptions>,
    mut tasks: mpsc::Receiver<Task>,
) {
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
            let work = write_batch(&mut connection, &mut waiting, &mut outcomes);
            let committed = within_limit(cluster.is_some(), work).await;
            let is_silent = matches!(committed, Err(DbError::PoolTimedOut));
            let committed = committed.map_err(|error| {
                tracing::error!(%error, "a transaction was not committed");
                Arc::new(error)
            });
            let failed = committed.is_err();
            if failed && !is_silent {
                // Ends what SQLite left open; it has often rolled back by itself, and then this error is harmless.
                let _ = connection.run("rollback").await;
            }
            for outcome in outcomes {
                outcome(committed.clone());
            }
            let is_usable = async {
                !is_silent && can_begin(&mut connection).await
                    || can_begin_anew(&mut connection, cluster.as_ref()).await
            };
            if failed && !is_usable.await {
                // No transaction can begin: the waiting jobs fail now, and later jobs try again.
                waiting.clear();
            }
        }
    }
    if let Some(reply) = finish {
        let _ = reply.send(connection.finish().await);
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
    connection.begin_write().await?;
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
        connection.run(next).await?;
    }
    Ok(())
}

/// Whether a transaction can begin: none is open and SQLite accepts one.
async fn can_begin(connection: &mut Connection) -> bool {
    connection.begin_write().await.is_ok() && connection.run("rollback").await.is_ok()
}

/// Waits for a transaction; for one of a cluster only so long. What is then left of its connection is of no use.
async fn within_limit<T>(
    is_cluster: bool,
    work: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    if !is_cluster {
        return work.await;
    }
    let done = tokio::time::timeout(LONGEST_TRANSACTION, work).await;
    done.unwrap_or(Err(DbError::PoolTimedOut))
}

/// Whether a transaction can begin on a new connection to the cluster: a failover ends the old.
async fn can_begin_anew(connection: &mut Connection, cluster: Option<&PgConnectOptions>) -> bool {
    let Some(cluster) = cluster else {
        return false;
    };
    match postgres::reconnect(cluster).await {
        Ok(new) => {
            *connection = new;
            can_begin(connection).await
        }
        Err(error) => {
            tracing::error!(%error, "the cluster does not answer");
            false
        }
    }
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
        Writer::start(Connection::Sqlite(connection), None)
    }

    async fn insert(writer: &Writer, n: i64, then_fail: bool) -> Result<(), WriteError> {
        let job = writer.run(move |connection| {
            Box::pin(async move {
                sqlx::query("insert into it values (?)")
                    .bind(n)
                    .execute(connection.sqlite().expect("SQLite"))
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
                    .fetch_all(connection.sqlite().expect("SQLite"))
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
