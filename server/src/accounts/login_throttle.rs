//! Login throttle: delays guesses by account and by network address, in memory.
//!
//! A ward's staff share few addresses, so an address may fail far more often than an account before it has to wait.

use std::collections::HashMap;

/// Failures of an account before it has to wait.
pub(crate) const FREE_PER_ACCOUNT: u32 = 5;
/// Failures of an address before it has to wait.
pub(crate) const FREE_PER_ADDRESS: u32 = 100;
/// The longest wait: 15 minutes, in milliseconds.
pub(crate) const LONGEST_MS: i64 = 15 * 60_000;
/// Failures older than this are forgotten: an hour, in milliseconds.
pub(crate) const MEMORY_MS: i64 = 3_600_000;
/// Most accounts and addresses remembered at once; the oldest are dropped first.
pub(crate) const MAX_ENTRIES: usize = 50_000;

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Failures {
    n: u32,
    last: i64,
}

/// Recent failures by account and by address.
#[derive(Debug, Default)]
pub struct LoginThrottle {
    by_name: HashMap<String, Failures>,
}

impl LoginThrottle {
    /// Counts an attempt, or returns the seconds to wait as the error.
    pub fn count_attempt(&mut self, account: &str, address: &str, now: i64) -> Result<(), u32> {
        let names = [
            (
                format!("account {}", account.to_lowercase()),
                FREE_PER_ACCOUNT,
            ),
            (format!("address {address}"), FREE_PER_ADDRESS),
        ];
        let waits = names.iter().map(|(name, free)| self.wait(name, *free, now));
        let wait = waits.max().unwrap_or(0);
        if wait > 0 {
            return Err(u32::try_from(wait.div_euclid(1_000) + 1).unwrap_or(u32::MAX));
        }
        self.evict_old(now);
        // Counted before the password is verified, so that parallel attempts count too.
        for (name, _) in names {
            let failures = self.by_name.entry(name).or_default();
            failures.n = if now - failures.last > MEMORY_MS {
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

    /// Milliseconds to wait: 1 s after the free failures, doubled by each further one.
    fn wait(&self, name: &str, free: u32, now: i64) -> i64 {
        let Some(failures) = self.by_name.get(name) else {
            return 0;
        };
        if failures.n < free || now - failures.last > MEMORY_MS {
            return 0;
        }
        // Far beyond the longest wait already; without a limit the shift would overflow.
        let doublings = (failures.n - free).min(20);
        let wait = (1_000_i64 << doublings).min(LONGEST_MS);
        (failures.last + wait - now).max(0)
    }

    fn evict_old(&mut self, now: i64) {
        if self.by_name.len() < MAX_ENTRIES {
            return;
        }
        self.by_name.retain(|_, it| now - it.last <= MEMORY_MS);
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
            assert_eq!(throttle.count_attempt("E0001", "a", 0), Ok(()));
        }
        assert_eq!(throttle.count_attempt("e0001", "b", 0), Err(2));
        assert_eq!(throttle.count_attempt("E0001", "a", 1_000), Ok(()));
        assert_eq!(throttle.count_attempt("E0001", "a", 1_000), Err(3));
        assert_eq!(throttle.count_attempt("E0002", "a", 0), Ok(()));
    }

    #[test]
    fn a_right_password_resets_the_account() {
        let mut throttle = LoginThrottle::default();
        for _ in 0..20 {
            assert_eq!(throttle.count_attempt("E0001", "a", 0), Ok(()));
            throttle.succeeded("E0001", "a");
        }
    }

    #[test]
    fn an_address_that_tries_many_accounts_waits_too() {
        let mut throttle = LoginThrottle::default();
        for n in 0..100 {
            assert_eq!(throttle.count_attempt(&format!("E{n}"), "a", 0), Ok(()));
        }
        assert!(throttle.count_attempt("E999", "a", 0).is_err());
        assert!(throttle.count_attempt("E999", "b", 0).is_ok());
    }

    #[test]
    fn failures_expire_after_an_hour() {
        let mut throttle = LoginThrottle::default();
        for _ in 0..5 {
            let _ = throttle.count_attempt("E0001", "a", 0);
        }
        assert_eq!(throttle.count_attempt("E0001", "a", MEMORY_MS + 1), Ok(()));
        assert_eq!(throttle.count_attempt("E0001", "a", MEMORY_MS + 1), Ok(()));
    }
}
