//! The sample ward: invented people, and what they have done in a fiscal year and a half.
//!
//! The year is lived, not loaded: every sheet is written and pushed by its owner's journal, every act of 職員課 is a
//! call, with the clock at the day on which it happens. So the sample can only hold what the program allows.

mod answers;
mod career;
mod contacts;
mod devices;
mod drawn;
mod fair;
mod goals;
mod grants;
mod ids;
mod literacy;
mod office;
mod plan;
mod role_models;
mod talks;
mod texts;
mod trials;

use crate::accounts::password;
use crate::app_state::{AppState, CallError};
use crate::clock::Clock;
use crate::db::{Database, Location, sql};
use crate::personnel::roster;
use api::ApiError;
use clap::ValueEnum;
use devices::Devices;
use domain::timestamp::Timestamp;
use plan::{Happening, Plan};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How much of the sample ward an empty database is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sample {
    /// People, and what they did in the last fiscal year and in this one up to today.
    Year,
    /// People who have done nothing yet, each with an initial password.
    People,
}

/// The roster: about sixty people of an invented ward.
const ROSTER: &[u8] = include_bytes!("../sample/roster.csv");

/// Accounts to try first: 職員番号 and role.
const ACCOUNTS: [(&str, &str); 4] = [
    ("E0101", "職員（主任）"),
    ("E0002", "所属長（課長）"),
    ("E0010", "職員課"),
    ("E0013", "採用担当"),
];

/// Fills a database that has no people yet.
pub async fn fill(
    location: &Location,
    content: Option<&Path>,
    sample: Sample,
    passwords: &Path,
    clock: &Clock,
) -> Result<(), Box<dyn Error>> {
    let database = Database::open(location).await?;
    let n_people: i64 = sql!(db / person_count)
        .fetch_value(&database.readers)
        .await?;
    let is_empty = n_people == 0;
    if is_empty && sample == Sample::People {
        roster::import(&database, ROSTER, passwords, clock()).await?;
    }
    database.close().await?;
    if is_empty && sample == Sample::Year {
        live(location, content, passwords, clock()).await?;
    }
    Ok(())
}

/// Lives the last fiscal year and this one up to now.
async fn live(
    location: &Location,
    content: Option<&Path>,
    passwords: &Path,
    now: Timestamp,
) -> Result<(), Box<dyn Error>> {
    let plan = Plan::until(now);
    let time = Arc::new(AtomicI64::new(plan.start().as_millis()));
    let told = Arc::clone(&time);
    let clock: Clock = Arc::new(move || Timestamp(told.load(Relaxed)));
    let app = AppState::open(location, content, clock).await?;
    roster::import(app.database(), ROSTER, passwords, app.now()).await?;
    share_password(&app, passwords).await?;
    let lived = live_until(&app, plan, now, &time).await;
    lived.map_err(|error| format!("見本の年度を作れません: {}", ApiError::from(error).message))?;
    app.sign_audit_log().await?;
    Ok(app.database().close().await?)
}

async fn live_until(
    app: &AppState,
    plan: Plan,
    now: Timestamp,
    time: &AtomicI64,
) -> Result<(), CallError> {
    let mut devices = Devices::of(app).await?;
    for (at, act) in plan.acts(&devices.people) {
        time.store(at.as_millis(), Relaxed);
        perform(app, &mut devices, act).await?;
    }
    time.store(now.as_millis(), Relaxed);
    office::now(app, &mut devices).await
}

async fn perform(app: &AppState, devices: &mut Devices, act: Happening) -> Result<(), CallError> {
    match act {
        Happening::Office(act) => office::perform(app, devices, act).await,
        Happening::HandIn(sheet) => answers::write(app, devices, &sheet, true).await,
        Happening::Begin(sheet) => answers::write(app, devices, &sheet, false).await,
        Happening::Decide(sheet, step) => talks::decide(app, devices, &sheet, step).await,
        Happening::Read(sheet) => talks::read(app, devices, &sheet).await,
        Happening::Review(sheet, stage) => goals::review(app, devices, &sheet, stage).await,
        Happening::Talk(sheet) => talks::talk(app, devices, &sheet).await,
        Happening::Guidance(sheet, n) => talks::guidance(app, devices, &sheet, n).await,
        Happening::Test(sheet) => literacy::take_test(app, devices, &sheet).await,
        Happening::Fair(day) => fair::hold(app, devices, &day).await,
    }
}

/// Gives everybody one password that need not be changed, and no first run: whoever tries the sample signs in as many
/// of them. It is drawn anew for each sample.
async fn share_password(app: &AppState, passwords: &Path) -> Result<(), Box<dyn Error>> {
    let shared = password::initial_password();
    let text = std::fs::read_to_string(passwords)?;
    let mut rows = text.lines();
    let mut lines = vec![rows.next().unwrap_or_default().to_owned()];
    for row in rows {
        let mut cells: Vec<&str> = row.split(',').collect();
        if let Some(cell) = cells.get_mut(1) {
            *cell = &shared;
        }
        lines.push(cells.join(","));
    }
    std::fs::write(passwords, lines.join("\n") + "\n")?;
    let (hash, now) = (password::hash(&shared), app.now());
    let write = app
        .database()
        .writer
        .run::<_, crate::db::writer::WriteError, _>(move |connection| {
            Box::pin(async move {
                sql!(accounts / share_sample_password)
                    .bind(hash)
                    .bind(now)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    Ok(write.await?)
}

/// Prints how to sign in, with the passwords of a few people if they are still on disk.
pub fn print_sign_in_help(
    out: &mut impl Write,
    passwords: &Path,
    sample: Sample,
) -> std::io::Result<()> {
    let text = std::fs::read_to_string(passwords).unwrap_or_default();
    let password_of = |id: &str| {
        let line = text
            .lines()
            .find_map(|it| it.strip_prefix(id)?.strip_prefix(',')?.split(',').next());
        line.unwrap_or("（変更済み、またはファイルがありません）")
            .to_owned()
    };
    if sample == Sample::Year {
        let who: Vec<String> = ACCOUNTS.map(|(id, what)| format!("{what} {id}")).into();
        return writeln!(
            out,
            "見本の区の職員でサインインできます。パスワードはどの人も {} です: {}",
            password_of(ACCOUNTS[0].0),
            who.join("、")
        );
    }
    writeln!(
        out,
        "見本の区の職員でサインインできます（初めにパスワードを変更します）。"
    )?;
    for (id, what) in ACCOUNTS {
        let password = password_of(id);
        writeln!(out, "  {what}: 職員番号 {id}  初期パスワード {password}")?;
    }
    writeln!(out, "全員の初期パスワード: {}", passwords.display())
}
