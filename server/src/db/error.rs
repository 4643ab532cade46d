//! Why the database could not be opened, read or written.

use super::private_file::LaxMode;

/// Why a query failed.
pub type DbError = sqlx::Error;

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
