//! The `michishirube` binary: reads the command, opens the database, and serves or imports.

use clap::Parser;
use domain::timestamp::Timestamp;
use server::cli::{Cli, CliCommand, FairCommand, ReceiptCommand, RosterCommand};
use server::clock::Clock;
use server::db::backup;
use server::fair::counts_transfer;
use server::personnel::roster;
use server::serve;
use server::sheets::receipt;
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

async fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    match cli.command.unwrap_or_default() {
        CliCommand::Serve(settings) => serve::serve(&cli.db, &settings, system_clock()).await,
        CliCommand::Roster(RosterCommand::Import { file, passwords }) => {
            roster::import_file(&cli.db, &file, &passwords, &system_clock()).await
        }
        CliCommand::Backup { folder, keep } => {
            let (copy, held) = backup::backup(&cli.db, &folder, keep, &system_clock()).await?;
            let copy = copy.display();
            print_line(&format!(
                "{copy} に控えました（入力 {} 件、職員 {} 人）",
                held.facts, held.people
            ))
        }
        CliCommand::Fair(FairCommand::Export { event, file }) => {
            let key =
                counts_transfer::export(&cli.db, &event.into(), &file, system_clock()).await?;
            let file = file.display();
            print_line(&format!("{file} に書きました。取り込むときの鍵: {key}"))
        }
        CliCommand::Fair(FairCommand::Import { file, key, yes }) => {
            let handed = counts_transfer::read(&file, &key)?;
            print_line(&counts_transfer::preview(&cli.db, &handed).await?)?;
            if !yes {
                return print_line("まだ何も変えていません。取り込むには --yes を付けてください");
            }
            counts_transfer::import(&cli.db, &handed, &key, system_clock()()).await?;
            print_line("取り込みました")
        }
        CliCommand::Receipt(ReceiptCommand::Verify { file: Some(file) }) => {
            let receipt = receipt::verify_file(&cli.db, &file).await?;
            print_line(&format!(
                "受領番号 {}: 署名は正しく、サーバーにあるシートは受け取ったものと同じです",
                receipt.number
            ))
        }
        CliCommand::Receipt(ReceiptCommand::Verify { file: None }) => {
            let n = receipt::verify_all(&cli.db).await?;
            print_line(&format!(
                "受領証 {n} 件はすべて正しく、シートは受け取ったものと同じです"
            ))
        }
        CliCommand::Restore { file } => {
            let (before, held) = backup::restore(&cli.db, &file, &system_clock()).await?;
            print_line(&format!(
                "控えを戻しました（入力 {} 件、職員 {} 人）",
                held.facts, held.people
            ))?;
            before.map_or(Ok(()), |it| {
                print_line(&format!(
                    "それまでのデータベースは {} にあります",
                    it.display()
                ))
            })
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

fn print_line(sentence: &str) -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{sentence}")?)
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "michishirube: {error}");
    ExitCode::FAILURE
}
