//! `michishirube serve`: opens the database, listens, and shuts down gracefully.

use crate::app_state::AppState;
use crate::cli::{Modules, Serve};
use crate::clock::Clock;
use crate::demo_data;
use crate::http::router::{RouterOptions, router};
use crate::http::static_site::Site;
use crate::personnel::retention;
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Serves until SIGINT or SIGTERM.
pub async fn serve(db: &Path, settings: &Serve, clock: Clock) -> Result<(), Box<dyn Error>> {
    let app = AppState::open(db, settings.content.as_deref(), Arc::clone(&clock)).await?;
    let passwords = db.with_file_name("sample-passwords.csv");
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
    tokio::spawn(expire_daily(Arc::clone(&app), clock));
    let options = RouterOptions {
        site,
        behind_proxy: settings.behind_proxy,
        calls_per_minute: NonZeroU32::new(settings.calls_per_minute),
        modules: settings.modules,
    };
    let app = router(app, options).into_make_service_with_connect_info::<SocketAddr>();
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
    axum::serve(listener, app)
        .with_graceful_shutdown(shutdown_signal())
        .await?;
    Ok(())
}

async fn expire_daily(app: Arc<AppState>, clock: Clock) {
    loop {
        if let Err(error) = retention::delete_expired(app.database(), clock()).await {
            tracing::error!(%error, "what is past its time could not be deleted");
        }
        if let Err(error) = app.expire_events().await {
            tracing::error!(%error, "records of a fair could not become counts");
        }
        tokio::time::sleep(Duration::from_hours(24)).await;
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
