//! When a mail that was not taken is tried again: soon at first, as for greylisting, then ever less, and at last no
//! more.

use domain::timestamp::Timestamp;
use std::time::Duration;

/// A reminder that comes later than this is of no use to anybody.
const LONGEST: Duration = Duration::from_hours(24 * 3);

const PAUSES: [Duration; 5] = [
    Duration::from_secs(30),
    Duration::from_mins(5),
    Duration::from_mins(15),
    Duration::from_hours(1),
    Duration::from_hours(4),
];

/// When it is tried again after so many tries (1 for the first); `None` if it is given up.
pub(super) fn next_try(created_at: Timestamp, tries: u32, now: Timestamp) -> Option<Timestamp> {
    let at = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
    let next = now + PAUSES[at.min(PAUSES.len() - 1)];
    (next.since(created_at) <= LONGEST).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_ever_less_and_given_up_after_three_days() {
        let start = Timestamp(1_795_395_600_000);
        let (mut now, mut pauses) = (start, Vec::new());
        for tries in 1.. {
            let Some(next) = next_try(start, tries, now) else {
                break;
            };
            pauses.push(next.since(now).as_secs());
            now = next;
        }
        assert_eq!(pauses[..6], [30, 300, 900, 3_600, 14_400, 14_400]);
        assert!(pauses.len() > 15 && now.since(start) <= LONGEST);
    }
}
