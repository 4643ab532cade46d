//! One municipality's server: its database, what is done in the background, and the router of its calls and pages.

use crate::aggregates::schedule::publish_periodically;
use crate::app_state::{AppState, Settings};
use crate::cli::{Modules, Serve};
use crate::clock::Clock;
use crate::db::Location;
use crate::http::router::{RouterOptions, router};
use crate::mail::send_periodically;
use crate::people::planned_changes::make_changes_periodically;
use crate::personnel::{cycle_days, retention};
use crate::sheets::backfill;
use axum::Router;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Why a server did not start, or a command did not do what it should; shown to the operator.
pub type Failure = Box<dyn Error>;

/// A running server of one database.
pub(crate) struct Instance {
    pub(crate) app: Arc<AppState>,
    pub(crate) router: Router,
    background: Vec<JoinHandle<()>>,
}

impl Instance {
    /// Opens the database. Nothing is done in the background yet.
    pub(crate) async fn open(
        location: &Location,
        serve: &Serve,
        settings: Settings,
        options: RouterOptions,
        clock: Clock,
    ) -> Result<Self, Failure> {
        let app = AppState::open(location, serve.content.as_deref(), clock).await?;
        let app = app.with_settings(settings);
        let app = Arc::new(match serve.modules {
            Modules::Fair => app.without_forms(),
            Modules::All | Modules::Staff => app,
        });
        Ok(Self {
            router: router(Arc::clone(&app), options),
            app,
            background: Vec::new(),
        })
    }

    /// Completes what an earlier release left, and begins what is done every day and night.
    pub(crate) async fn start(&mut self) -> Result<(), Failure> {
        backfill::complete(&self.app).await?;
        self.background = vec![
            tokio::spawn(sweep_daily(Arc::clone(&self.app))),
            tokio::spawn(publish_periodically(Arc::clone(&self.app))),
            tokio::spawn(make_changes_periodically(Arc::clone(&self.app))),
            tokio::spawn(send_periodically(Arc::clone(&self.app))),
            tokio::spawn(cycle_days::follow_periodically(Arc::clone(&self.app))),
        ];
        Ok(())
    }

    /// Ends what is done in the background, signs the audit log and closes the database. Its last requests are over.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        for task in self.background {
            task.abort();
        }
        self.app.sign_audit_log().await?;
        // What the log of SQLite holds goes into the file: whoever copies that file has everything.
        self.app.database().close().await?;
        Ok(())
    }
}

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
        if let Err(error) = app.forget_old_contacts().await {
            tracing::error!(%error, "contacts of people who wait for their first day could not be forgotten");
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
