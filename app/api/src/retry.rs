//! When an exchange goes on at once, when it rests, and what follows a failure. Pure: the same in the browser and in the
//! simulation.

use crate::Code;

/// A device that never comes to an end is better asked again later than for ever.
const MOST_ROUNDS: u32 = 200;

/// How things stand with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It answers.
    Online,
    /// It cannot be reached; that is normal.
    Offline,
    /// It answers, but wants a sign-in first.
    SignInRequired,
    /// It answers with a failure; trying goes on.
    Failing,
}

/// What follows a failed exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// The session is another person's: a tab or another window signed them in.
    MeetPerson,
    /// Wait for a sign-in.
    Wait(Link),
    /// Try again after so many milliseconds; edits and a returning network try at once anyway.
    Retry(Link, u64),
}

/// One row of rounds, from the first offer until nothing is left to say or hear.
#[derive(Clone, Copy, Debug, Default)]
pub struct Courier {
    rounds: u32,
}

impl Courier {
    /// After an answer was heard: whether another round follows at once.
    ///
    /// `more` is the server's word; `before` and `unsent` count what waited before the push and waits after the answer:
    /// what is left of a long row, an edit made meanwhile, or all of it after the server began a new life.
    pub fn goes_on(&mut self, more: bool, before: usize, unsent: usize) -> bool {
        self.rounds += 1;
        let has_news = unsent > 0 && (before == 0 || unsent < before);
        // What was offered and is neither heard nor refused got another number: once more, but not for ever.
        let is_stuck = unsent > 0 && !has_news && self.rounds > 3 && !more;
        self.rounds < MOST_ROUNDS && (more || unsent > 0) && !is_stuck
    }
}

/// What follows the `n`th failure in a row, counted from 0.
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
            // 2, 4, 8 … up to 64 seconds.
            Setback::Retry(link, 2_000 << n.min(5))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_life_of_the_server_is_answered_with_everything_at_once() {
        // The first push was empty; hearing of the new life made three facts unsent again.
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
