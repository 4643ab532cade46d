//! What would help the people that a 所属長 leads: counts over the sheets that they share with them.

use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct};
use crate::db::sql;
use crate::sheets::authorization::may_open;
use crate::sheets::log;
use crate::sheets::sharing::{LoadedSheet, filter_for, read_shared, read_sheet_row};
use api::access::Viewer;
use api::interviews::{SuggestedMeasure, TeamSuggestions};
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Localized;
use domain::scoring::{score, suggest};
use domain::suppression::MIN_GROUP_SIZE;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Whom a measure is suggested to, by its name: several forms suggest the same.
type SuggestedTo = BTreeMap<String, (Localized, BTreeSet<PersonId>)>;

pub(crate) async fn team_suggestions(
    app: &AppState,
    reader: &Viewer,
    year: u16,
) -> Result<TeamSuggestions, CallError> {
    let act = Act::by(reader, AuditAct::CountsRead).details(json!({ "team_suggestions": year }));
    let recorded = app.record(act).await;
    recorded.or_else(CallError::ignore_if_full)?;
    let mut newest: BTreeMap<(PersonId, InstrumentId), LoadedSheet> = BTreeMap::new();
    // A later sheet of the same form stands for the person.
    for cycle in Cycle::in_year(year) {
        for it in shared_in(app, reader, cycle).await? {
            let sheet = &it.head.sheet;
            newest.insert((sheet.person.clone(), sheet.instrument.clone()), it);
        }
    }
    let mut suggested_to = SuggestedTo::new();
    let mut people = BTreeSet::new();
    for ((person, _), loaded) in newest {
        if note_suggestions(app, reader, loaded, &mut suggested_to) {
            people.insert(person);
        }
    }
    Ok(counts(people.len(), suggested_to))
}

/// Every sheet of a cycle that the person's 所属長 may open because they lead them.
async fn shared_in(
    app: &AppState,
    reader: &Viewer,
    cycle: Cycle,
) -> Result<Vec<LoadedSheet>, CallError> {
    let rows = sql!(sheets / sheets_shared_with_viewer)
        .bind(cycle.to_string())
        .bind(reader.id.as_str())
        .bind(app.now().day())
        .fetch_all(app.readers())
        .await?;
    let mut own = Vec::new();
    for row in rows {
        let (shared, access) = read_shared(app, &row)?;
        if access.is_led && may_open(reader, &access) {
            own.push((shared.sheet, row));
        }
    }
    let facts = log::facts_by_sheet(app.readers(), own.iter().map(|it| &it.0)).await?;
    let loaded = own.iter().map(|(sheet, row)| {
        let facts = facts.get(sheet).map_or(&[][..], Vec::as_slice);
        read_sheet_row(app, row, facts)
    });
    loaded.collect()
}

/// Notes what a sheet suggests, from the answers that the reader may see; whether the form suggests anything at all.
fn note_suggestions(
    app: &AppState,
    reader: &Viewer,
    loaded: LoadedSheet,
    suggested_to: &mut SuggestedTo,
) -> bool {
    let sheet = loaded.sheet.clone();
    let Some(opened) = filter_for(app, reader, loaded) else {
        return false;
    };
    let measures = opened.edition.measures();
    let owner = &opened.head.owner;
    let Some(band) = opened.edition.band_of(owner.grade) else {
        return false;
    };
    let scores = score(&opened.edition, &sheet);
    for it in suggest(&opened.edition, &sheet, &scores, &band.id, &owner.job_type) {
        let Some(measure) = measures.iter().find(|own| own.id == it.measure) else {
            continue;
        };
        let words = measure.words.clone();
        let known = suggested_to.entry(words.ja.clone());
        let known = known.or_insert_with(|| (words, BTreeSet::new()));
        known.1.insert(owner.id.clone());
    }
    !measures.is_empty()
}

/// The counts, the small ones hidden; nothing at all of too few people.
fn counts(people: usize, suggested_to: SuggestedTo) -> TeamSuggestions {
    let shown = |n: usize| u32::try_from(n).ok().filter(|it| *it >= MIN_GROUP_SIZE);
    let Some(people) = shown(people) else {
        return TeamSuggestions::default();
    };
    let all = suggested_to.into_values();
    let measures = all.map(|(measure, who)| SuggestedMeasure {
        measure,
        people: shown(who.len()),
    });
    let mut measures: Vec<SuggestedMeasure> = measures.collect();
    measures.sort_by_key(|it| std::cmp::Reverse(it.people));
    TeamSuggestions {
        people: Some(people),
        measures,
    }
}
