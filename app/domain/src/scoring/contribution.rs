//! What one submitted sheet adds to the figures about many people.

use super::{score, suggest};
use crate::ids::BandId;
use crate::instrument::{Edition, Item, ItemKind, Readers};
use crate::sheet::{ShareScope, Sheet};
use crate::suppression::{Figure, MIN_GROUP_SIZE, MIN_LIFE_STAGE_GROUP_SIZE};
use serde_json::Value;
use std::collections::BTreeMap;

/// The values of a submitted sheet, by the edition that it was answered in. Items for aggregates only and for 職員課
/// only count whatever the share scope, as the form says; all others if their owner shares them with 職員課.
pub fn contributions(
    edition: &Edition,
    sheet: &Sheet,
    scope: ShareScope,
    band: &BandId,
    job_type: &str,
) -> BTreeMap<Figure, f64> {
    let mut values = BTreeMap::new();
    for subject in &edition.subjects {
        let items = edition
            .items()
            .filter(|it| it.subject.as_ref() == Some(&subject.id) && may_count(it, scope));
        let points = items.filter_map(|it| sheet.value(&it.id).and_then(Value::as_f64));
        if let Some(mean) = super::mean(points) {
            values.insert(Figure::Mean(subject.id.clone()), mean);
        }
    }
    if !scope.includes_personnel() {
        return values;
    }
    let suggested = suggest(edition, sheet, &score(edition, sheet), band, job_type);
    for measure in edition.measures() {
        let is_suggested = suggested.iter().any(|it| it.measure == measure.id);
        let is_planned = is_planned(edition, sheet, &measure.words.ja);
        for (figure, has_it) in [
            (Figure::Suggested(measure.id.clone()), is_suggested),
            (Figure::Planned(measure.id.clone()), is_planned),
        ] {
            values.insert(figure, if has_it { 1.0 } else { 0.0 });
        }
    }
    values
}

fn may_count(item: &Item, scope: ShareScope) -> bool {
    match item.readers {
        Readers::OwnChoice => scope.includes_personnel(),
        Readers::AggregateOnly | Readers::Personnel => true,
        Readers::SelfOnly => false,
    }
}

/// Whether a learning plan names a measure: a row whose `what` starts with its name.
fn is_planned(edition: &Edition, sheet: &Sheet, name: &str) -> bool {
    let plans = edition
        .items()
        .filter(|it| matches!(it.kind, ItemKind::Rows { .. }));
    let rows = plans.filter_map(|it| sheet.value(&it.id)?.as_array());
    let mut what = rows.flatten().filter_map(|it| it.get("what")?.as_str());
    what.any(|it| it.starts_with(name))
}

/// The least number of people for a figure: more where it has answers that only 職員課 reads, such as life stage.
pub fn min_group(edition: &Edition, figure: &Figure) -> u32 {
    let Figure::Mean(subject) = figure else {
        return MIN_GROUP_SIZE;
    };
    let mut items = edition
        .items()
        .filter(|it| it.subject.as_ref() == Some(subject));
    if items.any(|it| it.readers == Readers::Personnel) {
        MIN_LIFE_STAGE_GROUP_SIZE
    } else {
        MIN_GROUP_SIZE
    }
}
