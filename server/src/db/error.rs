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
    /// The tables could not be migrated.
    #[error("データベースを新しい形にできません: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}
