//! Sync policy: when the next round follows at once, when to back off, and what a failure leads to. Pure, so that the
//! browser and the simulation share it.

use crate::Code;

/// Upper bound of rounds in one sync, should device and server never agree. A later sync tries again.
const MAX_ROUNDS: u32 = 200;

/// The connection to the server, as the interface shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The server answers normally.
    Online,
    /// The server cannot be reached; a normal state.
    Offline,
    /// The server answers, but requires a sign-in first.
    SignInRequired,
    /// The server answers with an error; retries continue.
    Failing,
    /// Somebody else answers in the server's place; retries continue.
    Intercepted,
}

/// What to do after a failed exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// Switch to the person of the session: another tab or window has signed them in.
    SwitchPerson,
    /// Do not retry until someone signs in.
    WaitForSignIn(Connection),
    /// Retry after this many milliseconds; an edit or a returning network retries at once.
    Retry(Connection, u64),
}

/// One sync: rounds of push and pull until nothing is pending and the last page is pulled.
#[derive(Clone, Copy, Debug, Default)]
pub struct SyncLoop {
    rounds: u32,
}

impl SyncLoop {
    /// Whether another round follows at once, after a pull was applied.
    ///
    /// `more` is from the pull; `before` and `unsent` are the numbers of pending facts before the push and after the
    /// pull.
    pub fn should_continue(&mut self, more: bool, before: usize, unsent: usize) -> bool {
        self.rounds += 1;
        // Progress: fewer facts are pending, one was recorded meanwhile, or a new epoch has made them pending again.
        let has_news = unsent > 0 && (before == 0 || unsent < before);
        // Facts that were neither acknowledged nor rejected were renumbered: retry, but not for ever.
        let is_stuck = unsent > 0 && !has_news && self.rounds > 3 && !more;
        self.rounds < MAX_ROUNDS && (more || unsent > 0) && !is_stuck
    }
}

/// Backoff after the `n`th failure in a row, counted from 0.
pub fn after_failure(code: Code, n: u32) -> AfterFailure {
    match code {
        Code::ForeignDevice => AfterFailure::SwitchPerson,
        Code::SignInRequired | Code::PasswordChangeRequired => {
            AfterFailure::WaitForSignIn(Connection::SignInRequired)
        }
        other => {
            let link = match other {
                Code::Unreachable => Connection::Offline,
                Code::Intercepted => Connection::Intercepted,
                _ => Connection::Failing,
            };
            // Exponential backoff: 2, 4, 8 … up to 64 seconds.
            AfterFailure::Retry(link, 2_000 << n.min(5))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_epoch_is_followed_by_a_push_at_once() {
        // The first push was empty; the new epoch made three facts pending again.
        assert!(SyncLoop::default().should_continue(false, 0, 3));
    }

    #[test]
    fn a_sync_ends_when_nothing_is_pending() {
        assert!(!SyncLoop::default().should_continue(false, 2, 0));
        assert!(SyncLoop::default().should_continue(true, 0, 0));
    }

    #[test]
    fn facts_that_are_never_accepted_are_not_retried_for_ever() {
        let mut courier = SyncLoop::default();
        let rounds = (0..1_000)
            .take_while(|_| courier.should_continue(false, 2, 2))
            .count();
        assert!(rounds < 10);
        let mut courier = SyncLoop::default();
        let rounds = (0..1_000)
            .take_while(|_| courier.should_continue(true, 0, 0))
            .count();
        assert!(rounds < 1_000);
    }

    #[test]
    fn retries_back_off_and_wait_for_a_sign_in() {
        assert_eq!(
            after_failure(Code::Unreachable, 0),
            AfterFailure::Retry(Connection::Offline, 2_000)
        );
        assert_eq!(
            after_failure(Code::Internal, 99),
            AfterFailure::Retry(Connection::Failing, 64_000)
        );
        assert_eq!(
            after_failure(Code::Intercepted, 1),
            AfterFailure::Retry(Connection::Intercepted, 4_000)
        );
        assert_eq!(
            after_failure(Code::SignInRequired, 3),
            AfterFailure::WaitForSignIn(Connection::SignInRequired)
        );
        assert_eq!(
            after_failure(Code::ForeignDevice, 0),
            AfterFailure::SwitchPerson
        );
    }
}
