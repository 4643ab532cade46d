//! Sync policy: when the next round follows at once, when to back off, and what a failure leads to. Pure, so that the
//! browser and the simulation share it.

use crate::Code;

/// Upper bound of rounds in one sync, should device and server never agree. A later sync tries again.
const MOST_ROUNDS: u32 = 200;

/// The connection to the server, as the interface shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The server answers normally.
    Online,
    /// The server cannot be reached; a normal state.
    Offline,
    /// The server answers, but requires a sign-in first.
    SignInRequired,
    /// The server answers with an error; retries continue.
    Failing,
}

/// What to do after a failed exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// Switch to the person of the session: another tab or window has signed them in.
    MeetPerson,
    /// Do not retry until someone signs in.
    Wait(Link),
    /// Retry after this many milliseconds; an edit or a returning network retries at once.
    Retry(Link, u64),
}

/// One sync: rounds of push and pull until nothing is pending and the last page is pulled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Courier {
    rounds: u32,
}

impl Courier {
    /// Whether another round follows at once, after a pull was applied.
    ///
    /// `more` is from the pull; `before` and `unsent` are the numbers of pending facts before the push and after the
    /// pull.
    pub fn goes_on(&mut self, more: bool, before: usize, unsent: usize) -> bool {
        self.rounds += 1;
        // Progress: fewer facts are pending, one was recorded meanwhile, or a new epoch has made them pending again.
        let has_news = unsent > 0 && (before == 0 || unsent < before);
        // Facts that were neither acknowledged nor rejected were renumbered: retry, but not for ever.
        let is_stuck = unsent > 0 && !has_news && self.rounds > 3 && !more;
        self.rounds < MOST_ROUNDS && (more || unsent > 0) && !is_stuck
    }
}

/// Backoff after the `n`th failure in a row, counted from 0.
pub fn after_failure(code: Code, n: u32) -> Setback {
    match code {
        Code::DeviceNotYours => Setback::MeetPerson,
        Code::SignInRequired | Code::PasswordChangeRequired => Setback::Wait(Link::SignInRequired),
        other => {
            let link = if other == Code::Unreachable {
                Link::Offline
            } else {
                Link::Failing
            };
            // Exponential backoff: 2, 4, 8 … up to 64 seconds.
            Setback::Retry(link, 2_000 << n.min(5))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_life_of_the_server_is_answered_with_everything_at_once() {
        // The first push was empty; the new epoch made three facts pending again.
        assert!(Courier::default().goes_on(false, 0, 3));
    }

    #[test]
    fn an_exchange_rests_when_nothing_is_left() {
        assert!(!Courier::default().goes_on(false, 2, 0));
        assert!(Courier::default().goes_on(true, 0, 0));
    }

    #[test]
    fn what_the_server_never_takes_is_not_offered_for_ever() {
        let mut courier = Courier::default();
        let rounds = (0..1_000)
            .take_while(|_| courier.goes_on(false, 2, 2))
            .count();
        assert!(rounds < 10);
        let mut courier = Courier::default();
        let rounds = (0..1_000)
            .take_while(|_| courier.goes_on(true, 0, 0))
            .count();
        assert!(rounds < 1_000);
    }

    #[test]
    fn tries_grow_rarer_and_a_sign_in_is_waited_for() {
        assert_eq!(
            after_failure(Code::Unreachable, 0),
            Setback::Retry(Link::Offline, 2_000)
        );
        assert_eq!(
            after_failure(Code::Internal, 99),
            Setback::Retry(Link::Failing, 64_000)
        );
        assert_eq!(
            after_failure(Code::SignInRequired, 3),
            Setback::Wait(Link::SignInRequired)
        );
        assert_eq!(after_failure(Code::DeviceNotYours, 0), Setback::MeetPerson);
    }
}
