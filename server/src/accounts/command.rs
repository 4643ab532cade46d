//! `michishirube account`: accounts from the command line. Every change is recorded.

use super::account_life::{self, AccountSummary, DisabledReason};
use super::{password_reset, sessions};
use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct, record};
use crate::cli::AccountCommand;
use crate::clock::Clock;
use crate::db::writer::WriteError;
use crate::db::{Connection, Location, sql};
use crate::people::records;
use api::{ApiError, Code};
use domain::ids::PersonId;
use domain::locale::Locale;
use domain::person::Role;
use domain::person_record::AccountState;
use domain::timestamp::Timestamp;
use std::error::Error;
use std::io::Write;

/// Who a command acts as, in the accounts' own rows; the audit log has the account of the machine.
const AUTHOR: &str = "command";

/// Runs one of the commands on a database, which may be in use.
pub async fn run(
    location: &Location,
    command: AccountCommand,
    clock: Clock,
) -> Result<(), Box<dyn Error>> {
    let app = AppState::open_published(location, clock).await?;
    let answer = match command {
        AccountCommand::List { state } => list(&app, state.as_deref()).await,
        AccountCommand::Show { id } => show(&app, &PersonId(id)).await,
        AccountCommand::Reset { id, minutes } => reset(&app, PersonId(id), minutes).await,
        AccountCommand::Disable { id, reason } => disable(&app, PersonId(id), reason).await,
        AccountCommand::Enable { id } => enable(&app, PersonId(id)).await,
        AccountCommand::Sessions { id, end } => show_sessions(&app, PersonId(id), end).await,
    };
    let text = answer.map_err(|failure| match ApiError::from(failure) {
        error if error.code == Code::NotFound => {
            ApiError::with(Code::NotFound, "この職員番号のアカウントはありません。")
        }
        error => error,
    })?;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}

async fn summaries(
    app: &AppState,
    person: Option<&PersonId>,
) -> Result<Vec<AccountSummary>, CallError> {
    let rows = sql!(accounts / accounts)
        .bind(person.map(PersonId::as_str))
        .fetch_all(app.readers())
        .await?;
    rows.iter().map(AccountSummary::read).collect()
}

async fn list(app: &AppState, state: Option<&str>) -> Result<String, CallError> {
    let all = summaries(app, None).await?;
    let shown: Vec<String> = all
        .iter()
        .filter(|it| state.is_none_or(|state| it.state() == state))
        .map(|it| format!("{}\t{}\t{}\t{}", it.person, it.state(), it.section, it.name))
        .collect();
    Ok(format!("{}\n{} 件", shown.join("\n"), shown.len()))
}

async fn show(app: &AppState, person: &PersonId) -> Result<String, CallError> {
    let all = summaries(app, Some(person)).await?;
    let it = all.first().ok_or(Code::NotFound)?;
    let roles = crate::app_state::roles_of(app.readers(), person).await?;
    let roles: Vec<&str> = roles.into_iter().map(Role::label).collect();
    let mut lines = vec![
        format!("職員番号\t{}", it.person),
        format!("氏名\t{}", it.name),
        format!("課\t{}", it.section),
        format!("役割\t{}", roles.join("・")),
        format!("状態\t{}", it.state()),
        format!(
            "パスワードの変更\t{}",
            it.password_changed_at.display(Locale::JAPANESE)
        ),
        format!("セッション\t{}", it.n_sessions),
    ];
    if let Some(at) = it.disabled_at {
        let at = at.display(Locale::JAPANESE);
        lines.push(format!("止めた理由\t{}", it.disabled_reason));
        lines.push(format!("止めた人と時刻\t{}\t{at}", it.disabled_by));
    }
    Ok(lines.join("\n"))
}

async fn reset(app: &AppState, person: PersonId, minutes: u32) -> Result<String, CallError> {
    let now = app.now();
    let act = Act::by_command(AuditAct::ResetCodeIssued);
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            password_reset::issue(connection, &person, minutes, AUTHOR.to_owned(), act, now).await
        })
    });
    let made = write.await?;
    let until = made.expires_at.display(Locale::JAPANESE);
    Ok(format!(
        "一回限りのコード: {}\n{until} まで使えます。サインインの画面の「パスワードを忘れたとき」で入れてください。",
        made.code
    ))
}

async fn disable(
    app: &AppState,
    person: PersonId,
    reason: DisabledReason,
) -> Result<String, CallError> {
    let now = app.now();
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let act = Act::by_command;
            let is_new =
                account_life::disable(connection, &person, reason, AUTHOR, act, now).await?;
            if is_new {
                let after = reason.into_str().parse().unwrap_or_default();
                note(connection, &person, (AccountState::Active, after), now).await?;
            }
            Ok::<_, CallError>(is_new)
        })
    });
    let told = if write.await? {
        "アカウントを止め、開いていたセッションを終わらせました"
    } else {
        "すでに止めてあります"
    };
    Ok(told.to_owned())
}

async fn enable(app: &AppState, person: PersonId) -> Result<String, CallError> {
    let now = app.now();
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let before = records::of_person(connection, &person).await?;
            let is_new = account_life::enable(connection, &person, Act::by_command, now).await?;
            if let Some(before) = before.filter(|_| is_new) {
                let back = (before.account, AccountState::Active);
                note(connection, &person, back, now).await?;
            }
            Ok::<_, CallError>(is_new)
        })
    });
    let told = if write.await? {
        "アカウントを使えるようにしました"
    } else {
        "止めてあるアカウントではありません"
    };
    Ok(told.to_owned())
}

/// Writes into somebody's history what a command did to their account.
async fn note(
    connection: &mut Connection,
    person: &PersonId,
    states: (AccountState, AccountState),
    now: Timestamp,
) -> Result<(), WriteError> {
    let why = ("コマンドでの変更", AUTHOR);
    records::insert_account_change(connection, person, states, why, now).await
}

async fn show_sessions(app: &AppState, person: PersonId, end: bool) -> Result<String, CallError> {
    let all = summaries(app, Some(&person)).await?;
    let n = all.first().ok_or(Code::NotFound)?.n_sessions;
    if !end {
        return Ok(format!(
            "セッション {n} 件。終わらせるには --end を付けてください"
        ));
    }
    let now = app.now();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let n = sessions::delete_all(connection, &person).await?;
                let act = Act::by_command(AuditAct::SessionEnded)
                    .about(&person)
                    .details(serde_json::json!({ "sessions": n }));
                record(connection, now, act).await?;
                Ok(n)
            })
        });
    Ok(format!("セッション {} 件を終わらせました", write.await?))
}
