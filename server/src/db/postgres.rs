//! Connections to a database of `PostgreSQL`, and what the program asks of its cluster.

pub(super) mod opening;

use super::query::{Connection, Pool, Query};
use super::sql::Sql;
use super::{DbError, Location, OpenError, is_outdated, sql};
use crate::accounts::session;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection as _, Executor, Row as _};
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations/postgres");

/// The oldest release of `PostgreSQL` that this program is tested with.
const OLDEST: i64 = 150_000;

/// A connection of a command.
pub(super) async fn connect(address: &PgConnectOptions) -> Result<Connection, DbError> {
    let connection = settings(address).connect().await?;
    Ok(Connection::Postgres(connection))
}

/// A connection to a database whose tables are brought into the shape of this release.
pub(super) async fn connect_and_migrate(
    address: &PgConnectOptions,
) -> Result<Connection, OpenError> {
    let location = || Location::Postgres(Box::new(address.clone())).to_string();
    let connection = settings(address)
        .connect()
        .await
        .map_err(|it| OpenError::Open(location(), it))?;
    let mut connection = Connection::Postgres(connection);
    require_usable(&mut connection).await?;
    if let Connection::Postgres(connection) = &mut connection {
        MIGRATIONS.run(connection).await?;
    }
    Ok(connection)
}

/// Fails if the cluster is too old, or its database cannot hold every character.
async fn require_usable(connection: &mut Connection) -> Result<(), OpenError> {
    let row = Query::new(&Sql::new(include_str!("postgres/version_and_encoding.sql")))
        .fetch_one(connection)
        .await?;
    let (version, encoding): (i64, String) = (row.try_get("version")?, row.try_get("encoding")?);
    if version < OLDEST {
        return Err(OpenError::TooOld(version / 10_000));
    }
    if encoding != "UTF8" {
        return Err(OpenError::Encoding(encoding));
    }
    Ok(())
}

/// A connection to a database whose tables have the shape of this release.
pub(super) async fn connect_current(address: &PgConnectOptions) -> Result<Connection, OpenError> {
    let location = || Location::Postgres(Box::new(address.clone())).to_string();
    let failed = |error| OpenError::Open(location(), error);
    let mut connection = connect(address).await.map_err(failed)?;
    if is_outdated(&mut connection, &MIGRATIONS)
        .await
        .map_err(failed)?
    {
        return Err(OpenError::Outdated(location()));
    }
    Ok(connection)
}

/// What every connection asks of the cluster, whatever its own settings are.
fn settings(address: &PgConnectOptions) -> PgConnectOptions {
    address.clone().application_name("michishirube").options([
        // Plans are short, and compiling them takes longer than running them.
        ("jit", "off"),
        // "relation … already exists, skipping" at each start is of no use to anybody.
        ("client_min_messages", "warning"),
        // `on` waits for a synchronous standby, too; a setting of the cluster that waits for less is overruled.
        ("synchronous_commit", "on"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("statement_timeout", "30s"),
    ])
}

/// Whether a connection still leads to the server that takes writes: after a failover an old one may lead to a standby,
/// and what it answers is of yesterday.
async fn is_primary(connection: &mut PgConnection) -> bool {
    let asked = tokio::time::timeout(
        Duration::from_secs(1),
        connection.fetch_one("show transaction_read_only"),
    );
    let Ok(Ok(row)) = asked.await else {
        return false;
    };
    row.try_get::<&str, _>(0).is_ok_and(|it| it == "off")
}

/// Begins a new epoch if the cluster has failed over since: every device then pushes again what it holds and the new
/// primary may lack.
pub(super) async fn follow_timeline(connection: &mut Connection) -> Result<(), DbError> {
    let timeline = Query::new(&Sql::new(include_str!("postgres/timeline.sql")));
    let timeline: String = timeline.fetch_value(&mut *connection).await?;
    let changed = sql!(db / follow_timeline)
        .bind(timeline)
        .bind(session::random_hex())
        .execute(connection)
        .await?;
    if changed > 0 {
        tracing::info!("the cluster has a new timeline");
    }
    Ok(())
}

/// How many other connections of the program the database has.
pub(super) async fn other_servers(connection: &mut Connection) -> Result<i64, DbError> {
    Query::new(&Sql::new(include_str!("postgres/other_servers.sql")))
        .fetch_value(connection)
        .await
}

/// Settings of the cluster that keep what was acknowledged when the power fails, and are off.
pub(crate) async fn durability_settings_that_are_off(
    readers: &Pool,
) -> Result<Vec<String>, DbError> {
    Query::new(&Sql::new(include_str!("postgres/durability_settings.sql")))
        .fetch_values(readers)
        .await
}

/// The size of a database of `PostgreSQL`.
pub(crate) async fn bytes_in_postgres(readers: &Pool) -> Result<u64, DbError> {
    let bytes: i64 = Query::new(&Sql::new(include_str!("postgres/database_bytes.sql")))
        .fetch_value(readers)
        .await?;
    Ok(bytes.unsigned_abs())
}

/// A new connection in place of one that no longer serves.
pub(super) async fn reconnect(options: &PgConnectOptions) -> Result<Connection, DbError> {
    let connecting = tokio::time::timeout(Duration::from_secs(5), options.connect());
    let mut connection = connecting.await.map_err(|_| DbError::PoolTimedOut)??;
    if !is_primary(&mut connection).await {
        let _ = connection.close().await;
        return Err(DbError::PoolTimedOut);
    }
    let mut connection = Connection::Postgres(connection);
    follow_timeline(&mut connection).await?;
    Ok(connection)
}
