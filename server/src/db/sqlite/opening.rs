//! Opens a SQLite file: a pool of readers, one writer, every commit fsynced.

use super::{MIGRATIONS, migrate};
use crate::db::private_file::{create_private, create_private_folder, require_private};
use crate::db::query::{Connection, Pool};
use crate::db::writer::Writer;
use crate::db::{
    Database, DbError, Location, OpenError, backup, begin_epoch, fact_move, is_outdated,
};
use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::Path;
use std::time::Duration;

/// Opens or creates the file.
pub(in crate::db) async fn open(file: &Path, may_migrate: bool) -> Result<Database, OpenError> {
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
    let mut connection = options.connect().await.map_err(failed)?;
    if !may_migrate
        && is_outdated(&mut connection, &MIGRATIONS)
            .await
            .map_err(failed)?
    {
        return Err(OpenError::Outdated(file.display().to_string()));
    }
    migrate_beside_a_copy(&mut connection, file).await?;
    let mut connection = Connection::Sqlite(connection);
    begin_epoch(&mut connection).await.map_err(failed)?;
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .connect_with(options.create_if_missing(false))
        .await
        .map_err(failed)?;
    Ok(Database {
        readers: Pool::Sqlite(readers),
        writer: Writer::start(connection, None),
        location: Location::from(file),
    })
}

/// Migrates a file; before facts are moved, it is copied beside itself.
async fn migrate_beside_a_copy(
    connection: &mut SqliteConnection,
    file: &Path,
) -> Result<(), OpenError> {
    if !fact_move::has_facts(connection).await? {
        return migrate(connection).await;
    }
    let copied = backup::copy_before_move(file).await;
    copied.map_err(|it| OpenError::Copy(it.to_string()))?;
    let migrated = migrate(connection).await;
    migrated.inspect_err(|_| backup::remove_copy_before_move(file))
}
