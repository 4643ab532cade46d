//! Opening the SQLite file: many readers, one writer, everything fsynced.

use crate::writer::Writer;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Row};
use std::path::Path;
use std::time::Duration;

/// The open database.
#[derive(Clone, Debug)]
pub struct Database {
    /// For reading.
    pub readers: SqlitePool,
    /// For writing.
    pub writer: Writer,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder could not be made.
    #[error("データベースのフォルダー {0} を作れません: {1}")]
    Folder(String, std::io::Error),
    /// SQLite said no.
    #[error("データベース {0} を開けません: {1}")]
    Open(String, sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("データベースを新しい形にできません: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Database {
    /// Opens or makes the file and brings its tables up to date.
    pub async fn open(file: &Path) -> Result<Self, OpenError> {
        if let Some(folder) = file.parent().filter(|it| !it.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| OpenError::Folder(folder.display().to_string(), error))?;
        }
        let failed = |error| OpenError::Open(file.display().to_string(), error);
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let mut connection = options.connect().await.map_err(failed)?;
        sqlx::migrate!("./migrations").run(&mut connection).await?;
        begin_epoch(&mut connection).await.map_err(failed)?;
        crate::receipt::make_key(&mut connection)
            .await
            .map_err(failed)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.create_if_missing(false))
            .await
            .map_err(failed)?;
        Ok(Self {
            readers,
            writer: Writer::start(connection),
        })
    }
}

/// Gives a new database its epoch: the name of this life of the log.
async fn begin_epoch(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("insert or ignore into server (id, epoch) values (1, ?)")
        .bind(crate::session::random_hex())
        .execute(connection)
        .await?;
    Ok(())
}

/// The name of this life of the log.
pub async fn epoch(readers: &SqlitePool) -> Result<String, sqlx::Error> {
    sqlx::query("select epoch from server")
        .fetch_one(readers)
        .await?
        .try_get(0)
}
