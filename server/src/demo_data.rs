//! Demo data: a ward of invented people.

use crate::db::Database;
use crate::db::sql;
use crate::personnel::roster;
use crate::personnel::roster::RosterError;
use domain::timestamp::Timestamp;
use std::io::Write;
use std::path::Path;

/// The roster: about sixty people of an invented ward.
const ROSTER: &[u8] = include_bytes!("../sample/roster.csv");

/// Accounts to try first: 職員番号 and role.
const DEMO_ACCOUNTS: [(&str, &str); 3] = [
    ("E0101", "職員（主任）"),
    ("E0002", "所属長（課長）"),
    ("E0011", "職員課"),
];

/// Imports the demo roster if the database has no people yet.
pub async fn import_demo_roster(
    database: &Database,
    passwords: &Path,
    now: Timestamp,
) -> Result<(), RosterError> {
    let n_people: i64 = sql!(db / person_count)
        .fetch_value(&database.readers)
        .await?;
    if n_people == 0 {
        roster::import(database, ROSTER, passwords, now).await?;
    }
    Ok(())
}

/// Prints how to sign in, with the initial passwords of a few people if they are still on disk.
pub fn print_sign_in_help(out: &mut impl Write, passwords: &Path) -> std::io::Result<()> {
    let text = std::fs::read_to_string(passwords).unwrap_or_default();
    writeln!(
        out,
        "見本の区の職員でサインインできます（初めにパスワードを変更します）。"
    )?;
    for (id, what) in DEMO_ACCOUNTS {
        let line = text
            .lines()
            .find_map(|it| it.strip_prefix(id)?.strip_prefix(',')?.split(',').next());
        let password = line.unwrap_or("（変更済み、またはファイルがありません）");
        writeln!(out, "  {what}: 職員番号 {id}  初期パスワード {password}")?;
    }
    writeln!(out, "全員の初期パスワード: {}", passwords.display())
}
