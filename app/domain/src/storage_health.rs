//! How likely a browser is to lose entries that exist only on this device, and the one advice to show. Pure.

/// What the browser reports about its storage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StorageHealth {
    /// Bytes used by this site; `None` if the browser does not say.
    pub used: Option<f64>,
    /// Bytes this site may use in total; `None` if the browser does not say.
    pub quota: Option<f64>,
    /// Whether storage is persistent (`navigator.storage.persist`); `None` if the browser does not say.
    pub is_persisted: Option<bool>,
    /// Whether the browser evicts sites not opened for seven days (Safari, unless installed).
    pub evicts_after_seven_days: bool,
}

/// How urgent the advice is, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    None,
    /// Before it becomes a problem.
    Soon,
    Now,
}

/// Bytes; with less free, a day's work may not fit.
const CRITICAL_BYTES: f64 = 5e6;

/// Bytes; with less free, a warning is shown.
const LOW_BYTES: f64 = 50e6;

impl StorageHealth {
    /// Free bytes; `None` if the browser does not say.
    pub fn free(&self) -> Option<f64> {
        Some((self.quota? - self.used?).max(0.0))
    }

    /// Urgency, and the advice as a key of [`crate::locale::Locale::t`]. `only_here` counts the entries not on the
    /// server.
    pub fn advice(&self, only_here: usize) -> (Urgency, &'static str) {
        // A full disk comes first, even if everything is pushed: the next input would not be saved.
        match self.free() {
            Some(free) if free < CRITICAL_BYTES => {
                return (
                    Urgency::Now,
                    "空きがほとんどありません。いま送るか、ファイルに保存してください。",
                );
            }
            Some(free) if free < LOW_BYTES => {
                return (
                    Urgency::Soon,
                    "空きが少なくなっています。ほかのサイトの記録を消すと増えます。",
                );
            }
            _ => {}
        }
        if only_here == 0 {
            return (Urgency::None, "この端末から消えても困る入力はありません。");
        }
        if self.evicts_after_seven_days {
            let sentence = "このブラウザーは、7日間開かないサイトの記録を消すことがあります。早めに送るか、ホーム画面に追加してください。";
            return (Urgency::Soon, sentence);
        }
        if self.is_persisted == Some(false) {
            let sentence = "ブラウザーは、空きが足りないときにこの記録を消すことがあります。早めに送ってください。";
            return (Urgency::Soon, sentence);
        }
        (Urgency::None, "つながったときに送られます。")
    }
}

/// Formats bytes with a decimal unit: `12.3 MB`.
pub fn display_bytes(bytes: f64) -> String {
    let (value, unit) = if bytes < 1e6 {
        (bytes / 1e3, "KB")
    } else if bytes < 1e9 {
        (bytes / 1e6, "MB")
    } else {
        (bytes / 1e9, "GB")
    };
    format!("{value:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(free: f64) -> StorageHealth {
        StorageHealth {
            used: Some(1e6),
            quota: Some(1e6 + free),
            ..StorageHealth::default()
        }
    }

    #[test]
    fn low_free_space_is_urgent_even_if_nothing_is_pending() {
        assert_eq!(with(1e6).advice(0).0, Urgency::Now);
        assert_eq!(with(20e6).advice(0).0, Urgency::Soon);
        assert_eq!(with(1e9).advice(3).0, Urgency::None);
    }

    #[test]
    fn possible_eviction_matters_only_with_local_only_entries() {
        let loose = StorageHealth {
            is_persisted: Some(false),
            ..with(1e9)
        };
        assert_eq!(loose.advice(1).0, Urgency::Soon);
        assert_eq!(loose.advice(0).0, Urgency::None);
        let week = StorageHealth {
            evicts_after_seven_days: true,
            is_persisted: Some(true),
            ..with(1e9)
        };
        assert!(week.advice(1).1.contains("7日"));
    }

    #[test]
    fn an_unknown_quota_is_not_urgent() {
        assert_eq!(StorageHealth::default().advice(2).0, Urgency::None);
    }

    #[test]
    fn bytes_are_displayed_with_a_unit() {
        assert_eq!(display_bytes(512.0), "0.5 KB");
        assert_eq!(display_bytes(12_340_000.0), "12.3 MB");
        assert_eq!(display_bytes(10.7e9), "10.7 GB");
    }
}
