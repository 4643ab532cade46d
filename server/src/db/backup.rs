//! Backups of a database in use, verified before they count, and restoring one.
//!
//! A restored database gets a new epoch: every browser then pushes again what it holds and the backup may lack (S14).

use super::private_file::create_private;
use super::{Connection, DbError, sql};
use crate::accounts::session;
use crate::clock::Clock;
use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Prefix of every backup's file name.
const STEM: &str = "michishirube-";

/// Why a backup was not made or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or folder could not be read or written: its path and the cause.
    #[error("{0}: {1}")]
    File(String, io::Error),
    /// SQLite failed: the path of the file and the cause.
    #[error("{0} を読み書きできません: {1}")]
    Database(String, DbError),
    /// The copy does not contain what the database contains.
    #[error("控えの検査に通りませんでした（{0}）。控えは作られていません。")]
    Mismatch(String),
    /// The file is not a database of this program, or it is damaged.
    #[error("{0} は道しるべの控えとして読めません（{1}）。何も変えていません。")]
    NotABackup(String, String),
    /// Another process has the database open.
    #[error(
        "データベース {0} は使用中です。サーバーを止めてから戻してください。何も変えていません。"
    )]
    InUse(String),
    /// The backup is older than this program and could not be migrated.
    #[error("控えを新しい形にできません: {0}。何も変えていません。")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// What a backup and its source are compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Facts in the log.
    pub facts: i64,
    /// People on the roster.
    pub people: i64,
    /// Highest `seq` in the log; 0 if the log is empty.
    last: i64,
    /// SHA-256 over the digests of all facts up to a number, in order.
    hash: Vec<u8>,
}

fn file_error(path: &Path) -> impl FnOnce(io::Error) -> BackupError + '_ {
    |error| BackupError::File(path.display().to_string(), error)
}

fn database_error(path: &Path) -> impl Fn(DbError) -> BackupError + '_ {
    |error| BackupError::Database(path.display().to_string(), error)
}

async fn open(path: &Path) -> Result<Connection, DbError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(Duration::from_secs(5));
    Ok(Connection(options.connect().await?))
}

async fn contents(connection: &mut Connection, up_to: Option<i64>) -> Result<Contents, DbError> {
    let last: i64 = sql!(db / last_fact_seq)
        .fetch_value(&mut *connection)
        .await?;
    let people = sql!(db / person_count)
        .fetch_value(&mut *connection)
        .await?;
    let rows = sql!(db / fact_digests_up_to)
        .bind(up_to.unwrap_or(last))
        .fetch_all(connection)
        .await?;
    let mut hash = Sha256::new();
    for row in &rows {
        hash.update(row.try_get::<&[u8], _>(0)?);
    }
    Ok(Contents {
        facts: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        people,
        last,
        hash: hash.finalize().to_vec(),
    })
}

async fn passes_integrity_check(connection: &mut Connection) -> Result<bool, DbError> {
    let verdict: String = sqlx::query_scalar("pragma integrity_check(1)")
        .fetch_one(&mut connection.0)
        .await?;
    Ok(verdict == "ok")
}

/// Makes and verifies a backup in a folder and keeps the newest `keep`. Returns its path and what it contains.
pub async fn backup(
    database: &Path,
    folder: &Path,
    keep: usize,
    clock: &Clock,
) -> Result<(PathBuf, Contents), BackupError> {
    fs::create_dir_all(folder).map_err(file_error(folder))?;
    let name = format!("{STEM}{}.db", clock().to_file_name());
    let (partial, copy) = (folder.join(format!(".{name}.partial")), folder.join(&name));
    let _ = fs::remove_file(&partial);
    let made = copy_and_verify(database, &partial).await;
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
    remove_old_backups(folder, keep)?;
    Ok((copy, contents))
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
        .execute(&mut source.0)
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
    let _ = copy.0.close().await;
    Ok(held)
}

fn flush(path: &Path) -> Result<(), BackupError> {
    File::open(path)
        .and_then(|it| it.sync_all())
        .map_err(file_error(path))
}

/// Removes all but the newest `keep` backups; at least one stays. Their names sort by time.
fn remove_old_backups(folder: &Path, keep: usize) -> Result<(), BackupError> {
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder).map_err(file_error(folder))? {
        let path = entry.map_err(file_error(folder))?.path();
        let name = path.file_name().and_then(|it| it.to_str());
        let is_database = path.extension().is_some_and(|it| it == "db");
        if name.is_some_and(|it| it.starts_with(STEM)) && is_database {
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

/// Replaces the database by a backup under a new epoch. Returns the path of the old database, if there was one, and
/// what the new one contains.
pub async fn restore(
    database: &Path,
    copy: &Path,
    clock: &Clock,
) -> Result<(Option<PathBuf>, Contents), BackupError> {
    let not_read = |why: String| BackupError::NotABackup(copy.display().to_string(), why);
    let beside = |end: &str| PathBuf::from(format!("{}{end}", database.display()));
    if !copy.is_file() {
        return Err(not_read("ファイルがありません".to_owned()));
    }
    ensure_not_in_use(database).await?;
    let fresh = beside(".restoring");
    let forget = |stem: &str, ends: &[&str]| {
        for end in ends {
            let _ = fs::remove_file(beside(&format!("{stem}{end}")));
        }
    };
    // Left over from a restore that was interrupted.
    forget(".restoring", &["", "-wal", "-shm"]);
    if let Err(error) = copy_and_verify(copy, &fresh).await {
        forget(".restoring", &["", "-wal", "-shm"]);
        return Err(not_read(error.to_string()));
    }
    let held = begin_new_epoch(&fresh).await?;
    flush(&fresh)?;
    let mut before = None;
    if database.exists() {
        let name = beside(&format!(".before-{}", clock().to_file_name()));
        // A hard link first, so that a database exists under its own name at every moment; moved only if that fails.
        if fs::hard_link(database, &name).is_err() {
            fs::rename(database, &name).map_err(file_error(database))?;
        }
        before = Some(name);
    }
    // They belong to the old file: SQLite would replay its write-ahead log into the new one.
    forget("", &["-wal", "-shm"]);
    fs::rename(&fresh, database).map_err(file_error(database))?;
    if let Some(folder) = database.parent().filter(|it| !it.as_os_str().is_empty()) {
        flush(folder)?;
    }
    Ok((before, held))
}

/// Fails if another process has the database open; otherwise checkpoints its write-ahead log.
async fn ensure_not_in_use(database: &Path) -> Result<(), BackupError> {
    if !database.exists() {
        return Ok(());
    }
    let in_use = |_| BackupError::InUse(database.display().to_string());
    // Exclusive locking also fails while another connection is open but idle.
    let options = SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Wal)
        .locking_mode(SqliteLockingMode::Exclusive)
        .busy_timeout(Duration::from_millis(500));
    let mut connection = options.connect().await.map_err(in_use)?;
    sqlx::query("begin exclusive")
        .execute(&mut connection)
        .await
        .map_err(in_use)?;
    sqlx::query("commit")
        .execute(&mut connection)
        .await
        .map_err(in_use)?;
    connection.close().await.map_err(in_use)
}

async fn begin_new_epoch(fresh: &Path) -> Result<Contents, BackupError> {
    let failed = database_error(fresh);
    let options = SqliteConnectOptions::new()
        .filename(fresh)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true);
    let mut connection = Connection(options.connect().await.map_err(&failed)?);
    sqlx::migrate!("./migrations")
        .run(&mut connection.0)
        .await?;
    sql!(db / set_epoch)
        .bind(session::random_hex())
        .execute(&mut connection)
        .await
        .map_err(&failed)?;
    let held = contents(&mut connection, None).await.map_err(&failed)?;
    connection.0.close().await.map_err(&failed)?;
    Ok(held)
}
