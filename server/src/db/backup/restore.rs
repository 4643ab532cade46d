//! Restoring a backup.
//!
//! A restored database gets a new epoch: every browser then pushes again what it holds and the backup may lack (S14).
//! All sessions end, and accounts that were disabled since stay so.

use super::{
    BackupError, Contents, copy_and_verify, database_error, encryption, file_error, flush,
};
use crate::accounts::session;
use crate::audit::{self, Act, AuditAct};
use crate::clock::Clock;
use crate::db::private_file::give_owner;
use crate::db::sqlite::migrate;
use crate::db::{Connection, DbError, Target, sql};
use domain::timestamp::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// Where the database before is, if there was one.
    pub before: Option<PathBuf>,
    pub contents: Contents,
    /// Accounts that the backup had as usable and that stay disabled.
    pub still_disabled: u64,
}

/// Replaces a SQLite file by a backup.
pub(super) async fn restore_file(
    database: &Path,
    copy: &Path,
    identity: Option<&Path>,
    clock: &Clock,
) -> Result<Restored, BackupError> {
    let beside = |end: &str| PathBuf::from(format!("{}{end}", database.display()));
    ensure_not_in_use(database).await?;
    let (fresh, plain) = (beside(".restoring"), beside(".decrypted"));
    // Left over from a restore that was interrupted.
    forget(&fresh);
    copy_plain(copy, &plain, &fresh, identity).await?;
    let now = clock();
    // As far as it can be read: a damaged file is what a restore is for.
    let disabled = match super::open(database).await {
        Ok(mut file) => disabled_accounts(&mut file).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let (contents, still_disabled) = begin_new_epoch(&fresh, &disabled, now).await?;
    take_owner(database, &fresh).map_err(file_error(&fresh))?;
    flush(&fresh)?;
    let before = move_aside(
        database,
        &beside(&format!(".before-{}", now.to_file_name())),
    )?;
    // The write-ahead log belongs to the old file: SQLite would replay it into the new one, and of a damaged file it
    // may be all that is left.
    if let Some(before) = &before {
        let kept = PathBuf::from(format!("{}-wal", before.display()));
        let _ = fs::rename(beside("-wal"), kept);
    }
    forget_logs(database);
    fs::rename(&fresh, database).map_err(file_error(database))?;
    if let Some(folder) = database.parent().filter(|it| !it.as_os_str().is_empty()) {
        flush(folder)?;
    }
    Ok(Restored {
        before,
        contents,
        still_disabled,
    })
}

/// Copies a backup, encrypted or not, and verifies the copy. Of one that is none, nothing stays.
pub(super) async fn copy_plain(
    copy: &Path,
    plain: &Path,
    fresh: &Path,
    identity: Option<&Path>,
) -> Result<(), BackupError> {
    forget(plain);
    let made = if encryption::is_encrypted(copy) {
        let identity =
            identity.ok_or_else(|| BackupError::Encrypted(copy.display().to_string()))?;
        match encryption::decrypt(copy, plain, identity) {
            Ok(()) => copy_and_verify(plain, fresh).await,
            Err(error) => Err(error),
        }
    } else {
        copy_and_verify(copy, fresh).await
    };
    forget(plain);
    made.map(drop).map_err(|error| {
        forget(fresh);
        match error {
            error @ BackupError::Key(_) => error,
            error => BackupError::NotABackup(copy.display().to_string(), error.to_string()),
        }
    })
}

/// Removes a SQLite file that nobody needs any more, if it is there.
pub(crate) fn forget(file: &Path) {
    let _ = fs::remove_file(file);
    forget_logs(file);
}

/// Removes what SQLite writes beside a file.
fn forget_logs(file: &Path) {
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", file.display()));
    }
}

/// Keeps the database that is replaced, under another name.
fn move_aside(database: &Path, name: &Path) -> Result<Option<PathBuf>, BackupError> {
    if !database.exists() {
        return Ok(None);
    }
    // A hard link first, so that a database exists under its own name at every moment; moved only if that fails.
    if fs::hard_link(database, name).is_err() {
        fs::rename(database, name).map_err(file_error(database))?;
    }
    Ok(Some(name.to_owned()))
}

/// Gives the new file the owner of the one that it replaces, or of the folder: an administrator who restores must not
/// lock the service out of its database.
fn take_owner(database: &Path, fresh: &Path) -> io::Result<()> {
    let folder = database.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    give_owner(fresh, if database.exists() { database } else { folder })
}

/// Fails if another process has the database open; otherwise checkpoints its write-ahead log. A file that SQLite cannot
/// read is nobody's: it is what a restore is for.
pub(crate) async fn ensure_not_in_use(database: &Path) -> Result<(), BackupError> {
    if !database.exists() {
        return Ok(());
    }
    let lock = async {
        // Exclusive locking also fails while another connection is open but idle.
        let options = SqliteConnectOptions::new()
            .filename(database)
            .journal_mode(SqliteJournalMode::Wal)
            .locking_mode(SqliteLockingMode::Exclusive)
            .busy_timeout(Duration::from_millis(500));
        let mut connection = options.connect().await?;
        for statement in ["begin exclusive", "commit"] {
            sqlx::query(statement).execute(&mut connection).await?;
        }
        connection.close().await
    };
    match lock.await {
        Err(error) if is_busy(&error) => Err(BackupError::InUse(database.display().to_string())),
        _ => Ok(()),
    }
}

/// Whether another process holds a lock (`SQLITE_BUSY`, `SQLITE_LOCKED` and their extended codes).
fn is_busy(error: &DbError) -> bool {
    let DbError::Database(error) = error else {
        return false;
    };
    let code = error.code().and_then(|it| it.parse::<i32>().ok());
    code.is_some_and(|it| matches!(it & 0xff, 5 | 6))
}

/// Since when, why and by whom an account is disabled: 職員番号, time in ms, reason, author.
type DisabledAccount = (String, i64, String, String);

/// Who is disabled in the database that is replaced.
pub(super) async fn disabled_accounts(
    connection: impl Into<Target<'_>>,
) -> Result<Vec<DisabledAccount>, DbError> {
    let rows = sql!(db / disabled_accounts).fetch_all(connection).await?;
    let accounts = rows.iter().map(|row| {
        Ok((
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
        ))
    });
    accounts.collect()
}

pub(super) async fn begin_new_epoch(
    fresh: &Path,
    disabled: &[DisabledAccount],
    now: Timestamp,
) -> Result<(Contents, u64), BackupError> {
    let failed = database_error(fresh);
    let options = SqliteConnectOptions::new()
        .filename(fresh)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true);
    let mut file = options.connect().await.map_err(&failed)?;
    migrate(&mut file)
        .await
        .map_err(|it| BackupError::Migrate(it.to_string()))?;
    let mut connection = Connection::Sqlite(file);
    sql!(db / set_epoch)
        .bind(session::random_hex())
        .execute(&mut connection)
        .await
        .map_err(&failed)?;
    for statement in [
        sql!(db / delete_all_sessions),
        sql!(db / delete_all_reset_codes),
        sql!(db / delete_waiting_mails),
    ] {
        statement.execute(&mut connection).await.map_err(&failed)?;
    }
    let mut still_disabled = 0;
    for (person, at, reason, author) in disabled {
        still_disabled += sql!(accounts / disable_account)
            .bind(person)
            .bind(*at)
            .bind(reason)
            .bind(author)
            .execute(&mut connection)
            .await
            .map_err(&failed)?;
    }
    let details = serde_json::json!({ "still_disabled": still_disabled });
    let act = Act::by_command(AuditAct::Restored).details(details);
    audit::record(&mut connection, now, act)
        .await
        .map_err(|it| BackupError::Mismatch(it.to_string()))?;
    let Connection::Sqlite(mut file) = connection else {
        return Err(BackupError::Mismatch("SQLite".to_owned()));
    };
    let held = super::contents(&mut file, None).await.map_err(&failed)?;
    file.close().await.map_err(&failed)?;
    Ok((held, still_disabled))
}
