//! Connections to a SQLite file, and its tables.

pub(super) mod opening;

use super::{DbError, OpenError, fact_move};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};
use std::path::Path;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations/sqlite");

/// A connection of a command to a file that is there.
pub(super) async fn connect(file: &Path) -> Result<SqliteConnection, DbError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    options.connect().await
}

/// Brings tables and facts into the shape of this release, all or nothing: after a failure the release before can go
/// on.
pub(super) async fn migrate(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let has_facts = fact_move::has_facts(connection).await?;
    migrate_in_transaction(connection).await?;
    if has_facts && let Err(error) = sqlx::query("vacuum").execute(connection).await {
        // The room that the facts took stays the file's, and is used again.
        tracing::warn!(%error, "the database could not be made smaller");
    }
    Ok(())
}

async fn migrate_in_transaction(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let mut transaction = connection.begin().await?;
    MIGRATIONS.run(&mut *transaction).await?;
    fact_move::run(&mut transaction).await?;
    Ok(transaction.commit().await?)
}
