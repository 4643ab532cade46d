//! Scores of a sheet: pure, and the same on the device and on the server.
//!
//! The rule is the form's: an ability's score is the mean of its answered items, a group's the mean of its abilities'
//! scores; 該当なし counts as not answered. Never a grade, a rank or a comparison with other people.

pub mod adaptive;
mod comparison;
mod contribution;
pub mod strengths;
mod suggestion;

pub use comparison::{AnswerPair, answers_of, compare_answers};
pub use contribution::{contributions, min_group};
pub use suggestion::{MAX_SUGGESTIONS, Suggestion, SuggestionReason, is_low, suggest};

use crate::ids::SubjectId;
use crate::instrument::{Edition, Item, ItemKind};
use crate::sheet::Sheet;
use serde_json::Value;

/// Score of one ability or awareness.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    pub subject: SubjectId,
    /// 1.0 to 5.0; `None` while no item of the subject has a numeric answer.
    pub mean: Option<f64>,
}

/// Mean of a group of abilities.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMean {
    /// Id of the group.
    pub id: String,
    /// Mean of its abilities; `None` while none has a score.
    pub mean: Option<f64>,
}

/// Scores of a whole sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Abilities and awarenesses, in the form's order.
    pub subjects: Vec<Score>,
    /// Groups of abilities, in the form's order.
    pub groups: Vec<GroupMean>,
}

impl Scores {
    /// Mean of one subject; `None` if it has no score.
    pub fn of(&self, subject: &SubjectId) -> Option<f64> {
        self.subjects.iter().find(|it| it.subject == *subject)?.mean
    }
}

/// Scores a sheet with the edition that it was answered in.
pub fn score(edition: &Edition, sheet: &Sheet) -> Scores {
    let scored = edition.subjects.iter().filter(|it| it.is_self_scored());
    let subjects: Vec<Score> = scored
        .filter_map(|subject| {
            let items = edition
                .items()
                .filter(|it| it.subject.as_ref() == Some(&subject.id));
            let points = items.filter_map(|it| sheet.value(&it.id).and_then(Value::as_f64));
            let mean = mean(points);
            (!subject.retired || mean.is_some()).then(|| Score {
                subject: subject.id.clone(),
                mean,
            })
        })
        .collect();
    let groups = edition.groups.iter().map(|group| {
        let own = edition
            .subjects
            .iter()
            .filter(|it| it.group.as_ref() == Some(&group.id));
        let means = own.filter_map(|it| subjects.iter().find(|score| score.subject == it.id)?.mean);
        GroupMean {
            id: group.id.clone(),
            mean: mean(means),
        }
    });
    let groups = groups.collect();
    Scores { subjects, groups }
}

fn mean(points: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = points.fold((0.0, 0.0), |(sum, n), it| (sum + it, n + 1.0));
    (n > 0.0).then_some(sum / n)
}

/// A score as it is shown: one decimal.
pub fn format_score(mean: f64) -> String {
    format!("{mean:.1}")
}

/// The difference of two scores with one decimal and a true minus sign; `±0.0` for what would be rounded away.
pub fn format_difference(now: f64, before: f64) -> String {
    match now - before {
        it if it.abs() < 0.05 => "±0.0".to_owned(),
        it if it > 0.0 => format!("+{it:.1}"),
        it => format!("−{:.1}", -it),
    }
}

/// How much of a sheet, or of one section, is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SheetProgress {
    /// Items that have an answer.
    pub answered: usize,
    /// Visible items that count, answered or not.
    pub asked: usize,
    /// Required items without an answer.
    pub missing: usize,
    /// Whether any item is visible now, a confirmation included.
    pub has_visible_items: bool,
}

/// Whether an item has an answer. What a form chooses while nobody has is none.
pub fn is_answered(item: &Item, sheet: &Sheet) -> bool {
    sheet.value(&item.id).is_some()
}

/// Whether something is chosen in an item while nobody has answered it.
pub fn has_default(item: &Item) -> bool {
    matches!(
        &item.kind,
        ItemKind::Single {
            default: Some(_),
            ..
        }
    )
}

/// Counts the visible items of one section, by index, or of the whole form.
pub fn progress(edition: &Edition, section: Option<usize>, sheet: &Sheet) -> SheetProgress {
    let mut progress = SheetProgress::default();
    let own = match section {
        Some(at) => edition.sections.get(at..=at),
        None => Some(edition.sections.as_slice()),
    };
    for section in own.unwrap_or_default() {
        let counts = section.is_counted(sheet);
        for item in &section.items {
            if !edition.is_visible(section, item, sheet) {
                continue;
            }
            progress.has_visible_items = true;
            // A confirmation belongs to a step; a further copy of a section counts only once it was begun.
            if item.is_sign() || item.retired || !counts {
                continue;
            }
            progress.asked += 1;
            if is_answered(item, sheet) {
                progress.answered += 1;
            } else if item.required && !has_default(item) {
                progress.missing += 1;
            }
        }
    }
    progress
}

#[cfg(test)]
mod tests;
