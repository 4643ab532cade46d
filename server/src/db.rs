//! Opens the SQLite file: a pool of readers, one writer, every commit fsynced.

pub mod backup;
mod error;
mod fact_move;
pub(crate) mod log_row;
pub(crate) mod private_file;
pub(crate) mod query;
pub(crate) mod sql;
pub(crate) mod value;
pub mod writer;

pub use error::{DbError, OpenError};
pub(crate) use query::sql;
pub use query::{Connection, Pool, Query, Row, Target};
pub use sql::Sql;
pub use value::{Column, Value};

use crate::accounts::session;
use private_file::{create_private, create_private_folder, require_private};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use writer::{WriteError, Writer};

/// An open database; clones share its connections.
#[derive(Clone, Debug)]
pub struct Database {
    /// A pool of four connections.
    pub readers: Pool,
    /// The only connection that writes.
    pub writer: Writer,
    /// Where it lies.
    pub file: PathBuf,
}

impl Database {
    /// Opens or creates the file and migrates its tables.
    pub async fn open(file: &Path) -> Result<Self, OpenError> {
        Self::open_as(file, true).await
    }

    /// Opens the file as this release left it, for commands: what they look at stays as it is, and an earlier release
    /// can still be started on it.
    pub async fn open_unchanged(file: &Path) -> Result<Self, OpenError> {
        Self::open_as(file, false).await
    }

    async fn open_as(file: &Path, may_migrate: bool) -> Result<Self, OpenError> {
        if let Some(folder) = file.parent().filter(|it| !it.as_os_str().is_empty()) {
            if may_migrate {
                create_private_folder(folder)
                    .map_err(|error| OpenError::Folder(folder.display().to_string(), error))?;
            }
            require_private(folder).map_err(OpenError::Lax)?;
        }
        let failed = |error| OpenError::Open(file.display().to_string(), error);
        if file.exists() {
            require_private(file).map_err(OpenError::Lax)?;
        } else if may_migrate {
            create_private(file).map_err(|it| failed(DbError::Io(it)))?;
        }
        // With WAL readers go on while the writer commits; `Full` fsyncs every commit, so that it survives a power
        // cut.
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(may_migrate)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted is overwritten.
            .pragma("secure_delete", "on")
            .busy_timeout(Duration::from_secs(5));
        let mut connection = Connection(options.connect().await.map_err(failed)?);
        if !may_migrate && is_outdated(&mut connection).await.map_err(failed)? {
            return Err(OpenError::Outdated(file.display().to_string()));
        }
        migrate(&mut connection, Some(file)).await?;
        begin_epoch(&mut connection).await.map_err(failed)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.create_if_missing(false))
            .await
            .map_err(failed)?;
        Ok(Self {
            readers: Pool(readers),
            writer: Writer::start(connection),
            file: file.to_owned(),
        })
    }
}

impl Database {
    /// Ends the readers, waits for the jobs before, and moves the write-ahead log into the file. Nothing may be read
    /// afterwards.
    pub async fn close(&self) -> Result<(), WriteError> {
        self.readers.0.close().await;
        self.writer.finish().await
    }
}

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Brings tables and facts into the shape of this release, all or nothing: after a failure the release before can go
/// on. `file` is copied beside itself before facts are moved; a backup that is restored is such a copy.
async fn migrate(connection: &mut Connection, file: Option<&Path>) -> Result<(), OpenError> {
    let has_facts = fact_move::has_facts(&mut connection.0).await?;
    let file = file.filter(|_| has_facts);
    if let Some(file) = file {
        let copied = backup::copy_before_move(file).await;
        copied.map_err(|it| OpenError::Copy(it.to_string()))?;
    }
    if let Err(error) = migrate_in_transaction(connection).await {
        if let Some(file) = file {
            backup::remove_copy_before_move(file);
        }
        return Err(error);
    }
    if has_facts && let Err(error) = sqlx::query("vacuum").execute(&mut connection.0).await {
        // The room that the facts took stays the file's, and is used again.
        tracing::warn!(%error, "the database could not be made smaller");
    }
    Ok(())
}

async fn migrate_in_transaction(connection: &mut Connection) -> Result<(), OpenError> {
    let mut transaction = connection.0.begin().await?;
    MIGRATIONS.run(&mut *transaction).await?;
    fact_move::run(&mut transaction).await?;
    Ok(transaction.commit().await?)
}

/// Whether tables of this release are missing.
async fn is_outdated(connection: &mut Connection) -> Result<bool, DbError> {
    let known = MIGRATIONS.iter().map(|it| it.version).max();
    let done: Option<i64> = match sql!(db / last_migration).fetch_value(connection).await {
        Ok(done) => done,
        // A file that no release has written yet.
        Err(DbError::Database(_)) => None,
        Err(error) => return Err(error),
    };
    Ok(done < known)
}

/// Gives a new database its epoch; an existing epoch is kept.
async fn begin_epoch(connection: &mut Connection) -> Result<(), DbError> {
    sql!(db / insert_epoch_if_absent)
        .bind(session::random_hex())
        .execute(connection)
        .await?;
    Ok(())
}

/// The epoch of the log; only a restore changes it.
pub async fn epoch(readers: &Pool) -> Result<String, DbError> {
    sql!(db / epoch).fetch_value(readers).await
}
