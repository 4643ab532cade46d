//! Rate limits per session and per network address. They are far above what a device needs: a page in use makes two
//! calls a second at most, and a ward's staff share few addresses.

use crate::session;
use api::{ApiError, Caller, Code};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;

/// How many times a session's limit one address has.
const SESSIONS_AT_AN_ADDRESS: u32 = 100;

/// Number of keys above which idle ones are dropped.
const MANY_KEYS: usize = 50_000;

/// Rate limits by session token and by address.
#[derive(Debug)]
pub(crate) struct Pace {
    by_session: DefaultKeyedRateLimiter<Vec<u8>>,
    by_address: DefaultKeyedRateLimiter<String>,
}

impl Pace {
    /// Limits a session to `per_minute` calls, which it may also make in one burst.
    pub(crate) fn of(per_minute: NonZeroU32) -> Self {
        let of_address =
            per_minute.saturating_mul(NonZeroU32::MIN.saturating_add(SESSIONS_AT_AN_ADDRESS - 1));
        Self {
            by_session: RateLimiter::keyed(Quota::per_minute(per_minute)),
            by_address: RateLimiter::keyed(Quota::per_minute(of_address)),
        }
    }

    /// Counts a call. The error says after how many seconds to retry.
    pub(crate) fn admit(&self, caller: &Caller) -> Result<(), ApiError> {
        // The address first: made-up tokens beyond its limit never reach the table of sessions.
        one(&self.by_address, &caller.address)?;
        match &caller.token {
            Some(token) => one(&self.by_session, &session::token_hash(token)),
            None => Ok(()),
        }
    }
}

fn one<K: Hash + Eq + Clone>(limits: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), ApiError> {
    if limits.len() > MANY_KEYS {
        limits.retain_recent();
    }
    limits.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        let seconds = u32::try_from(wait.as_secs())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let sentence =
            "短い間に多く呼ばれたため、少し待ってから続けます。入力はこの端末に残っています。";
        ApiError {
            retry_after: Some(seconds),
            ..ApiError::with(Code::SlowDown, sentence)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(token: &str, address: &str) -> Caller {
        Caller {
            token: (!token.is_empty()).then(|| token.to_owned()),
            address: address.to_owned(),
            secure: false,
        }
    }

    fn three() -> Pace {
        Pace::of(NonZeroU32::MIN.saturating_add(2))
    }

    #[test]
    fn a_session_that_calls_too_often_waits_and_others_do_not() {
        let pace = three();
        for _ in 0..3 {
            assert_eq!(pace.admit(&caller("a", "10.0.0.1")), Ok(()));
        }
        let slowed = pace.admit(&caller("a", "10.0.0.1")).unwrap_err();
        assert_eq!(slowed.code, Code::SlowDown);
        assert!(slowed.retry_after.is_some_and(|it| (1..=21).contains(&it)));
        assert_eq!(pace.admit(&caller("b", "10.0.0.1")), Ok(()));
    }

    #[test]
    fn an_address_waits_whatever_tokens_it_makes_up() {
        let pace = three();
        for n in 0..300 {
            assert_eq!(pace.admit(&caller(&n.to_string(), "10.0.0.1")), Ok(()));
        }
        assert!(pace.admit(&caller("new", "10.0.0.1")).is_err());
        assert!(pace.admit(&caller("", "10.0.0.1")).is_err());
        assert_eq!(pace.admit(&caller("", "10.0.0.2")), Ok(()));
    }
}
