//! The steps of a goal planned backwards: the future first, and today's place among them.

use serde_json::Value;

/// A step of a path, from the columns `by` and `what` of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// The day it is due, `2026-11-25`; empty if none was given.
    pub due: String,
    pub text: String,
}

/// What a path shows at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathEntry {
    /// A step that is still to come, or has no day.
    Ahead(PathStep),
    /// A step whose day has passed.
    Past(PathStep),
    Today,
}

/// The steps of a path table.
pub fn path_steps<'a>(rows: impl IntoIterator<Item = &'a Value>) -> Vec<PathStep> {
    let of = |row: &Value, id: &str| row[id].as_str().unwrap_or_default().to_owned();
    let step = |row| PathStep {
        due: of(row, "by"),
        text: of(row, "what"),
    };
    rows.into_iter().map(step).collect()
}

/// Entries in display order, latest first. `today` is an ISO day.
pub fn path_entries(steps: Vec<PathStep>, today: &str) -> Vec<PathEntry> {
    // An undated step inherits the day of the step before it; before the first dated step it belongs to the future.
    let mut after = "9999".to_owned();
    let mut dated: Vec<(String, PathStep)> = steps
        .into_iter()
        .filter(|it| !it.text.is_empty())
        .map(|step| {
            if !step.due.is_empty() {
                after.clone_from(&step.due);
            }
            (after.clone(), step)
        })
        .collect();
    // The sort is stable: an undated step stays after the step whose day it inherited.
    dated.sort_by(|a, b| b.0.cmp(&a.0));
    let entry = |step: PathStep| {
        if !step.due.is_empty() && step.due.as_str() < today {
            PathEntry::Past(step)
        } else {
            PathEntry::Ahead(step)
        }
    };
    let mut entries: Vec<PathEntry> = dated.into_iter().map(|it| entry(it.1)).collect();
    // Today goes before the first step whose day has passed. Undated steps never count as past.
    let is_past = |it: &PathEntry| matches!(it, PathEntry::Past(_));
    let at = entries.iter().position(is_past).unwrap_or(entries.len());
    entries.insert(at, PathEntry::Today);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(due: &str, text: &str) -> PathStep {
        PathStep {
            due: due.to_owned(),
            text: text.to_owned(),
        }
    }

    fn words(steps: Vec<PathStep>) -> Vec<String> {
        let entries = path_entries(steps, "2026-11-25");
        let words = entries.into_iter().map(|it| match it {
            PathEntry::Ahead(step) | PathEntry::Past(step) => step.text,
            PathEntry::Today => "今日".to_owned(),
        });
        words.collect()
    }

    #[test]
    fn today_is_placed_between_future_and_past_steps() {
        let dated = vec![
            step("2026-06-01", "学ぶ"),
            step("2027-03-01", "広げる"),
            step("2026-12-01", "試す"),
        ];
        assert_eq!(words(dated), ["広げる", "試す", "今日", "学ぶ"]);
        let some_undated = vec![
            step("", "まだ決めていない"),
            step("2026-06-01", "学ぶ"),
            step("", "学んだことを話す"),
            step("2027-03-01", "広げる"),
        ];
        assert_eq!(
            words(some_undated),
            [
                "まだ決めていない",
                "広げる",
                "今日",
                "学ぶ",
                "学んだことを話す"
            ]
        );
        assert_eq!(words(Vec::new()), ["今日"]);
    }
}
