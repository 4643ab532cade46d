//! Sends the mails that wait, one after the other and no more than the ward wants in a minute.

use super::MailSettings;
use super::letter;
use super::outbox::{self, DueMail, Tried};
use crate::app_state::{AppState, CallError};
use api::ApiError;
use lettre::AsyncTransport;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether a mail waits.
const INTERVAL: Duration = Duration::from_secs(5);

/// How long a mail server that cannot be reached is left alone.
const REST: Duration = Duration::from_mins(1);

/// Longest answer of a mail server that is kept, in characters.
const LONGEST_PROBLEM: usize = 200;

/// What is to be done before the next mail.
enum Next {
    /// There was none.
    Look,
    Pause,
    /// The server cannot be reached.
    Rest,
}

/// Sends for as long as the server runs; does nothing where the ward has no mail server.
pub(crate) async fn send_periodically(app: Arc<AppState>) {
    let Some(settings) = app.settings.mail.clone() else {
        return;
    };
    loop {
        let wait = match send_next(&app, &settings).await {
            Ok(Next::Look) => INTERVAL,
            Ok(Next::Pause) => settings.pause(),
            Ok(Next::Rest) => REST,
            Err(failure) => {
                let error = ApiError::from(failure);
                tracing::error!(%error, "mails could not be sent");
                REST
            }
        };
        tokio::time::sleep(wait).await;
    }
}

async fn send_next(app: &AppState, settings: &MailSettings) -> Result<Next, CallError> {
    let Some(mail) = outbox::take(app).await? else {
        return Ok(Next::Look);
    };
    let (tried, next) = try_one(app, settings, &mail).await;
    outbox::note(app, &mail, tried).await?;
    Ok(next)
}

async fn try_one(app: &AppState, settings: &MailSettings, mail: &DueMail) -> (Tried, Next) {
    let catalogue = app.catalogue();
    let form = catalogue
        .newest(&mail.instrument)
        .filter(|_| mail.is_wanted);
    let Some(form) = form else {
        return (Tried::Dropped, Next::Pause);
    };
    let message = match letter::message(settings, mail, &form.edition, &app.epoch()) {
        Ok(message) => message,
        Err(why) => {
            let refused = Tried::Refused {
                why,
                is_final: true,
            };
            return (refused, Next::Pause);
        }
    };
    match settings.transport.send(message).await {
        Ok(_) => (Tried::Sent, Next::Pause),
        Err(error) => {
            // An answer is about this mail; none is about the server, and the next mail would fare no better.
            let is_answer = error.is_transient() || error.is_permanent();
            tracing::warn!(seq = mail.seq, %error, "a mail was not taken");
            let refused = Tried::Refused {
                why: error.to_string().chars().take(LONGEST_PROBLEM).collect(),
                is_final: error.is_permanent(),
            };
            let next = if is_answer { Next::Pause } else { Next::Rest };
            (refused, next)
        }
    }
}
