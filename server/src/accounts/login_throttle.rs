//! Login throttle: delays guesses by account and by network address, in memory.
//!
//! A ward's staff share few addresses, so an address may fail far more often than an account before it has to wait.

use domain::timestamp::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// Failures of an account before it has to wait.
pub(crate) const FREE_PER_ACCOUNT: u32 = 5;
/// Failures of an address before it has to wait.
pub(crate) const FREE_PER_ADDRESS: u32 = 100;
/// The longest wait.
pub(crate) const LONGEST: Duration = Duration::from_mins(15);
/// Failures older than this are forgotten.
pub(crate) const MEMORY: Duration = Duration::from_hours(1);
/// Most accounts and addresses remembered at once; the oldest are dropped first.
pub(crate) const MAX_ENTRIES: usize = 50_000;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Failures {
    n: u32,
    last: Timestamp,
}

/// Recent failures by account and by address.
#[derive(Debug, Default)]
pub struct LoginThrottle {
    by_name: HashMap<String, Failures>,
}

impl LoginThrottle {
    /// Counts an attempt, or returns the seconds to wait as the error.
    pub fn count_attempt(
        &mut self,
        account: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<(), u32> {
        let names = [
            (
                format!("account {}", account.to_lowercase()),
                FREE_PER_ACCOUNT,
            ),
            (format!("address {address}"), FREE_PER_ADDRESS),
        ];
        let waits = names.iter().map(|(name, free)| self.wait(name, *free, now));
        let wait = waits.max().unwrap_or_default();
        if wait > Duration::ZERO {
            return Err(u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX));
        }
        self.evict_old(now);
        // Counted before the password is verified, so that parallel attempts count too.
        for (name, _) in names {
            let failures = self.by_name.entry(name).or_default();
            failures.n = if now.since(failures.last) > MEMORY {
                1
            } else {
                failures.n + 1
            };
            failures.last = now;
        }
        Ok(())
    }

    /// The password was right: clears the account's failures and takes back the address's attempt.
    pub fn succeeded(&mut self, account: &str, address: &str) {
        self.by_name
            .remove(&format!("account {}", account.to_lowercase()));
        if let Some(failures) = self.by_name.get_mut(&format!("address {address}")) {
            failures.n = failures.n.saturating_sub(1);
        }
    }

    /// How long to wait: 1 s after the free failures, doubled by each further one.
    fn wait(&self, name: &str, free: u32, now: Timestamp) -> Duration {
        let Some(failures) = self.by_name.get(name) else {
            return Duration::ZERO;
        };
        if failures.n < free || now.since(failures.last) > MEMORY {
            return Duration::ZERO;
        }
        // Far beyond the longest wait already; without a limit the shift would overflow.
        let doublings = (failures.n - free).min(20);
        let wait = Duration::from_secs(1 << doublings).min(LONGEST);
        (failures.last + wait).since(now)
    }

    fn evict_old(&mut self, now: Timestamp) {
        if self.by_name.len() < MAX_ENTRIES {
            return;
        }
        self.by_name.retain(|_, it| now.since(it.last) <= MEMORY);
        while self.by_name.len() >= MAX_ENTRIES {
            let oldest = self
                .by_name
                .iter()
                .min_by_key(|(_, it)| it.last)
                .map(|it| it.0.clone());
            let Some(oldest) = oldest else { break };
            self.by_name.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_waits_longer_with_every_failure_after_five() {
        let mut throttle = LoginThrottle::default();
        for _ in 0..5 {
            assert_eq!(throttle.count_attempt("E0001", "a", Timestamp(0)), Ok(()));
        }
        assert_eq!(throttle.count_attempt("e0001", "b", Timestamp(0)), Err(2));
        assert_eq!(
            throttle.count_attempt("E0001", "a", Timestamp(1_000)),
            Ok(())
        );
        assert_eq!(
            throttle.count_attempt("E0001", "a", Timestamp(1_000)),
            Err(3)
        );
        assert_eq!(throttle.count_attempt("E0002", "a", Timestamp(0)), Ok(()));
    }

    #[test]
    fn a_right_password_resets_the_account() {
        let mut throttle = LoginThrottle::default();
        for _ in 0..20 {
            assert_eq!(throttle.count_attempt("E0001", "a", Timestamp(0)), Ok(()));
            throttle.succeeded("E0001", "a");
        }
    }

    #[test]
    fn an_address_that_tries_many_accounts_waits_too() {
        let mut throttle = LoginThrottle::default();
        for n in 0..100 {
            assert_eq!(
                throttle.count_attempt(&format!("E{n}"), "a", Timestamp(0)),
                Ok(())
            );
        }
        assert!(throttle.count_attempt("E999", "a", Timestamp(0)).is_err());
        assert!(throttle.count_attempt("E999", "b", Timestamp(0)).is_ok());
    }

    #[test]
    fn failures_expire_after_an_hour() {
        let mut throttle = LoginThrottle::default();
        for _ in 0..5 {
            let _ = throttle.count_attempt("E0001", "a", Timestamp(0));
        }
        assert_eq!(
            throttle.count_attempt("E0001", "a", Timestamp(1) + MEMORY),
            Ok(())
        );
        assert_eq!(
            throttle.count_attempt("E0001", "a", Timestamp(1) + MEMORY),
            Ok(())
        );
    }
}
