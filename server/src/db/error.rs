//! Why the database could not be opened, read or written.

use super::private_file::LaxMode;

/// Why a query failed.
pub type DbError = sqlx::Error;

/// Whether the disk is full: `SQLITE_FULL`, or `disk_full` of `PostgreSQL`.
pub(super) fn is_full(error: &DbError) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|it| it == "13" || it == "53100")
}

/// Whether a database of that name is there already: `duplicate_database`.
pub(super) fn is_duplicate_database(error: &DbError) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|it| it == "42P04")
}

/// Whether a text had a character that `PostgreSQL` does not store, NUL: `character_not_in_repertoire`,
/// `untranslatable_character`.
pub(super) fn is_unstorable_text(error: &DbError) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|it| it == "22021" || it == "22P05")
}

/// Whether the same may succeed a little later: the cluster fails over or begins anew, has no connection left, or
/// another server held the lock for too long.
pub(super) fn is_passing(error: &DbError) -> bool {
    /// `read_only_sql_transaction` (of a standby), `idle_in_transaction_session_timeout`, `serialization_failure`,
    /// `deadlock_detected`, `lock_not_available`, `too_many_connections`, `query_canceled`.
    const CODES: [&str; 7] = [
        "25006", "25P03", "40001", "40P01", "55P03", "53300", "57014",
    ];
    /// Connection exceptions, and a server that shuts down or starts.
    const CLASSES: [&str; 2] = ["08", "57P"];
    if let Some(error) = error.as_database_error() {
        return error.code().is_some_and(|code| {
            CODES.contains(&&*code)
                || code.len() == 5 && CLASSES.iter().any(|it| code.starts_with(it))
        });
    }
    // `Protocol`: a proxy that has no primary ends the connection in the middle of its first words.
    matches!(
        error,
        DbError::Io(_) | DbError::Protocol(_) | DbError::PoolTimedOut | DbError::WorkerCrashed
    )
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder could not be created: its path and the cause.
    #[error("データベースのフォルダー {0} を作れません: {1}")]
    Folder(String, std::io::Error),
    /// Others may read what is for the service only.
    #[error(
        "{} を、ほかの利用者も読める設定になっています。次のようにしてから始めてください: {}",
        .0.path, .0.command()
    )]
    Lax(LaxMode),
    /// SQLite could not open the file: its path and the cause.
    #[error("データベース {0} を開けません: {1}")]
    Open(String, DbError),
    /// A command other than the server met the tables of an earlier release.
    #[error(
        "データベース {0} は、前の版の形です。michishirube serve を一度始めると新しい形になります。\
        このコマンドは何も変えていません"
    )]
    Outdated(String),
    /// The cluster is of an older release of `PostgreSQL`: its number.
    #[error("PostgreSQL {0} は古すぎます。15 以上のものにしてください")]
    TooOld(i64),
    /// The database encodes characters otherwise than in UTF-8, and has no place for some of them.
    #[error(
        "データベースの文字コードが {0} です。create database … encoding 'UTF8' locale 'C' template template0 で作り直してください"
    )]
    Encoding(String),
    /// Before the facts are moved, a copy is made beside the database; it could not be.
    #[error("新しい形にする前の控えを作れません: {0}。何も変えていません")]
    Copy(String),
    /// A fact, by its place in the log, was damaged or would not be the same after the move.
    #[error(
        "データベースを新しい形にできません: {0} 番目の入力が、受け取ったときと違います。何も変えていません。\
        前の版はそのまま使えます"
    )]
    Move(i64),
    /// A query failed on the way to the new tables, for example because the disk is full.
    #[error("データベースを新しい形にできません: {0}。何も変えていません")]
    Query(#[from] DbError),
    /// The tables could not be migrated.
    #[error("データベースを新しい形にできません: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}
