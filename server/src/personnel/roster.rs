//! Imports the roster of staff from a CSV file: parses and validates every line, and writes all of it or nothing.

pub(crate) mod import;
pub(crate) mod parse;
pub(crate) mod validation;

pub use crate::office::csv::CsvFault;
pub use import::{ImportSummary, take};
pub use parse::RosterLine;

use crate::clock::Clock;
use crate::db::Database;
use crate::db::DbError;
use crate::db::private_file::create_private;
use domain::timestamp::Timestamp;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Why a roster was not imported.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// The file could not be read.
    #[error("{0} を読めません: {1}")]
    Read(String, std::io::Error),
    /// Some lines are invalid; nothing was changed.
    #[error("名簿に誤りがあるため、何も変更していません。\n{}", sentences(.0))]
    InvalidLines(Vec<CsvFault>),
    /// The file of initial passwords could not be written; nothing was changed.
    #[error("初期パスワードのファイル {0} を書けないため、何も変更していません: {1}")]
    Passwords(String, std::io::Error),
    /// The database could not be written; nothing was changed.
    #[error("データベースに書けないため、何も変更していません: {0}")]
    Write(#[from] crate::db::writer::WriteError),
}

impl From<DbError> for RosterError {
    fn from(error: DbError) -> Self {
        Self::Write(error.into())
    }
}

pub(crate) fn sentences(faults: &[CsvFault]) -> String {
    faults
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Imports a roster file and writes the initial passwords of new people, for the administrator only.
pub async fn import_file(
    db: &Path,
    file: &Path,
    passwords: &Path,
    clock: &Clock,
) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(file)
        .map_err(|error| RosterError::Read(file.display().to_string(), error))?;
    let database = Database::open(db).await?;
    let taken = import(&database, &bytes, passwords, clock()).await?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "新しい職員 {} 名、変更 {} 名、変更なし {} 名、名簿にない職員 {} 名（そのまま）",
        taken.new, taken.changed, taken.unchanged, taken.not_listed
    )?;
    if taken.new > 0 {
        writeln!(
            out,
            "初期パスワードを {} に書きました。配布した後は消してください。",
            passwords.display()
        )?;
    }
    Ok(())
}

/// Imports the bytes of a roster file.
pub async fn import(
    database: &Database,
    bytes: &[u8],
    passwords: &Path,
    now: Timestamp,
) -> Result<ImportSummary, RosterError> {
    let lines = parse::parse(bytes).map_err(RosterError::InvalidLines)?;
    let known = import::known_supervisors(database).await?;
    let faults = validation::validate(&lines, &known);
    if !faults.is_empty() {
        return Err(RosterError::InvalidLines(faults));
    }
    let new = import::new_people(&lines, &known);
    let first: Vec<(String, String)> = new
        .into_iter()
        .map(|id| (id, crate::accounts::password::initial_password()))
        .collect();
    // Before the database is written: an account whose password is not on disk could never be used.
    if !first.is_empty() {
        write_passwords(passwords, &first)
            .map_err(|error| RosterError::Passwords(passwords.display().to_string(), error))?;
    }
    let taken = take(database, lines, first.clone(), now).await;
    if taken.is_err() && !first.is_empty() {
        // The people were not added, so their passwords would only mislead.
        let _ = std::fs::remove_file(passwords);
    }
    taken
}

/// Writes 職員番号,初期パスワード to a new file that only its owner can read.
pub(crate) fn write_passwords(path: &Path, first: &[(String, String)]) -> std::io::Result<()> {
    let mut text = String::from("職員番号,初期パスワード\n");
    for (id, password) in first {
        let _ = writeln!(text, "{id},{password}");
    }
    let mut file = create_private(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
