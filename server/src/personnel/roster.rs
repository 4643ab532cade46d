//! Imports the roster of staff from a CSV file: parses and validates every line, and writes all of it or nothing.

pub(crate) mod doubts;
pub(crate) mod import;
pub(crate) mod parse;
pub(crate) mod validation;

pub use crate::office::csv::CsvFault;
pub use import::{ImportSummary, take};
pub use parse::RosterLine;

use crate::app_state::CallError;
use crate::clock::Clock;
use crate::db::private_file::create_private;
use crate::db::writer::WriteError;
use crate::db::{Database, DbError, Location};
use crate::office::csv::{as_text_cell, escape_formula};
use api::ApiError;
use domain::ids::PersonId;
use domain::person::Person;
use domain::timestamp::Timestamp;
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
    /// Many people of the file are new beside others of the same name; nothing was changed.
    #[error(
        "すでにいる人と同じ氏名の、新しい職員番号の人が {} 名います。職員番号の先頭の 0 が消えていないか確かめてください。何も変更していません。本当に新しい人であれば --yes を付けてください。\n{}",
        .0.len(), sentences(.0)
    )]
    Renumbered(Vec<CsvFault>),
    /// A complete roster would disable many accounts, or one of 職員課; nothing was changed.
    #[error(
        "この名簿では {} 名のアカウントが止まります。5% を超えるか、職員課の人がいるため、何も変更していません。確かめてから --yes を付けてください。\n{}",
        .0.len(), .0.join("\n")
    )]
    ManyNotListed(Vec<String>),
    /// The forms whose grades the roster has could not be read.
    #[error("様式を読めないため、何も変更していません: {0}")]
    Forms(String),
    /// An account could not be changed; nothing was.
    #[error("アカウントを変えられないため、何も変更していません: {0}")]
    Accounts(String),
    /// The database could not be written; nothing was changed.
    #[error("データベースに書けないため、何も変更していません: {0}")]
    Write(#[from] WriteError),
}

impl From<CallError> for RosterError {
    fn from(failure: CallError) -> Self {
        Self::Accounts(ApiError::from(failure).message)
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
    location: &Location,
    file: &Path,
    passwords: &Path,
    options: RosterOptions,
    clock: &Clock,
) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(file)
        .map_err(|error| RosterError::Read(file.display().to_string(), error))?;
    let database = Database::open(location).await?;
    let taken = import_as(&database, &bytes, passwords, options, clock()).await?;
    report(&mut std::io::stdout(), &taken, options, passwords)?;
    Ok(())
}

/// Most people who are not listed that are named; after a complete roster all are.
const MAX_NAMED: usize = 30;

/// Says what an import did, to whoever ran it.
fn report(
    out: &mut impl std::io::Write,
    taken: &ImportSummary,
    options: RosterOptions,
    passwords: &Path,
) -> std::io::Result<()> {
    let not_listed = taken.not_listed.len();
    writeln!(
        out,
        "新しい職員 {} 名、変更 {} 名、変更なし {} 名、名簿にない職員 {not_listed} 名",
        taken.new, taken.changed, taken.unchanged
    )?;
    if options.complete {
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
    } else if not_listed > 0 {
        for it in taken.not_listed.iter().take(MAX_NAMED) {
            writeln!(out, "  名簿にない: {it}")?;
        }
        if not_listed > MAX_NAMED {
            writeln!(out, "  ほか {} 名", not_listed - MAX_NAMED)?;
        }
        writeln!(
            out,
            "  アカウントも役割もそのままです。使わなくなった人は、全員の名簿に --complete を付けるか、account disable で止めてください。"
        )?;
    }
    for it in &taken.notes {
        writeln!(out, "読み方: {it}")?;
    }
    for it in &taken.doubts {
        writeln!(out, "確かめてください: {it}")?;
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

/// What whoever imports a file says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RosterOptions {
    /// It lists everyone: the accounts of others are disabled.
    pub complete: bool,
    /// Do it also if that disables many accounts or one of 職員課, or if many people seem to have got new numbers.
    pub confirmed: bool,
}

/// Imports the bytes of a roster file that lists some people.
pub async fn import(
    database: &Database,
    bytes: &[u8],
    passwords: &Path,
    now: Timestamp,
) -> Result<ImportSummary, RosterError> {
    import_as(database, bytes, passwords, RosterOptions::default(), now).await
}

/// Imports the bytes of a roster file.
pub async fn import_as(
    database: &Database,
    bytes: &[u8],
    passwords: &Path,
    options: RosterOptions,
    now: Timestamp,
) -> Result<ImportSummary, RosterError> {
    let grades = import::grades(database).await?;
    let mut file = parse::parse(bytes, &grades).map_err(RosterError::InvalidLines)?;
    let known = import::known_people(database).await?;
    if !file.has_kana {
        import::keep_kana(&mut file.lines, &known);
    }
    let faults = validation::validate(&file.lines, &known);
    if !faults.is_empty() {
        return Err(RosterError::InvalidLines(faults));
    }
    let renumbered = validation::renumbered(&file.lines, &known);
    let are_many = validation::are_many(&renumbered, &file.lines);
    let renumbered: Vec<CsvFault> = renumbered.into_iter().map(|it| it.fault).collect();
    if are_many && !options.confirmed {
        return Err(RosterError::Renumbered(renumbered));
    }
    let new = file
        .lines
        .iter()
        .filter(|it| !known.contains_key(&it.person.id));
    let first: Vec<NewAccount> = new.map(|it| NewAccount::of(&it.person)).collect();
    // Before the database is written: an account whose password is not on disk could never be used.
    if !first.is_empty() {
        write_passwords(passwords, &first)
            .map_err(|error| RosterError::Passwords(passwords.display().to_string(), error))?;
    }
    let mut doubts = doubts::doubts(&file.lines);
    doubts.extend(renumbered);
    doubts.sort_by_key(|it| it.line);
    let is_written = !first.is_empty();
    match take(database, file.lines, first, options, now).await {
        Ok(taken) => Ok(ImportSummary {
            notes: file.notes,
            doubts,
            ..taken
        }),
        Err(error) => {
            if is_written {
                // The people were not added, so their passwords would only mislead.
                let _ = std::fs::remove_file(passwords);
            }
            Err(error)
        }
    }
}

/// A person who is new, with the password to sign in with for the first time.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: PersonId,
    pub name: String,
    pub section: String,
    pub password: String,
}

impl NewAccount {
    fn of(person: &Person) -> Self {
        Self {
            id: person.id.clone(),
            name: person.name.clone(),
            section: person.org.label(),
            password: crate::accounts::password::initial_password(),
        }
    }
}

/// Writes the passwords to a new file that only its owner can read, as Japanese Excel opens it: UTF-8 with a mark. With
/// 氏名 and 所属 beside, so that they can be handed out.
pub(crate) fn write_passwords(path: &Path, first: &[NewAccount]) -> std::io::Result<()> {
    let mut out = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    out.write_record(["職員番号", "初期パスワード", "氏名", "所属"])?;
    for it in first {
        out.write_record([
            as_text_cell(it.id.as_str()),
            as_text_cell(&it.password),
            escape_formula(it.name.clone()),
            escape_formula(it.section.clone()),
        ])?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let mut file = create_private(path)?;
    file.write_all(&bytes)?;
    file.sync_all()
}
