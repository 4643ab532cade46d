//! `michishirube serve`: opens the database, listens, and shuts down gracefully.

use crate::accounts::session::SessionLimits;
use crate::aggregates::schedule::publish_periodically;
use crate::app_state::{AppState, Settings};
use crate::cli::{Modules, Serve};
use crate::clock::Clock;
use crate::db::Location;
use crate::demo_data;
use crate::http::connections;
use crate::http::router::{RouterOptions, router};
use crate::http::security::TrustedProxies;
use crate::http::static_site::Site;
use crate::personnel::retention;
use crate::sheets::backfill;
use ipnet::IpNet;
use std::error::Error;
use std::io::Write;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Serves until SIGINT or SIGTERM.
pub async fn serve(db: &Location, settings: &Serve, clock: Clock) -> Result<(), Box<dyn Error>> {
    let proxies = trusted_proxies(settings)?;
    let app = AppState::open(db, settings.content.as_deref(), Arc::clone(&clock)).await?;
    let app = app.with_settings(Settings {
        sessions: SessionLimits {
            idle: Duration::from_secs(u64::from(settings.idle_minutes) * 60),
            lifetime: Duration::from_secs(u64::from(settings.session_hours) * 3_600),
        },
        ward_words: settings.ward_words.clone(),
    });
    let name = Path::new("sample-passwords.csv");
    let passwords = db
        .file()
        .map_or_else(|| name.to_owned(), |it| it.with_file_name(name));
    if settings.sample {
        demo_data::import_demo_roster(app.database(), &passwords, clock()).await?;
    }
    let site = Site::read(&settings.site).map_err(|error| {
        format!(
            "画面のファイルが {} にありません（make で作れます）: {error}",
            settings.site.display()
        )
    })?;
    let app = Arc::new(match settings.modules {
        Modules::Fair => app.without_forms(),
        Modules::All | Modules::Staff => app,
    });
    backfill::complete(&app).await?;
    tokio::spawn(sweep_daily(Arc::clone(&app)));
    tokio::spawn(publish_periodically(Arc::clone(&app)));
    let options = RouterOptions {
        site,
        proxies,
        calls_per_minute: NonZeroU32::new(settings.calls_per_minute),
        modules: settings.modules,
    };
    let router = router(Arc::clone(&app), options);
    let listener = tokio::net::TcpListener::bind(settings.addr)
        .await
        .map_err(|error| format!("{} で待ち受けできません: {error}", settings.addr))?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "道しるべ: http://{} で動いています（止めるには Ctrl+C）",
        listener.local_addr()?
    )?;
    if settings.sample {
        demo_data::print_sign_in_help(&mut out, &passwords)?;
    }
    let stop = async {
        shutdown_signal().await;
        app.stop();
    };
    connections::serve(listener, router, stop).await;
    app.sign_audit_log().await?;
    // What the log of SQLite holds goes into the file: whoever copies that file has everything.
    app.database().close().await?;
    Ok(())
}

/// The proxies to believe. Refuses what would take every caller for one address, or send passwords in the clear.
fn trusted_proxies(settings: &Serve) -> Result<TrustedProxies, Box<dyn Error>> {
    let is_local = settings.addr.ip().is_loopback();
    let mut networks = settings.trusted_proxy.clone();
    if settings.behind_proxy {
        if !is_local && networks.is_empty() {
            return Err("--behind-proxy は、このコンピューターの中（127.0.0.1）で待ち受けるときだけ使えます。\
                        ほかでは --trusted-proxy に中継サーバーのアドレスを書いてください"
                .into());
        }
        networks.extend(LOOPBACK.iter().filter_map(|it| it.parse::<IpNet>().ok()));
    }
    if !is_local && networks.is_empty() && !settings.plain_http {
        return Err(
            "暗号化していない通信を、ほかのコンピューターから受けることになります。\
                    中継サーバー（HTTPS）を置いて --trusted-proxy を書くか、\
                    閉じた網での試用なら --plain-http を付けてください"
                .into(),
        );
    }
    Ok(TrustedProxies(networks))
}

const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1/128"];

async fn sweep_daily(app: Arc<AppState>) {
    loop {
        if let Err(error) = app.sign_audit_log().await {
            tracing::error!(%error, "the audit log could not be signed");
        }
        if let Err(error) = app.begin_fiscal_year().await {
            tracing::error!(%error, "the fiscal year could not begin");
        }
        if let Err(error) = retention::delete_expired(&app).await {
            tracing::error!(%error, "what is past its time could not be deleted");
        }
        if let Err(error) = app.expire_events().await {
            tracing::error!(%error, "records of a fair could not become counts");
        }
        // At the next midnight in Japan, so that 1 April is seen when it begins.
        let midnight = app.now().start_of_day() + Duration::from_hours(24);
        let wait = midnight.since(app.now()).max(Duration::from_mins(1));
        tokio::time::sleep(wait + Duration::from_secs(5)).await;
    }
}

async fn shutdown_signal() {
    let interrupted = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { () = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    interrupted.await;
}
