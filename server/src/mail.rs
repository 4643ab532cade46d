//! E-mail, where the ward has a server for it: it tells people that they were reminded of a sheet. Nothing of what they
//! wrote is in it, and who does not want it gets none.

mod letter;
mod outbox;
mod retry;
mod sending;

pub(crate) use outbox::{delete_old, enqueue, n_waiting, undelivered};
pub(crate) use sending::send_periodically;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use std::num::NonZeroU32;
use std::time::Duration;

/// Longer than this a mail server keeps nobody waiting.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The ward's mail server, and how it is used.
#[derive(Clone, Debug)]
pub(crate) struct MailSettings {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Where people open the app, `https://michishirube.bunkyo.example/`; empty if nobody has said it.
    site: String,
    per_minute: NonZeroU32,
}

impl MailSettings {
    /// Reads the settings of an operator: the server as `smtps://user:password@host` or `smtp://host:25`, the sender as
    /// `職員課 <jinji@example.lg.jp>`.
    ///
    /// # Errors
    ///
    /// A sentence about what cannot be read, or would send a password in the clear.
    pub(crate) fn new(
        server: &str,
        from: &str,
        site: &str,
        per_minute: NonZeroU32,
    ) -> Result<Self, String> {
        // What could not be read may hold a password: it is not repeated.
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(server)
            .map_err(|_| "--smtp を読めません。例: smtps://user:password@mail.example.lg.jp")?;
        let is_plain = server.starts_with("smtp://") && !server.contains("tls=required");
        if is_plain && server.contains('@') {
            return Err(
                "--smtp のパスワードが、暗号化されずに送られます。smtps:// にするか、?tls=required を付けてください"
                    .to_owned(),
            );
        }
        let from = from
            .parse()
            .map_err(|_| "--mail-from を読めません。例: 職員課 <jinji@example.lg.jp>".to_owned())?;
        Ok(Self {
            transport: transport.timeout(Some(TIMEOUT)).build(),
            from,
            site: site.to_owned(),
            per_minute,
        })
    }

    /// How long it takes until the next mail may be sent.
    fn pause(&self) -> Duration {
        Duration::from_mins(1) / self.per_minute.get()
    }
}

/// Whether a text is an address that mail can be sent to.
pub(crate) fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(server: &str, from: &str) -> Result<MailSettings, String> {
        MailSettings::new(server, from, "", NonZeroU32::MIN)
    }

    #[test]
    fn a_password_is_never_sent_in_the_clear_nor_repeated() {
        let from = "職員課 <jinji@example.lg.jp>";
        assert!(read("smtp://127.0.0.1:25", from).is_ok());
        assert!(read("smtps://user:secret@mail.example.lg.jp", from).is_ok());
        assert!(read("smtp://user:secret@mail.example.lg.jp?tls=required", from).is_ok());
        for server in [
            "smtp://user:secret@mail.example.lg.jp",
            "smtp://user:secret@mail.example.lg.jp?tls=opportunistic",
            "mail://user:secret@mail",
        ] {
            let error = read(server, from).unwrap_err();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_sender_has_an_address() {
        for from in ["", "職員課", "jinji@", "a@b@c"] {
            assert!(read("smtp://127.0.0.1", from).is_err(), "{from}");
        }
        assert!(is_address("sumire.keyaki@city.example.lg.jp"));
        assert!(!is_address("sumire keyaki@example.jp"));
    }
}
