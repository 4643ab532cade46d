//! The `michishirube` binary: reads the command, opens the database, and serves or imports.

use clap::Parser;
use domain::timestamp::Timestamp;
use server::accounts;
use server::audit;
use server::cli::{Cli, CliCommand, FairCommand, ReceiptCommand, RosterCommand};
use server::clock::Clock;
use server::db::backup::restore;
use server::db::backup::{self, BackupPlan};
use server::db::{Location, Registry};
use server::doctor;
use server::fair::counts_transfer;
use server::instance::Failure;
use server::keys;
use server::moving;
use server::personnel::roster::{self, RosterOptions};
use server::serve;
use server::sheets::receipt;
use server::tenants;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::INFO)
        .with_target(false)
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(it) => it,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(error.as_ref()),
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let mut db = location("--db", &cli.db)?;
    if let Some(name) = &cli.tenant {
        db = Registry::of(&db)?.find(&name.parse()?).await?;
    }
    match cli.command.unwrap_or_default() {
        CliCommand::Serve(settings) => serve::serve(&db, &settings, system_clock()).await,
        CliCommand::Account(command) => accounts::command::run(&db, command, system_clock()).await,
        CliCommand::Doctor => doctor::examine(&db, system_clock()).await,
        CliCommand::Audit(command) => audit::command::run(&db, command, system_clock()).await,
        CliCommand::Roster(RosterCommand::Import {
            file,
            passwords,
            complete,
            yes,
        }) => {
            let options = RosterOptions {
                complete,
                confirmed: yes,
            };
            roster::import_file(&db, &file, &passwords, options, &system_clock()).await
        }
        CliCommand::Backup {
            folder,
            keep,
            recipient,
        } => {
            let plan = BackupPlan {
                folder: &folder,
                keep,
                recipient: recipient.as_deref(),
            };
            let (copy, held) = backup::backup(&db, &plan, &system_clock()).await?;
            let copy = copy.display();
            print_line(&format!(
                "{copy} に控えました（入力 {} 件、職員 {} 人）",
                held.facts, held.people
            ))
        }
        CliCommand::Fair(command) => fair_command(&db, command).await,
        CliCommand::Receipt(ReceiptCommand::Verify { file }) => {
            verify_command(&db, file.as_deref()).await
        }
        CliCommand::Tenant(command) => tenants::run(&db, command, system_clock()()).await,
        CliCommand::Key { file } => {
            keys::export(&db, &file).await?;
            print_line(&format!(
                "{} に書きました。控えとは別の、人の目に触れない場所に置いてください",
                file.display()
            ))
        }
        CliCommand::Move { to } => move_command(&db, &location("--to", &to)?).await,
        CliCommand::Restore { file, identity } => {
            restore_command(&db, &file, identity.as_deref()).await
        }
    }
}

async fn verify_command(db: &Location, file: Option<&Path>) -> Result<(), Failure> {
    let Some(file) = file else {
        let n = receipt::verify_all(db).await?;
        return print_line(&format!(
            "受領証 {n} 件はすべて正しく、シートは受け取ったものと同じです"
        ));
    };
    let receipt = receipt::verify_file(db, file).await?;
    print_line(&format!(
        "受領番号 {}: 署名は正しく、サーバーにあるシートは受け取ったものと同じです",
        receipt.number
    ))
}

async fn move_command(from: &Location, to: &Location) -> Result<(), Failure> {
    let moved = moving::move_to(from, to, &system_clock()).await?;
    print_line(&format!(
        "入力 {} 件、職員 {} 人を {to} に移し、すべての表を比べました。これからは --db にこちらを書いてください",
        moved.facts, moved.people
    ))?;
    moved.before.map_or(Ok(()), |it| {
        print_line(&format!(
            "それまでのデータベースは {} にあります",
            it.display()
        ))
    })
}

/// Where a database lies. Not read by clap, whose message would repeat an address with its password.
fn location(argument: &str, text: &str) -> Result<Location, String> {
    text.parse()
        .map_err(|error| format!("{argument} の番地が読めません: {error}"))
}

async fn restore_command(
    db: &Location,
    file: &Path,
    identity: Option<&Path>,
) -> Result<(), Failure> {
    let restored = restore(db, file, identity, &system_clock()).await?;
    let held = restored.contents;
    print_line(&format!(
        "控えを戻しました（入力 {} 件、職員 {} 人）。全員がサインインし直します",
        held.facts, held.people
    ))?;
    if restored.still_disabled > 0 {
        let n = restored.still_disabled;
        print_line(&format!(
            "控えの後に止めたアカウント {n} 件は、止めたままです"
        ))?;
    }
    restored.before.map_or(Ok(()), |it| {
        print_line(&format!(
            "それまでのデータベースは {} にあります",
            it.display()
        ))
    })
}

async fn fair_command(db: &Location, command: FairCommand) -> Result<(), Failure> {
    match command {
        FairCommand::Export { event, file } => {
            let key = counts_transfer::export(db, &event.into(), &file, system_clock()).await?;
            let file = file.display();
            print_line(&format!("{file} に書きました。取り込むときの鍵: {key}"))
        }
        FairCommand::Import { file, key, yes } => {
            let handed = counts_transfer::read(&file, &key)?;
            print_line(&counts_transfer::preview(db, &handed).await?)?;
            if !yes {
                return print_line("まだ何も変えていません。取り込むには --yes を付けてください");
            }
            counts_transfer::import(db, &handed, &key, system_clock()()).await?;
            print_line("取り込みました")
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the system for the time"
)]
fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(0) + since
    })
}

fn print_line(sentence: &str) -> Result<(), Failure> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{sentence}")?)
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "michishirube: {error}");
    ExitCode::FAILURE
}
