//! Imports the roster of staff from a CSV file: parses and validates every line, and writes all of it or nothing.

pub(crate) mod import;
pub(crate) mod parse;
pub(crate) mod validation;

pub use crate::office::csv::CsvFault;
pub use import::{ImportSummary, take};
pub use parse::RosterLine;

use crate::app_state::CallError;
use crate::clock::Clock;
use crate::db::Database;
use crate::db::DbError;
use crate::db::private_file::create_private;
use crate::db::writer::WriteError;
use api::ApiError;
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
    /// A complete roster would disable many accounts, or one of 職員課; nothing was changed.
    #[error(
        "この名簿では {} 名のアカウントが止まります。5% を超えるか、職員課の人がいるため、何も変更していません。確かめてから --yes を付けてください。\n{}",
        .0.len(), .0.join("\n")
    )]
    ManyNotListed(Vec<String>),
    /// The database could not be written; nothing was changed.
    #[error("データベースに書けないため、何も変更していません: {0}")]
    Write(#[from] WriteError),
}

impl From<CallError> for RosterError {
    fn from(failure: CallError) -> Self {
        Self::Write(WriteError::NotCommitted(ApiError::from(failure).message))
    }
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
    extent: RosterExtent,
    clock: &Clock,
) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(file)
        .map_err(|error| RosterError::Read(file.display().to_string(), error))?;
    let database = Database::open(db).await?;
    let taken = import_as(&database, &bytes, passwords, extent, clock()).await?;
    let mut out = std::io::stdout();
    let not_listed = taken.not_listed.len();
    writeln!(
        out,
        "新しい職員 {} 名、変更 {} 名、変更なし {} 名、名簿にない職員 {not_listed} 名（{}）",
        taken.new,
        taken.changed,
        taken.unchanged,
        if extent == RosterExtent::Part {
            "そのまま"
        } else {
            "アカウントを止めました"
        }
    )?;
    if extent != RosterExtent::Part {
        for it in &taken.not_listed {
            writeln!(out, "  止めた: {it}")?;
        }
        if taken.returned > 0 {
            writeln!(
                out,
                "名簿に戻り、また使えるようにした職員 {} 名",
                taken.returned
            )?;
        }
    }
    if taken.new > 0 {
        writeln!(
            out,
            "初期パスワードを {} に書きました。配布した後は消してください。",
            passwords.display()
        )?;
    }
    Ok(())
}

/// What it means that somebody is not in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterExtent {
    /// Nothing: the file lists some people.
    Part,
    /// Their accounts are disabled; not if they are many or of 職員課.
    Complete,
    /// Their accounts are disabled, whoever they are.
    CompleteConfirmed,
}

impl RosterExtent {
    /// From the flags of the command.
    pub fn of(complete: bool, yes: bool) -> Self {
        match (complete, yes) {
            (false, _) => Self::Part,
            (true, false) => Self::Complete,
            (true, true) => Self::CompleteConfirmed,
        }
    }
}

/// Imports the bytes of a roster file that lists some people.
pub async fn import(
    database: &Database,
    bytes: &[u8],
    passwords: &Path,
    now: Timestamp,
) -> Result<ImportSummary, RosterError> {
    import_as(database, bytes, passwords, RosterExtent::Part, now).await
}

/// Imports the bytes of a roster file.
pub async fn import_as(
    database: &Database,
    bytes: &[u8],
    passwords: &Path,
    extent: RosterExtent,
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
    let taken = take(database, lines, first.clone(), extent, now).await;
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
