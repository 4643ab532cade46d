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

/// Whether what a mail server said for good is about the address alone: an account that has expired, or a sender whom
/// it does not know, is put right, and the mail goes out then.
fn is_about_address(answer: &str) -> bool {
    let mut words = answer.split(|it: char| !(it.is_ascii_digit() || it == '.'));
    let status = words
        .clone()
        .find(|it| it.starts_with("5.") && it.matches('.').count() == 2);
    match status {
        // RFC 3463: bad mailbox, bad system, bad syntax, moved; a mailbox that is disabled.
        Some(status) => matches!(status, "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.2.1"),
        None => words.any(|it| matches!(it, "550" | "551" | "553")),
    }
}

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
    if !mail.is_wanted {
        return (Tried::Dropped, Next::Look);
    }
    let catalogue = app.catalogue();
    let Some(form) = catalogue.newest(&mail.instrument) else {
        // Another server may know the form.
        let refused = Tried::Refused {
            why: "様式がありません。".to_owned(),
            is_final: false,
        };
        return (refused, Next::Look);
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
            tracing::warn!(seq = mail.seq, %error, "a mail was not taken");
            let why: String = error.to_string().chars().take(LONGEST_PROBLEM).collect();
            let is_final = error.is_permanent() && is_about_address(&why);
            // What is not about this mail alone would meet the next one, too.
            let next = if is_final || error.is_transient() {
                Next::Pause
            } else {
                Next::Rest
            };
            let refused = Tried::Refused { why, is_final };
            (refused, next)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_that_is_wrong_ends_a_mail() {
        for answer in [
            "permanent error (550): 5.1.1 no such user",
            "permanent error (550): unknown mailbox",
            "permanent error (553): 5.1.3 bad address",
        ] {
            assert!(is_about_address(answer), "{answer}");
        }
        for answer in [
            "permanent error (535): 5.7.8 authentication failed",
            "permanent error (530): 5.7.0 must issue a STARTTLS command first",
            "permanent error (550): 5.7.1 relaying denied",
            "permanent error (554): no SMTP service here",
            "permanent error (552): 5.2.2 mailbox full",
        ] {
            assert!(!is_about_address(answer), "{answer}");
        }
    }
}
