//! Opens a database of `PostgreSQL`: a pool of readers, one writer, every commit on the disk of the cluster.

use super::{connect_and_migrate, connect_current, follow_timeline, is_primary, settings};
use crate::db::query::Pool;
use crate::db::writer::Writer;
use crate::db::{Database, DbError, Location, OpenError, begin_epoch};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::time::Duration;

/// Opens the database and brings its tables into the shape of this release.
pub(in crate::db) async fn open(
    address: &PgConnectOptions,
    may_migrate: bool,
) -> Result<Database, OpenError> {
    let location = Location::Postgres(Box::new(address.clone()));
    let failed = |error| OpenError::Open(location.to_string(), error);
    let options = settings(address);
    let mut connection = if may_migrate {
        connect_and_migrate(address).await?
    } else {
        connect_current(address).await?
    };
    begin_epoch(&mut connection).await.map_err(failed)?;
    follow_timeline(&mut connection).await.map_err(failed)?;
    let readers = PgPoolOptions::new()
        .max_connections(8)
        .max_lifetime(Duration::from_mins(5))
        .acquire_timeout(Duration::from_secs(5))
        // In place of a ping: an old connection may lead to a server that has become a standby.
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(async { Ok(is_primary(connection).await) }))
        .after_connect(|connection, _| {
            Box::pin(async {
                // None yet, if the address leads to a standby: the pool tries again.
                is_primary(connection)
                    .await
                    .then_some(())
                    .ok_or(DbError::PoolTimedOut)
            })
        })
        .connect_with(options.clone())
        .await
        .map_err(failed)?;
    Ok(Database {
        readers: Pool::Postgres(readers),
        writer: Writer::start(connection, Some(options)),
        location,
    })
}
