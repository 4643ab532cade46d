//! Backups of a database of `PostgreSQL`: a SQLite file like any other, and back.

use super::restore::{Restored, begin_new_epoch, copy_plain, disabled_accounts, forget};
use super::{BackupError, Contents, contents, copy_encrypted, encryption, file_error};
use crate::clock::Clock;
use crate::db::private_file::create_private;
use crate::db::query::Connection;
use crate::db::{DbError, Location, postgres, sql, sqlite, transfer};
use crate::keys;
use domain::timestamp::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::Connection as _;
use sqlx::postgres::PgConnectOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Copying takes as long as it takes, and one side waits for the other.
const WITHOUT_LIMITS: &str =
    "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0";

fn cluster_error(cluster: &PgConnectOptions) -> impl Fn(DbError) -> BackupError {
    let name = Location::Postgres(Box::new(cluster.clone())).to_string();
    move |error| BackupError::Database(name.clone(), error)
}

/// Copies a database of `PostgreSQL`, as it is at one moment, into a new SQLite file, and compares both. Servers go on
/// writing meanwhile. The file has no secret key in it.
pub(super) async fn copy_to_file(
    cluster: &PgConnectOptions,
    to: &Path,
) -> Result<Contents, BackupError> {
    let (failed, file_failed) = (cluster_error(cluster), super::database_error(to));
    create_private(to).map_err(file_error(to))?;
    let mut file = sqlite::connect(to).await.map_err(&file_failed)?;
    sqlite::migrate(&mut file)
        .await
        .map_err(|it| BackupError::Migrate(it.to_string()))?;
    let mut file = Connection::Sqlite(file);
    let mut source = postgres::connect_current(cluster)
        .await
        .map_err(|it| BackupError::Migrate(it.to_string()))?;
    source.run(WITHOUT_LIMITS).await.map_err(&failed)?;
    source
        .run("begin isolation level repeatable read, read only")
        .await
        .map_err(&failed)?;
    file.begin_transfer().await.map_err(&file_failed)?;
    transfer::replace_all(&mut source, &mut file).await?;
    sql!(db / forget_signing_key)
        .execute(&mut file)
        .await
        .map_err(&file_failed)?;
    source.run("commit").await.map_err(&failed)?;
    file.run("commit").await.map_err(&file_failed)?;
    let Connection::Sqlite(mut file) = file else {
        return Err(BackupError::Mismatch("SQLite".to_owned()));
    };
    let held = contents(&mut file, None).await.map_err(&file_failed)?;
    file.close().await.map_err(file_failed)?;
    Ok(held)
}

/// Puts the rows of a SQLite file of this release, and the secret key if it goes into the database, in place of those
/// of a database of `PostgreSQL`: all, or nothing changes. Fails while a server is on it.
pub(crate) async fn copy_from_file(
    from: &Path,
    cluster: &PgConnectOptions,
    secret: Option<[u8; 32]>,
) -> Result<Contents, BackupError> {
    let (failed, file_failed) = (cluster_error(cluster), super::database_error(from));
    let mut target = postgres::connect_and_migrate(cluster)
        .await
        .map_err(|it| BackupError::Migrate(it.to_string()))?;
    require_alone(cluster, &mut target).await?;
    let mut file = sqlite::connect(from).await.map_err(&file_failed)?;
    let held = contents(&mut file, None).await.map_err(&file_failed)?;
    let mut file = Connection::Sqlite(file);
    file.run("begin").await.map_err(&file_failed)?;
    target.run(WITHOUT_LIMITS).await.map_err(&failed)?;
    target.begin_transfer().await.map_err(&failed)?;
    transfer::replace_all(&mut file, &mut target).await?;
    if let Some(secret) = secret {
        sql!(keys / set_signing_key)
            .bind(&secret[..])
            .execute(&mut target)
            .await
            .map_err(&failed)?;
    }
    target.run("commit").await.map_err(&failed)?;
    // Plans are made from how much is in a table; the cluster finds out by itself, only later.
    if let Err(error) = target.run("analyze").await {
        tracing::warn!(%error, "not analysed");
    }
    file.run("commit").await.map_err(file_failed)?;
    Ok(held)
}

/// Copies a database of `PostgreSQL` to a file, unless a server was started on it meanwhile: of what it took the file
/// would know nothing.
pub(crate) async fn copy_to_new_file(
    cluster: &PgConnectOptions,
    file: &Path,
) -> Result<Contents, BackupError> {
    let work = async {
        let held = copy_to_file(cluster, file).await?;
        ensure_not_in_use(cluster).await?;
        Ok(held)
    };
    work.await.inspect_err(|_| forget(file))
}

/// Fails while a server is on a database of `PostgreSQL`.
pub(crate) async fn ensure_not_in_use(cluster: &PgConnectOptions) -> Result<(), BackupError> {
    let failed = cluster_error(cluster);
    let mut connection = postgres::connect(cluster).await.map_err(failed)?;
    require_alone(cluster, &mut connection).await
}

async fn require_alone(
    cluster: &PgConnectOptions,
    connection: &mut Connection,
) -> Result<(), BackupError> {
    // A server that has just stopped is seen for a moment longer.
    for _ in 0..20 {
        let others = postgres::other_servers(connection).await;
        if others.map_err(cluster_error(cluster))? == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let name = Location::Postgres(Box::new(cluster.clone()));
    Err(BackupError::InUse(name.to_string()))
}

/// Whether a database of `PostgreSQL` holds nobody and nothing.
pub(crate) async fn is_empty(cluster: &PgConnectOptions) -> Result<bool, BackupError> {
    let failed = cluster_error(cluster);
    let mut target = postgres::connect_and_migrate(cluster)
        .await
        .map_err(|it| BackupError::Migrate(it.to_string()))?;
    let people: i64 = sql!(db / person_count)
        .fetch_value(&mut target)
        .await
        .map_err(&failed)?;
    let last: i64 = sql!(db / last_seq)
        .fetch_value(&mut target)
        .await
        .map_err(failed)?;
    Ok(people == 0 && last == 0)
}

/// Puts a backup in place of a database of `PostgreSQL`, under a new epoch. What was there before is kept in a file
/// beside the backup.
pub(super) async fn restore(
    cluster: &PgConnectOptions,
    copy: &Path,
    identity: Option<&Path>,
    clock: &Clock,
) -> Result<Restored, BackupError> {
    let now = clock();
    let location = Location::Postgres(Box::new(cluster.clone()));
    let failed = cluster_error(cluster);
    ensure_not_in_use(cluster).await?;
    let (fresh, plain) = (
        temporary(&location, "restoring"),
        temporary(&location, "decrypted"),
    );
    // Left over from a restore that was interrupted.
    forget(&fresh);
    copy_plain(copy, &plain, &fresh, identity).await?;
    let mut kept = None;
    let work = async {
        let mut there = postgres::connect_and_migrate(cluster)
            .await
            .map_err(|it| BackupError::Migrate(it.to_string()))?;
        let stored = sql!(keys / instance_keys)
            .fetch_optional(&mut there)
            .await
            .and_then(|row| row.map(|it| it.try_get("signing_key")).transpose())
            .map_err(&failed)?;
        let disabled = disabled_accounts(&mut there).await.map_err(&failed)?;
        drop(there);
        let (contents, still_disabled) = begin_new_epoch(&fresh, &disabled, now).await?;
        let secret = match public_key(&fresh).await? {
            Some(public) => keys::key_for_restore(&location, stored.flatten(), &public)
                .map_err(|it| BackupError::Key(it.to_string()))?,
            None => None,
        };
        if !is_empty(cluster).await? {
            kept = Some(keep(cluster, copy, identity, now).await?);
        }
        copy_from_file(&fresh, cluster, secret).await?;
        Ok((contents, still_disabled))
    };
    let restored = work.await;
    forget(&fresh);
    match restored {
        Ok((contents, still_disabled)) => Ok(Restored {
            before: kept,
            contents,
            still_disabled,
        }),
        Err(error) => {
            // Nothing was replaced.
            if let Some(kept) = kept {
                forget(&kept);
            }
            Err(error)
        }
    }
}

/// Which key the database in a file is signed with; none if it never had one.
async fn public_key(file: &Path) -> Result<Option<String>, BackupError> {
    let failed = super::database_error(file);
    let mut file = sqlite::connect(file).await.map_err(&failed)?;
    let row = sql!(keys / instance_keys).fetch_optional(&mut file).await;
    let public = row.and_then(|row| row.map(|it| it.try_get("public_key")).transpose());
    Ok(public.map_err(failed)?.flatten())
}

/// Copies a database that a backup will replace to a file beside it, encrypted if the backup is.
async fn keep(
    cluster: &PgConnectOptions,
    copy: &Path,
    identity: Option<&Path>,
    now: Timestamp,
) -> Result<PathBuf, BackupError> {
    let name = format!("before-restore-{}.db", now.to_file_name());
    let before = copy.with_file_name(name);
    let Some(identity) = identity.filter(|_| encryption::is_encrypted(copy)) else {
        let made = copy_to_file(cluster, &before).await;
        made.inspect_err(|_| forget(&before))?;
        return Ok(before);
    };
    let before = before.with_extension("db.age");
    let location = Location::Postgres(Box::new(cluster.clone()));
    let recipient = encryption::recipient_of(identity)?;
    copy_encrypted(&location, &before, &recipient).await?;
    Ok(before)
}

/// Where a plain copy lies for a while: on this machine, and never in the folder of backups. It is the same for the
/// same database, so that what an interrupted command left is removed by the next.
pub(super) fn temporary(database: &Location, end: &str) -> PathBuf {
    let name = Sha256::digest(database.to_string());
    let name = format!("michishirube-{}.{end}", hex::encode(&name[..8]));
    std::env::temp_dir().join(name)
}
