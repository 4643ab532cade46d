//! How likely a browser is to lose entries that exist only on this device, and the one advice to show. Pure.

/// What the browser reports about its storage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Storage {
    /// Bytes used by this site; `None` if the browser does not say.
    pub used: Option<f64>,
    /// Bytes this site may use in total; `None` if the browser does not say.
    pub quota: Option<f64>,
    /// Whether storage is persistent (`navigator.storage.persist`); `None` if the browser does not say.
    pub is_promised: Option<bool>,
    /// Whether the browser evicts sites not opened for seven days (Safari, unless installed).
    pub forgets_after_a_week: bool,
}

/// How urgent the advice is, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Care {
    None,
    /// Before it becomes a problem.
    Soon,
    Now,
}

/// Bytes; with less free, a day's work may not fit.
const LITTLE: f64 = 5e6;

/// Bytes; with less free, a warning is shown.
const SOME: f64 = 50e6;

impl Storage {
    /// Free bytes; `None` if the browser does not say.
    pub fn free(&self) -> Option<f64> {
        Some((self.quota? - self.used?).max(0.0))
    }

    /// Urgency, and the advice as a key of [`crate::locale::t`]. `only_here` counts the entries not on the server.
    pub fn care(&self, only_here: usize) -> (Care, &'static str) {
        // A full disk comes first, even if everything is pushed: the next input would not be saved.
        match self.free() {
            Some(free) if free < LITTLE => {
                return (
                    Care::Now,
                    "空きがほとんどありません。いま送るか、ファイルに保存してください。",
                );
            }
            Some(free) if free < SOME => {
                return (
                    Care::Soon,
                    "空きが少なくなっています。ほかのサイトの記録を消すと増えます。",
                );
            }
            _ => {}
        }
        if only_here == 0 {
            return (Care::None, "この端末から消えても困る入力はありません。");
        }
        if self.forgets_after_a_week {
            let sentence = "このブラウザーは、7日間開かないサイトの記録を消すことがあります。早めに送るか、ホーム画面に追加してください。";
            return (Care::Soon, sentence);
        }
        if self.is_promised == Some(false) {
            let sentence = "ブラウザーは、空きが足りないときにこの記録を消すことがあります。早めに送ってください。";
            return (Care::Soon, sentence);
        }
        (Care::None, "つながったときに送られます。")
    }
}

/// Formats bytes with a decimal unit: `12.3 MB`.
pub fn in_words(bytes: f64) -> String {
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

    fn with(free: f64) -> Storage {
        Storage {
            used: Some(1e6),
            quota: Some(1e6 + free),
            ..Storage::default()
        }
    }

    #[test]
    fn a_full_disk_matters_at_once_even_if_all_is_sent() {
        assert_eq!(with(1e6).care(0).0, Care::Now);
        assert_eq!(with(20e6).care(0).0, Care::Soon);
        assert_eq!(with(1e9).care(3).0, Care::None);
    }

    #[test]
    fn a_browser_that_may_clear_matters_only_while_something_is_only_here() {
        let loose = Storage {
            is_promised: Some(false),
            ..with(1e9)
        };
        assert_eq!(loose.care(1).0, Care::Soon);
        assert_eq!(loose.care(0).0, Care::None);
        let week = Storage {
            forgets_after_a_week: true,
            is_promised: Some(true),
            ..with(1e9)
        };
        assert!(week.care(1).1.contains("7日"));
    }

    #[test]
    fn a_browser_that_says_nothing_is_no_cause_for_alarm() {
        assert_eq!(Storage::default().care(2).0, Care::None);
    }

    #[test]
    fn bytes_are_told_in_words() {
        assert_eq!(in_words(512.0), "0.5 KB");
        assert_eq!(in_words(12_340_000.0), "12.3 MB");
        assert_eq!(in_words(10.7e9), "10.7 GB");
    }
}
