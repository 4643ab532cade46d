//! Which measures of the ward's catalogue are suggested to a person: at most five, each with its reasons.

use super::Scores;
use crate::ids::{BandId, SubjectId};
use crate::instrument::{Edition, ItemRole, Measure, MeasureHint, NOT_APPLICABLE};
use crate::sheet::Sheet;
use serde_json::Value;

/// Maximum number of suggestions, by the form's rule.
pub const MAX_SUGGESTIONS: usize = 5;

/// A score below this calls for a measure, by the form's rule.
const LOW_SCORE: f64 = 3.0;

/// A subject with an aim calls for a measure if its score is lower than the aim by more than this.
const AIM_TOLERANCE: f64 = 0.5;

/// Why a measure is suggested.
#[derive(Clone, Debug, PartialEq)]
pub enum SuggestionReason {
    /// The person picked the subject as a growth point.
    GrowthPoint(SubjectId),
    /// The person's own score of the subject is below 3.0, or too far below the subject's aim.
    LowScore(SubjectId, f64),
    /// The measure is meant for the person's job type, whatever the scores.
    JobType(String),
}

/// A measure to suggest, with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Its id in the catalogue.
    pub measure: String,
    /// The course to look for in it.
    pub example: Option<String>,
    /// The same in English; empty if there is no translation.
    pub example_en: String,
    /// Every reason found, strongest first.
    pub reasons: Vec<SuggestionReason>,
}

/// Suggestions for a sheet: measures for the job type, then growth points, then low scores from the lowest; first
/// choices come before second ones.
pub fn suggest(
    edition: &Edition,
    sheet: &Sheet,
    scores: &Scores,
    band: &BandId,
    job_type: &str,
) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    let reasons = reasons(edition, sheet, scores);
    let (measures, recommendations) = (edition.measures(), edition.recommendations());
    let hints = |because: &SuggestionReason| -> &[MeasureHint] {
        let (SuggestionReason::GrowthPoint(target) | SuggestionReason::LowScore(target, _)) =
            because
        else {
            return &[];
        };
        let own = recommendations.iter().find(|it| it.target == *target);
        own.map_or(&[], |it| &it.measures)
    };
    let deepest = reasons.iter().map(|it| hints(it).len()).max().unwrap_or(0);
    // By rank first: each reason gets its first choice before any gets its second.
    for rank in 0..deepest {
        for because in &reasons {
            let Some(hint) = hints(because).get(rank) else {
                continue;
            };
            let measure = measures.iter().find(|it| it.id == hint.measure);
            if measure.is_some_and(|it| is_offered(edition, it, band, job_type)) {
                add(&mut found, hint, because.clone());
            }
        }
    }
    for measure in measures.iter().filter(|it| !it.only_job_types.is_empty()) {
        if is_offered(edition, measure, band, job_type) {
            let hint = MeasureHint {
                measure: measure.id.clone(),
                example: None,
                example_en: String::new(),
            };
            // In front, so that the limit never drops it.
            found.insert(
                0,
                Suggestion {
                    measure: hint.measure,
                    example: None,
                    example_en: String::new(),
                    reasons: vec![SuggestionReason::JobType(job_type.to_owned())],
                },
            );
        }
    }
    found.truncate(MAX_SUGGESTIONS);
    found
}

fn add(found: &mut Vec<Suggestion>, hint: &MeasureHint, because: SuggestionReason) {
    let same = found
        .iter_mut()
        .find(|it| it.measure == hint.measure && it.example == hint.example);
    if let Some(same) = same {
        same.reasons.push(because);
    } else {
        found.push(Suggestion {
            measure: hint.measure.clone(),
            example: hint.example.clone(),
            example_en: hint.example_en.clone(),
            reasons: vec![because],
        });
    }
}

fn reasons(edition: &Edition, sheet: &Sheet, scores: &Scores) -> Vec<SuggestionReason> {
    let picked = edition
        .item_with_role(ItemRole::GrowthPoint)
        .and_then(|it| sheet.value(&it.id))
        .and_then(Value::as_array);
    let picked: Vec<SubjectId> = picked
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|it| *it != NOT_APPLICABLE && edition.subject(&(*it).into()).is_some())
        .map(SubjectId::from)
        .collect();
    let mut low: Vec<(f64, &SubjectId)> = Vec::new();
    for score in &scores.subjects {
        let mean = score.mean;
        let mean = mean.filter(|mean| is_low(edition, &score.subject, *mean));
        if let Some(mean) = mean.filter(|_| !picked.contains(&score.subject)) {
            // Sorted insertion: of equal scores the first in the form's order comes first.
            let at = low.partition_point(|it| it.0 <= mean);
            low.insert(at, (mean, &score.subject));
        }
    }
    let low = low
        .into_iter()
        .map(|(mean, subject)| SuggestionReason::LowScore(subject.clone(), mean));
    picked
        .into_iter()
        .map(SuggestionReason::GrowthPoint)
        .chain(low)
        .collect()
}

/// Whether a score calls for a measure.
pub fn is_low(edition: &Edition, subject: &SubjectId, score: f64) -> bool {
    let aim = edition.subject(subject).and_then(|it| it.aim);
    score < aim.map_or(LOW_SCORE, |it| f64::from(it) - AIM_TOLERANCE)
}

/// Whether a measure is offered to this band and job type.
fn is_offered(edition: &Edition, measure: &Measure, band: &BandId, job_type: &str) -> bool {
    let for_band = measure.bands.is_empty() || measure.bands.contains(band);
    let named = |id: &String| {
        edition
            .job_types
            .iter()
            .any(|it| it.id == *id && it.words.ja == job_type)
    };
    let for_job = measure.only_job_types.is_empty() || measure.only_job_types.iter().any(named);
    for_band && for_job
}
