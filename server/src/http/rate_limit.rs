//! Rate limits per session and per network address. They are far above what a device needs: a page in use makes two
//! calls a second at most, and a ward's staff share few addresses.

use crate::accounts::session;
use api::access::Caller;
use api::{ApiError, Code};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::num::NonZeroU32;

/// How many times a session's limit one address has.
const SESSIONS_PER_ADDRESS: u32 = 100;

/// Number of keys above which idle ones are dropped.
const MAX_KEYS_BEFORE_CLEANUP: usize = 50_000;

/// Rate limits by session token and by address.
#[derive(Debug)]
pub(crate) struct CallLimits {
    by_session: DefaultKeyedRateLimiter<Vec<u8>>,
    by_address: DefaultKeyedRateLimiter<String>,
}

impl CallLimits {
    /// Limits a session to `per_minute` calls, which it may also make in one burst.
    pub(crate) fn per_minute(per_minute: NonZeroU32) -> Self {
        let of_address =
            per_minute.saturating_mul(NonZeroU32::MIN.saturating_add(SESSIONS_PER_ADDRESS - 1));
        Self {
            by_session: RateLimiter::keyed(Quota::per_minute(per_minute)),
            by_address: RateLimiter::keyed(Quota::per_minute(of_address)),
        }
    }

    /// Counts a call. The error says after how many seconds to retry.
    pub(crate) fn count_call(&self, caller: &Caller) -> Result<(), ApiError> {
        // The address first: made-up tokens beyond its limit never reach the table of sessions.
        check_key(&self.by_address, &caller.address)?;
        match &caller.token {
            Some(token) => check_key(&self.by_session, &session::token_hash(token)),
            None => Ok(()),
        }
    }
}

fn check_key<K: Hash + Eq + Clone>(
    limits: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), ApiError> {
    if limits.len() > MAX_KEYS_BEFORE_CLEANUP {
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
            ..ApiError::with(Code::RateLimited, sentence)
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
            ..Caller::default()
        }
    }

    fn three() -> CallLimits {
        CallLimits::per_minute(NonZeroU32::MIN.saturating_add(2))
    }

    #[test]
    fn a_session_over_its_rate_limit_is_rejected_and_others_are_not() {
        let pace = three();
        for _ in 0..3 {
            assert_eq!(pace.count_call(&caller("a", "10.0.0.1")), Ok(()));
        }
        let slowed = pace.count_call(&caller("a", "10.0.0.1")).unwrap_err();
        assert_eq!(slowed.code, Code::RateLimited);
        assert!(slowed.retry_after.is_some_and(|it| (1..=21).contains(&it)));
        assert_eq!(pace.count_call(&caller("b", "10.0.0.1")), Ok(()));
    }

    #[test]
    fn made_up_tokens_do_not_bypass_the_limit_of_an_address() {
        let pace = three();
        for n in 0..300 {
            assert_eq!(pace.count_call(&caller(&n.to_string(), "10.0.0.1")), Ok(()));
        }
        assert!(pace.count_call(&caller("new", "10.0.0.1")).is_err());
        assert!(pace.count_call(&caller("", "10.0.0.1")).is_err());
        assert_eq!(pace.count_call(&caller("", "10.0.0.2")), Ok(()));
    }
}
