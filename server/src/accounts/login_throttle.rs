//! Slows down guessing of passwords, in memory. Only failures count, and they leak away.
//!
//! Nobody is shut out: guesses for one account from one place wait at most a minute, and beyond the limits of an
//! address or an account an attempt is delayed, not refused. A browser in which the person has signed in before is a
//! place of its own, outside the limits of address and account: whoever guesses elsewhere does not slow it.

use domain::timestamp::Timestamp;
use lru::LruCache;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroUsize;
use std::time::Duration;

/// Wrong passwords for one account from one browser or address before it has to wait.
const PAIR: Limit = Limit::of(5, Duration::from_mins(1));
/// Wrong passwords from one address; a ward's staff share few.
const ADDRESS: Limit = Limit::of(100, Duration::from_secs(3));
/// Wrong passwords for one account from everywhere.
const ACCOUNT: Limit = Limit::of(20, Duration::from_mins(6));
/// Longer with each failure beyond the limit of an address or account, up to this.
const LONGEST_DELAY: Duration = Duration::from_secs(5);
const DELAY_PER_FAILURE: Duration = Duration::from_millis(100);
/// Counters remembered of each kind; the longest unused are dropped first.
const MAX_COUNTERS: NonZeroUsize = NonZeroUsize::new(50_000).expect("not zero");

/// How many failures are free, and after how long one is forgotten.
#[derive(Clone, Copy, Debug)]
struct Limit {
    free: u32,
    leaks_every: Duration,
}

impl Limit {
    const fn of(free: u32, leaks_every: Duration) -> Self {
        Self { free, leaks_every }
    }
}

/// Failures that leak away: how many there were at an instant.
#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    level: f64,
    at: Timestamp,
}

impl Failures {
    fn level_at(self, now: Timestamp, limit: Limit) -> f64 {
        let leaked = now.since(self.at).as_secs_f64() / limit.leaks_every.as_secs_f64();
        (self.level - leaked).max(0.0)
    }
}

/// The failures of one kind, by account, address or both.
#[derive(Debug)]
struct Counters {
    limit: Limit,
    by_name: LruCache<String, Failures>,
}

impl Counters {
    fn new(limit: Limit) -> Self {
        Self {
            limit,
            by_name: LruCache::new(MAX_COUNTERS),
        }
    }

    fn level(&self, name: &str, now: Timestamp) -> f64 {
        let failures = self.by_name.peek(name).copied().unwrap_or_default();
        failures.level_at(now, self.limit)
    }

    fn add(&mut self, name: &str, change: f64, now: Timestamp) {
        let level = (self.level(name, now) + change).max(0.0);
        self.by_name
            .put(name.to_owned(), Failures { level, at: now });
    }

    /// How many failures there are beyond the limit, with one more.
    fn beyond(&self, name: &str, now: Timestamp) -> f64 {
        self.level(name, now) + 1.0 - f64::from(self.limit.free)
    }

    /// How long until one more stays within the limit.
    fn wait(&self, name: &str, now: Timestamp) -> Duration {
        self.limit
            .leaks_every
            .mul_f64(self.beyond(name, now).max(0.0))
    }
}

/// Where an attempt comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The network address.
    pub address: String,
    /// The random name of a browser in which this account has signed in before; none for other browsers.
    pub known_browser: Option<String>,
}

/// An attempt that was admitted. It counts as a failure until [`LoginThrottle::succeeded`] takes it back.
#[derive(Debug)]
pub struct Attempt {
    pair: String,
    /// Account and address, unless the browser is known.
    shared: Option<(String, String)>,
    /// How long to wait before the password is verified.
    pub delay: Duration,
}

/// Recent failures.
#[derive(Debug)]
pub struct LoginThrottle {
    pairs: Counters,
    addresses: Counters,
    accounts: Counters,
}

impl Default for LoginThrottle {
    fn default() -> Self {
        Self {
            pairs: Counters::new(PAIR),
            addresses: Counters::new(ADDRESS),
            accounts: Counters::new(ACCOUNT),
        }
    }
}

impl LoginThrottle {
    /// Admits and counts an attempt, or returns the seconds to wait as the error.
    ///
    /// `secret` says what is guessed: whoever guesses passwords keeps nobody from using a one-time code. Counted
    /// before it is verified, so that parallel attempts count too.
    pub fn admit(
        &mut self,
        account: &str,
        secret: &str,
        from: &Origin,
        now: Timestamp,
    ) -> Result<Attempt, u32> {
        let account = account.to_lowercase();
        let address = network_of(&from.address);
        let place = from.known_browser.as_ref().unwrap_or(&address);
        let pair = format!("{account} {secret} {place}");
        let wait = self.pairs.wait(&pair, now);
        if wait > Duration::ZERO {
            return Err(u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX));
        }
        self.pairs.add(&pair, 1.0, now);
        let shared = from.known_browser.is_none().then_some((account, address));
        let mut delay = Duration::ZERO;
        if let Some((account, address)) = &shared {
            let beyond = (self.accounts.beyond(account, now))
                .max(self.addresses.beyond(address, now))
                .max(0.0);
            delay = DELAY_PER_FAILURE.mul_f64(beyond).min(LONGEST_DELAY);
            self.accounts.add(account, 1.0, now);
            self.addresses.add(address, 1.0, now);
        }
        Ok(Attempt {
            pair,
            shared,
            delay,
        })
    }

    /// The attempt was not made after all.
    pub fn take_back(&mut self, attempt: &Attempt, now: Timestamp) {
        self.pairs.add(&attempt.pair, -1.0, now);
        if let Some((account, address)) = &attempt.shared {
            self.accounts.add(account, -1.0, now);
            self.addresses.add(address, -1.0, now);
        }
    }

    /// The password was right: the attempt does not count, and earlier mistypes at this place are forgotten.
    pub fn succeeded(&mut self, attempt: &Attempt, now: Timestamp) {
        self.pairs.by_name.pop(&attempt.pair);
        if let Some((account, address)) = &attempt.shared {
            self.accounts.add(account, -1.0, now);
            self.addresses.add(address, -1.0, now);
        }
    }
}

/// The address, and of IPv6 its network: whoever has one address there has 2⁶⁴.
pub(crate) fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(it)) => {
            let [a, b, c, d, ..] = it.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: &str = "203.0.113.9";

    fn from(address: &str) -> Origin {
        Origin {
            address: address.to_owned(),
            known_browser: None,
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000)
    }

    fn fail(throttle: &mut LoginThrottle, account: &str, from: &Origin, now: Timestamp) {
        throttle.admit(account, "p", from, now).expect("admitted");
    }

    #[test]
    fn after_five_wrong_passwords_an_account_waits_at_that_place_at_most_a_minute() {
        let mut throttle = LoginThrottle::default();
        for _ in 0..5 {
            fail(&mut throttle, "E0001", &from("a"), at(0));
        }
        assert_eq!(
            throttle.admit("e0001", "p", &from("a"), at(0)).err(),
            Some(61)
        );
        // Waiting attempts do not lengthen the wait.
        assert_eq!(
            throttle.admit("E0001", "p", &from("a"), at(30)).err(),
            Some(31)
        );
        assert!(throttle.admit("E0001", "p", &from("b"), at(0)).is_ok());
        assert!(throttle.admit("E0002", "p", &from("a"), at(0)).is_ok());
        assert!(throttle.admit("E0001", "p", &from("a"), at(60)).is_ok());
    }

    #[test]
    fn a_right_password_forgets_the_failures_and_lengthens_no_wait() {
        let mut throttle = LoginThrottle::default();
        for _ in 0..40 {
            let attempt = throttle.admit("E0001", "p", &from("a"), at(0)).expect("ok");
            assert_eq!(attempt.delay, Duration::ZERO);
            throttle.succeeded(&attempt, at(0));
        }
    }

    #[test]
    fn nobody_can_lock_an_account_from_outside() {
        let mut throttle = LoginThrottle::default();
        for n in 0..200 {
            fail(&mut throttle, "P1", &from(&format!("10.0.{n}.1")), at(0));
        }
        let known = Origin {
            known_browser: Some("nonce".to_owned()),
            ..from(OFFICE)
        };
        let attempt = throttle.admit("P1", "p", &known, at(1)).expect("admitted");
        assert_eq!(attempt.delay, Duration::ZERO);
        let attempt = throttle
            .admit("P1", "p", &from(OFFICE), at(1))
            .expect("admitted");
        assert_eq!(attempt.delay, LONGEST_DELAY);
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_together() {
        let mut throttle = LoginThrottle::default();
        for n in 0..5 {
            fail(&mut throttle, "E1", &from(&format!("2001:db8::{n}")), at(0));
        }
        assert!(
            throttle
                .admit("E1", "p", &from("2001:db8::9"), at(0))
                .is_err()
        );
        assert!(
            throttle
                .admit("E1", "p", &from("2001:db8:0:1::9"), at(0))
                .is_ok()
        );
    }

    /// A hundred and more wrong passwords over sixty accounts, then right ones of other accounts for ten minutes
    /// (nextcloud/server#703, OCA/server-tools#1219).
    #[test]
    fn mistypes_of_others_at_the_same_address_only_delay() {
        let mut throttle = LoginThrottle::default();
        for n in 0..110 {
            fail(
                &mut throttle,
                &format!("E{}", n % 60),
                &from(OFFICE),
                at(n / 10),
            );
        }
        for n in 0..20 {
            let attempt = throttle.admit("E900", "p", &from(OFFICE), at(11 + n * 30));
            let attempt = attempt.expect("a right password gets in");
            assert!(attempt.delay < Duration::from_secs(2));
            throttle.succeeded(&attempt, at(11 + n * 30));
        }
    }

    /// The first of April: 2,000 people behind one address, each with a first password copied from paper, of which
    /// every fourth attempt is mistyped; three quarters of them come within an hour.
    #[test]
    fn on_a_day_of_mistypes_everyone_behind_one_address_gets_in() {
        let mut dice = fastrand::Rng::with_seed(2_026);
        let mut attempts: std::collections::BinaryHeap<_> = (0..2_000_u32)
            .map(|person| {
                let hours = if dice.u8(0..4) < 3 {
                    0..3_600
                } else {
                    3_600..28_800
                };
                (std::cmp::Reverse(dice.i64(hours)), person)
            })
            .collect();
        let mut throttle = LoginThrottle::default();
        let (mut let_in, mut longest) = (0, Duration::ZERO);
        while let Some((std::cmp::Reverse(second), person)) = attempts.pop() {
            let is_right = dice.u8(0..4) > 0;
            match throttle.admit(&format!("E{person}"), "p", &from(OFFICE), at(second)) {
                Ok(attempt) => {
                    longest = longest.max(attempt.delay);
                    if is_right {
                        throttle.succeeded(&attempt, at(second));
                        let_in += 1;
                    } else {
                        attempts.push((std::cmp::Reverse(second + 10), person));
                    }
                }
                Err(wait) => attempts.push((std::cmp::Reverse(second + i64::from(wait)), person)),
            }
        }
        assert_eq!(let_in, 2_000);
        assert!(longest <= LONGEST_DELAY, "{longest:?}");
    }
}
