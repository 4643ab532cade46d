//! `michishirube doctor`: what an operator would otherwise learn too late. It repairs nothing.

use crate::app_state::AppState;
use crate::audit::verify::verify;
use crate::clock::Clock;
use crate::db::backup::is_sound;
use crate::db::private_file::require_private;
use crate::db::sql;
use crate::db::{Location, durability_settings_that_are_off};
use crate::http::health::free_bytes;
use crate::keys::key_file;
use api::system::{BACKUP_AGE, needed_bytes};
use domain::locale::Locale;
use domain::timestamp::Timestamp;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// How far behind the last record a clock may be.
const CLOCK_TOLERANCE: Duration = Duration::from_mins(5);

/// How far after it, for a database that was in use.
const LONGEST_PAUSE: Duration = Duration::from_hours(400 * 24);

/// What a check found.
enum Finding {
    Good(String),
    Bad(String),
}

/// Runs all checks and prints a line for each; fails if one of them did.
pub async fn examine(db: &Location, clock: Clock) -> Result<(), Box<dyn Error>> {
    let mut findings = modes(db);
    if let Some(file) = db.file() {
        findings.push(disk(file));
        if !file.exists() {
            findings.push(Finding::Bad(format!("データベース {db} がありません")));
            return report(findings);
        }
    }
    let now = clock();
    match AppState::open_published(db, clock).await {
        Ok(app) => {
            findings.push(Finding::Good("鍵は、このデータベースのものです".to_owned()));
            findings.push(match db {
                Location::File(file) => integrity(file).await,
                Location::Postgres(_) => durability(&app).await?,
            });
            findings.push(time(&app, now).await?);
            findings.push(backup(&app, now).await?);
            findings.push(match verify(app.readers(), &app.keys).await {
                Ok(n) => Finding::Good(format!("監査記録 {n} 件は、書かれたときのままです")),
                Err(fault) => Finding::Bad(fault.to_string()),
            });
        }
        Err(error) => findings.push(Finding::Bad(error.to_string())),
    }
    findings.push(proxies());
    report(findings)
}

fn report(findings: Vec<Finding>) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    let mut n_bad = 0;
    for finding in findings {
        match finding {
            Finding::Good(text) => writeln!(out, "よい\t{text}")?,
            Finding::Bad(text) => {
                n_bad += 1;
                writeln!(out, "要対応\t{text}")?;
            }
        }
    }
    if n_bad == 0 {
        Ok(())
    } else {
        Err(format!("{n_bad} 件に対応が要ります").into())
    }
}

/// Whether the folder, the database and the key are their owner's alone.
fn modes(db: &Location) -> Vec<Finding> {
    let folder = db.file().and_then(Path::parent);
    let folder = folder.filter(|it| !it.as_os_str().is_empty());
    let paths = [
        folder.map(Path::to_owned),
        db.file().map(Path::to_owned),
        key_file(db),
    ];
    let existing = paths.into_iter().flatten().filter(|it| it.exists());
    let checks = existing.map(|path| match require_private(&path) {
        Ok(()) => Finding::Good(format!("{} は、ほかの利用者に読めません", path.display())),
        Err(lax) => Finding::Bad(format!(
            "{} を、ほかの利用者も読めます: {}",
            lax.path,
            lax.command()
        )),
    });
    checks.collect()
}

fn disk(db: &Path) -> Finding {
    let size = std::fs::metadata(db).map_or(0, |it| it.len());
    match free_bytes(db) {
        None => Finding::Bad("ディスクの空きが分かりません".to_owned()),
        Some(free) => {
            let text = format!("ディスクの空きは {} MB です", free >> 20);
            if free >= needed_bytes(size) {
                Finding::Good(text)
            } else {
                Finding::Bad(text)
            }
        }
    }
}

async fn integrity(db: &Path) -> Finding {
    match is_sound(db).await {
        Ok(true) => Finding::Good("データベースは壊れていません".to_owned()),
        Ok(false) => Finding::Bad("データベースが壊れています。控えから戻してください".to_owned()),
        Err(error) => Finding::Bad(error.to_string()),
    }
}

/// Whether the cluster keeps what it acknowledged when its power fails.
async fn durability(app: &AppState) -> Result<Finding, Box<dyn Error>> {
    let off = durability_settings_that_are_off(app.readers()).await?;
    Ok(if off.is_empty() {
        Finding::Good("PostgreSQL は、受け取ったものを停電でも失わない設定です".to_owned())
    } else {
        Finding::Bad(format!(
            "PostgreSQL の設定で、停電のときに記録が失われます: {}",
            off.join("、")
        ))
    })
}

/// Compares the clock with the last act that was recorded.
async fn time(app: &AppState, now: Timestamp) -> Result<Finding, Box<dyn Error>> {
    let last: Option<Timestamp> = sql!(audit / last_act_at).fetch_value(app.readers()).await?;
    let told = now.display(Locale::JAPANESE);
    let is_right = last
        .is_none_or(|last| last.since(now) <= CLOCK_TOLERANCE && now.since(last) <= LONGEST_PAUSE);
    Ok(if is_right {
        Finding::Good(format!("時計は {told} です"))
    } else {
        Finding::Bad(format!("時計が {told} で、最後の記録と合いません"))
    })
}

async fn backup(app: &AppState, now: Timestamp) -> Result<Finding, Box<dyn Error>> {
    Ok(match app.last_backup().await? {
        None => Finding::Bad("控え（backup）がまだ一度も作られていません".to_owned()),
        Some(at) => {
            let text = format!("最後の控えは {} です", at.display(Locale::JAPANESE));
            if now.since(at) <= BACKUP_AGE {
                Finding::Good(text)
            } else {
                Finding::Bad(text)
            }
        }
    })
}

/// What the environment says of the proxy in front, which decides whose address a wrong password counts for.
fn proxies() -> Finding {
    let set = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
    let address = set("MICHI_ADDR").unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let is_local = address.starts_with("127.") || address.starts_with("[::1]");
    match (set("MICHI_TRUSTED_PROXY"), set("MICHI_BEHIND_PROXY")) {
        (Some(networks), _) => Finding::Good(format!("中継サーバーは {networks} です")),
        (None, Some(_)) if is_local => {
            Finding::Good("中継サーバーは、このコンピューターにあります".to_owned())
        }
        (None, _) => Finding::Bad(
            "中継サーバーが書かれていません（MICHI_TRUSTED_PROXY）。全員が同じアドレスに見えます"
                .to_owned(),
        ),
    }
}
