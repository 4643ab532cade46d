//! `michishirube move`: a SQLite file into a database of `PostgreSQL`, or back, with the key. Numbers and epoch stay,
//! so that no browser notices.

use crate::audit::{self, Act, AuditAct};
use crate::clock::Clock;
use crate::db::backup::restore::ensure_not_in_use;
use crate::db::backup::{BackupError, Contents, cluster};
use crate::db::writer::WriteError;
use crate::db::{Database, Location, OpenError};
use crate::keys::{KeyError, ServerKeys};
use domain::timestamp::Timestamp;
use std::path::{Path, PathBuf};

/// Why a database was not moved; it is where it was.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Both are files, or both are of `PostgreSQL`.
    #[error("move は、SQLite のファイルと PostgreSQL の間で移すときに使います")]
    SameEngine,
    /// There is something already where it should go.
    #[error("{0} には、すでに何かがあります。空のデータベースか、まだないファイルに移してください")]
    NotEmpty(String),
    /// The copy could not be made, or is not the same.
    #[error(transparent)]
    Copy(#[from] BackupError),
    /// One of the two could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The key could not be read, or not be brought along.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The new database could not be written.
    #[error("データベースに書けません: {0}")]
    Write(#[from] WriteError),
    /// The old file could not get another name; it has been moved all the same.
    #[error(
        "移しましたが、{0} の名前を変えられません: {1}。サーバーを、前のファイルで始めないでください"
    )]
    Rename(String, std::io::Error),
}

/// What was moved.
#[derive(Clone, Debug)]
pub struct Moved {
    pub facts: i64,
    pub people: i64,
    /// The old file, under the name that it has now; none if it was a database of `PostgreSQL`.
    pub before: Option<PathBuf>,
}

/// Moves a database that no server is on.
pub async fn move_to(from: &Location, to: &Location, clock: &Clock) -> Result<Moved, MoveError> {
    let keys = key_of(from).await?;
    let (held, before) = match (from, to) {
        (Location::File(file), Location::Postgres(database)) => {
            ensure_not_in_use(file).await?;
            if !cluster::is_empty(database).await? {
                return Err(MoveError::NotEmpty(to.to_string()));
            }
            let secret = keys.hand_on(to)?;
            let held = cluster::copy_from_file(file, database, secret).await?;
            (held, Some(file))
        }
        (Location::Postgres(database), Location::File(file)) => {
            if file.exists() {
                return Err(MoveError::NotEmpty(to.to_string()));
            }
            cluster::ensure_not_in_use(database).await?;
            keys.hand_on(to)?;
            (cluster::copy_to_new_file(database, file).await?, None)
        }
        _ => return Err(MoveError::SameEngine),
    };
    let (facts, people, now) = (held.facts, held.people, clock());
    // It is moved all the same.
    if let Err(error) = record(to, &held, now).await {
        tracing::warn!(%error, "the move could not be recorded");
    }
    let before = before.map(|it| set_aside(it, now)).transpose()?;
    Ok(Moved {
        facts,
        people,
        before,
    })
}

async fn record(to: &Location, held: &Contents, now: Timestamp) -> Result<(), MoveError> {
    let database = Database::open(to).await?;
    let details = serde_json::json!({ "facts": held.facts, "people": held.people });
    let write = database.writer.run::<_, WriteError, _>(move |connection| {
        let act = Act::by_command(AuditAct::Moved).details(details);
        Box::pin(async move { audit::record(connection, now, act).await })
    });
    write.await?;
    Ok(database.close().await?)
}

/// The key of a database in the shape of this release; nothing stays open.
async fn key_of(location: &Location) -> Result<ServerKeys, MoveError> {
    let database = Database::open_unchanged(location).await?;
    let keys = ServerKeys::load(&database).await;
    database.close().await?;
    Ok(keys?)
}

/// Gives a file that was moved a name under which no server starts on it by mistake.
fn set_aside(file: &Path, now: Timestamp) -> Result<PathBuf, MoveError> {
    let aside = PathBuf::from(format!("{}.moved-{}", file.display(), now.to_file_name()));
    std::fs::rename(file, &aside)
        .map_err(|it| MoveError::Rename(file.display().to_string(), it))?;
    Ok(aside)
}
