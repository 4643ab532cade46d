//! The database, a SQLite file or in a `PostgreSQL` cluster: what is the same for both, and the door to either.

pub mod backup;
mod error;
mod fact_move;
mod location;
pub(crate) mod log_row;
mod postgres;
pub(crate) mod private_file;
pub(crate) mod query;
mod registry;
mod row;
pub(crate) mod sql;
mod sqlite;
mod transfer;
pub(crate) mod value;
pub mod writer;

pub use error::{DbError, OpenError};
pub use location::Location;
pub(crate) use postgres::{bytes_in_postgres, durability_settings_that_are_off};
pub(crate) use query::sql;
pub use query::{Connection, Pool, Query, Target};
pub use registry::{Host, Registry, RegistryError, Tenant, TenantName};
pub use row::{Column, Row};
pub use sql::Sql;
pub use value::Value;

use crate::accounts::session;
use sqlx::migrate::Migrator;
use writer::{WriteError, Writer};

/// An open database; clones share its connections.
#[derive(Clone, Debug)]
pub struct Database {
    /// A pool of four connections.
    pub readers: Pool,
    /// The only connection that writes.
    pub writer: Writer,
    pub location: Location,
}

impl Database {
    /// Opens or creates the database and migrates its tables.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        Self::open_as(location, true).await
    }

    /// Opens the database as this release left it, for commands: what they look at stays as it is, and an earlier
    /// release can still be started on it.
    pub async fn open_unchanged(location: &Location) -> Result<Self, OpenError> {
        Self::open_as(location, false).await
    }

    async fn open_as(location: &Location, may_migrate: bool) -> Result<Self, OpenError> {
        match location {
            Location::File(file) => sqlite::opening::open(file, may_migrate).await,
            Location::Postgres(options) => postgres::opening::open(options, may_migrate).await,
        }
    }
}

impl Database {
    /// Ends the readers, waits for the jobs before, and moves the write-ahead log into the file. Nothing may be read
    /// afterwards.
    pub async fn close(&self) -> Result<(), WriteError> {
        match &self.readers {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
        self.writer.finish().await
    }
}

/// Whether tables of this release are missing.
async fn is_outdated(
    connection: impl Into<Target<'_>>,
    migrations: &Migrator,
) -> Result<bool, DbError> {
    let known = migrations.iter().map(|it| it.version).max();
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
