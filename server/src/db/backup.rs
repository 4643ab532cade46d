//! Backups of a database in use, verified before they count, and encrypted if the operator gives a key for it.

pub(crate) mod cluster;
mod encryption;
pub mod restore;

use super::log_row::LogRow;
use super::private_file::{create_private, create_private_folder, require_private};
use super::transfer::TransferError;
use super::writer::WriteError;
use super::{Connection, DbError, Location, fact_move, postgres, sql, sqlite};
use crate::audit::{self, Act, AuditAct};
use crate::clock::Clock;
use domain::timestamp::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection as _};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// Prefix of every backup's file name.
const STEM: &str = "michishirube-";

/// Ends of their names: plain, and encrypted.
const ENDS: [&str; 2] = [".db", ".db.age"];

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or folder could not be read or written: its path and the cause.
    #[error("{0}: {1}")]
    File(String, io::Error),
    /// SQLite failed: the path of the file and the cause.
    #[error("{0} を読み書きできません: {1}")]
    Database(String, DbError),
    /// Others may read the folder: its path, and what puts it right.
    #[error("{0} を、ほかの利用者も読める設定になっています。次のようにしてください: {1}")]
    Lax(String, String),
    /// The copy does not contain what the database contains.
    #[error("控えの検査に通りませんでした（{0}）。控えは作られていません。")]
    Mismatch(String),
    /// The rows could not be copied between a file and a database of `PostgreSQL`.
    #[error("データベースを写せませんでした: {0}。何も変えていません。")]
    Transfer(#[from] TransferError),
    /// The file is not a database of this program, or it is damaged.
    #[error("{0} は道しるべの控えとして読めません（{1}）。何も変えていません。")]
    NotABackup(String, String),
    /// Another process has the database open.
    #[error(
        "データベース {0} は使用中です。サーバーを止めてから戻してください。何も変えていません。"
    )]
    InUse(String),
    /// The key that backups are encrypted to, or the one that opens them, is none.
    #[error("控えを暗号化する鍵が読めません: {0}")]
    Key(String),
    /// The backup is encrypted, and no key was given.
    #[error("{0} は暗号化されています。--identity に開く鍵のファイルを書いてください")]
    Encrypted(String),
    /// The backup is older than this program and could not be migrated.
    #[error("控えを新しい形にできません: {0}。何も変えていません。")]
    Migrate(String),
}

/// What a backup and its source are compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Facts in the log.
    pub facts: i64,
    /// People on the roster.
    pub people: i64,
    /// The place of the last fact; 0 if the log is empty.
    last: i64,
    /// SHA-256 over all runs up to a place, in order; in a database of an earlier release over the facts' digests.
    hash: Vec<u8>,
}

fn file_error(path: &Path) -> impl FnOnce(io::Error) -> BackupError + '_ {
    |error| BackupError::File(path.display().to_string(), error)
}

fn database_error(path: &Path) -> impl Fn(DbError) -> BackupError + '_ {
    |error| BackupError::Database(path.display().to_string(), error)
}

async fn open(path: &Path) -> Result<SqliteConnection, DbError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(Duration::from_secs(5));
    options.connect().await
}

async fn contents(
    connection: &mut SqliteConnection,
    up_to: Option<i64>,
) -> Result<Contents, DbError> {
    let people = sql!(db / person_count)
        .fetch_value(&mut *connection)
        .await?;
    let (last, facts, hash) = if fact_move::is_due(connection).await? {
        fact_move::contents(connection, up_to).await?
    } else {
        log_contents(connection, up_to).await?
    };
    Ok(Contents {
        facts,
        people,
        last,
        hash,
    })
}

/// The place of the last fact of the log, the number of facts up to a place, and a hash of them.
async fn log_contents(
    connection: &mut SqliteConnection,
    up_to: Option<i64>,
) -> Result<(i64, i64, Vec<u8>), DbError> {
    let last: i64 = sql!(db / last_seq).fetch_value(&mut *connection).await?;
    let (mut facts, mut hash) = (0, Sha256::new());
    let take = |row| {
        let run = LogRow::from_row(&row)?;
        facts += run.last - run.first + 1;
        hash.update(run.to_row().to_string());
        Ok::<_, DbError>(true)
    };
    sql!(db / runs_between)
        .bind(1)
        .bind(up_to.unwrap_or(last))
        .fetch_while(connection, take)
        .await?;
    Ok((last, facts, hash.finalize().to_vec()))
}

async fn passes_integrity_check(connection: &mut SqliteConnection) -> Result<bool, DbError> {
    let verdict: String = sqlx::query_scalar("pragma integrity_check(1)")
        .fetch_one(connection)
        .await?;
    Ok(verdict == "ok")
}

/// Where backups go.
#[derive(Clone, Debug)]
pub struct BackupPlan<'a> {
    pub folder: &'a Path,
    /// How many are kept; at least one is.
    pub keep: usize,
    /// The public key of age (`age1…`) that they are encrypted to.
    pub recipient: Option<&'a str>,
}

/// Whether SQLite finds a database whole.
pub(crate) async fn is_sound(database: &Path) -> Result<bool, BackupError> {
    let failed = database_error(database);
    let mut connection = open(database).await.map_err(&failed)?;
    passes_integrity_check(&mut connection)
        .await
        .map_err(failed)
}

/// Makes and verifies a backup and removes old ones. Returns its path and what it contains.
pub async fn backup(
    database: &Location,
    plan: &BackupPlan<'_>,
    clock: &Clock,
) -> Result<(PathBuf, Contents), BackupError> {
    let (folder, now) = (plan.folder, clock());
    create_private_folder(folder).map_err(file_error(folder))?;
    require_private(folder).map_err(|it| BackupError::Lax(it.path.clone(), it.command()))?;
    let name = format!("{STEM}{}.db", now.to_file_name());
    let name = if plan.recipient.is_some() {
        format!("{name}.age")
    } else {
        name
    };
    let (partial, copy) = (folder.join(format!(".{name}.partial")), folder.join(&name));
    let _ = fs::remove_file(&partial);
    let made = match plan.recipient {
        None => copy_verified(database, &partial).await,
        Some(recipient) => copy_encrypted(database, &partial, recipient).await,
    };
    let contents = match made {
        Ok(contents) => contents,
        Err(error) => {
            let _ = fs::remove_file(&partial);
            return Err(error);
        }
    };
    flush(&partial)?;
    // Renamed only after verification: an interrupted run leaves a hidden file that does not count as a backup.
    fs::rename(&partial, &copy).map_err(file_error(&copy))?;
    flush(folder)?;
    remove_old_backups(folder, plan.keep, now)?;
    record(database, &contents, now).await;
    Ok((copy, contents))
}

/// Replaces the database by a backup under a new epoch. `identity` opens an encrypted one.
pub async fn restore(
    database: &Location,
    copy: &Path,
    identity: Option<&Path>,
    clock: &Clock,
) -> Result<restore::Restored, BackupError> {
    if !copy.is_file() {
        let why = "ファイルがありません".to_owned();
        return Err(BackupError::NotABackup(copy.display().to_string(), why));
    }
    match database {
        Location::File(file) => restore::restore_file(file, copy, identity, clock).await,
        Location::Postgres(cluster) => cluster::restore(cluster, copy, identity, clock).await,
    }
}

/// Copies a database beside itself, verifies the copy and encrypts it. The plain copy never reaches the folder of
/// backups.
async fn copy_encrypted(
    from: &Location,
    to: &Path,
    recipient: &str,
) -> Result<Contents, BackupError> {
    let plain = match from {
        Location::File(file) => PathBuf::from(format!("{}.copying", file.display())),
        Location::Postgres(_) => cluster::temporary(from, "copying"),
    };
    let _ = fs::remove_file(&plain);
    let made = copy_verified(from, &plain).await;
    let encrypted = made.and_then(|held| encryption::encrypt(&plain, to, recipient).map(|()| held));
    let _ = fs::remove_file(&plain);
    encrypted
}

async fn copy_verified(from: &Location, to: &Path) -> Result<Contents, BackupError> {
    match from {
        Location::File(file) => copy_and_verify(file, to).await,
        Location::Postgres(cluster) => cluster::copy_to_file(cluster, to).await,
    }
}

/// Notes in the database that it was backed up; health tells how long ago.
async fn record(database: &Location, contents: &Contents, now: Timestamp) {
    let write = async {
        let mut connection = match database {
            Location::File(file) => Connection::Sqlite(sqlite::connect(file).await?),
            Location::Postgres(cluster) => postgres::connect(cluster).await?,
        };
        let details = serde_json::json!({ "facts": contents.facts, "people": contents.people });
        let act = Act::by_command(AuditAct::BackedUp).details(details);
        connection.begin_write().await?;
        audit::record(&mut connection, now, act).await?;
        connection.run("commit").await?;
        Ok::<_, WriteError>(())
    };
    // The backup is made and verified all the same.
    if let Err(error) = write.await {
        tracing::warn!(%error, "the backup could not be recorded");
    }
}

/// Copies a database that may be in use and compares the copy with it.
async fn copy_and_verify(from: &Path, to: &Path) -> Result<Contents, BackupError> {
    let failed = database_error(from);
    let mut source = open(from).await.map_err(&failed)?;
    // An empty file is what `vacuum into` may write to; it keeps its permissions.
    create_private(to).map_err(file_error(to))?;
    // `vacuum into` reads one snapshot, so the server goes on writing meanwhile.
    sqlx::query("vacuum into ?")
        .bind(to.display().to_string())
        .execute(&mut source)
        .await
        .map_err(&failed)?;
    let mut copy = open(to).await.map_err(database_error(to))?;
    if !passes_integrity_check(&mut copy)
        .await
        .map_err(database_error(to))?
    {
        return Err(BackupError::Mismatch("integrity_check".to_owned()));
    }
    let held = contents(&mut copy, None)
        .await
        .map_err(database_error(to))?;
    // The log may have grown since, so only facts up to the copy's last `seq` are compared.
    let there = contents(&mut source, Some(held.last))
        .await
        .map_err(&failed)?;
    if there.hash != held.hash || there.facts != held.facts {
        let sentence = format!("{}件のうち{}件", there.facts, held.facts);
        return Err(BackupError::Mismatch(sentence));
    }
    let _ = copy.close().await;
    Ok(held)
}

fn flush(path: &Path) -> Result<(), BackupError> {
    File::open(path)
        .and_then(|it| it.sync_all())
        .map_err(file_error(path))
}

/// How long a copy made before a deletion or a move is kept.
const COPIES_KEPT: Duration = Duration::from_hours(30 * 24);

/// Where the copies made before a deletion lie, and how their names begin.
fn before_deletion(database: &Path) -> (&Path, String) {
    let folder = database.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let stem = database.file_name().and_then(|it| it.to_str());
    let stem = format!("{}.before-deletion-", stem.unwrap_or_default());
    (folder, stem)
}

/// Removes copies made before a deletion or a move once they are a month old.
pub(crate) fn remove_old_copies(database: &Path, now: Timestamp) -> Result<(), BackupError> {
    let (folder, stem) = before_deletion(database);
    let oldest = format!("{stem}{}", (now - COPIES_KEPT).to_file_name());
    for entry in fs::read_dir(folder).map_err(file_error(folder))? {
        let path = entry.map_err(file_error(folder))?.path();
        let name = path.file_name().and_then(|it| it.to_str());
        if name.is_some_and(|it| it.starts_with(&stem) && *it < *oldest) {
            fs::remove_file(&path).map_err(file_error(&path))?;
        }
    }
    // It has no time in its name: the program reads no clock when it opens a database.
    let moved = before_move(database);
    let now = UNIX_EPOCH + Duration::from_millis(now.as_millis().unsigned_abs());
    let made = fs::metadata(&moved).and_then(|it| it.modified());
    let age = made.ok().and_then(|it| now.duration_since(it).ok());
    if age.is_some_and(|it| it > COPIES_KEPT) {
        fs::remove_file(&moved).map_err(file_error(&moved))?;
    }
    Ok(())
}

/// Where the copy lies that was made before the facts of an earlier release were moved.
fn before_move(database: &Path) -> PathBuf {
    PathBuf::from(format!("{}.before-log", database.display()))
}

/// Copies the database of an earlier release beside itself before its facts are moved. A month later the copy goes.
pub(super) async fn copy_before_move(database: &Path) -> Result<(), BackupError> {
    let copy = before_move(database);
    let _ = fs::remove_file(&copy);
    let made = copy_and_verify(database, &copy).await;
    made.and_then(|_| flush(&copy))
        .inspect_err(|_| remove_copy_before_move(database))
}

/// Removes that copy, whole or not: nothing was moved, and the room is needed.
pub(super) fn remove_copy_before_move(database: &Path) {
    let copy = before_move(database);
    let _ = fs::remove_file(&copy);
    let _ = fs::remove_file(format!("{}-journal", copy.display()));
}

/// Copies the database beside itself before sheets are deleted.
pub(crate) async fn copy_before_deletion(
    database: &Path,
    now: Timestamp,
) -> Result<PathBuf, BackupError> {
    let (folder, stem) = before_deletion(database);
    let copy = folder.join(format!("{stem}{}", now.to_file_name()));
    let _ = fs::remove_file(&copy);
    copy_and_verify(database, &copy).await?;
    flush(&copy)?;
    Ok(copy)
}

/// Removes all but the newest `keep` backups; at least one stays. Their names sort by time. One dated after today was
/// made by a wrong clock: it neither counts nor goes.
fn remove_old_backups(folder: &Path, keep: usize, now: Timestamp) -> Result<(), BackupError> {
    let tomorrow = format!("{STEM}{}", (now + Duration::from_hours(24)).to_file_name());
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder).map_err(file_error(folder))? {
        let path = entry.map_err(file_error(folder))?.path();
        let name = path.file_name().and_then(|it| it.to_str());
        let is_backup =
            name.is_some_and(|it| it.starts_with(STEM) && ENDS.iter().any(|end| it.ends_with(end)));
        if is_backup && name.is_some_and(|it| it < tomorrow.as_str()) {
            copies.push(path);
        }
    }
    copies.sort();
    let n_old = copies.len().saturating_sub(keep.max(1));
    for old in &copies[..n_old] {
        fs::remove_file(old).map_err(file_error(old))?;
    }
    Ok(())
}
