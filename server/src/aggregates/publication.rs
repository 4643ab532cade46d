//! Published figures: reading the newest, and making the next.

use super::scores::CountedForm;
use crate::app_state::{AppState, CallError};
use crate::db::{Connection, sql};
use api::Code;
use domain::aggregate::Overview;
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Edition;
use domain::scoring::min_group;
use domain::suppression::{Contribution, Figure, Groups, Headcounts, MIN_GROUP_SIZE, Picture};
use domain::timestamp::Timestamp;
use domain::training::TrainingDemand;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of a form's cycle.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct CycleFigures {
    pub(crate) overview: Overview,
    pub(crate) training: TrainingDemand,
}

/// The newest published figures of a cycle; empty ones before the first publication.
pub(crate) async fn figures_of_cycle(
    app: &AppState,
    form: &CountedForm,
    cycle: Cycle,
) -> Result<CycleFigures, CallError> {
    let edition = form.edition();
    let found = newest::<CycleFigures>(app, &edition.instrument, &cycle.to_string()).await?;
    if let Some((published_at, mut figures)) = found {
        figures.overview.published_at = Some(published_at);
        return Ok(figures);
    }
    let (picture, roster) = (Picture::default(), Headcounts::default());
    Ok(CycleFigures {
        overview: Overview::of(edition, &picture, &roster),
        training: TrainingDemand::default(),
    })
}

/// The newest published figures, and when they were published.
pub(crate) async fn newest<T: DeserializeOwned>(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: &str,
) -> Result<Option<(Timestamp, T)>, CallError> {
    let row = sql!(aggregates / newest_publication)
        .bind(instrument.as_str())
        .bind(cycle)
        .fetch_optional(app.readers())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let figures = serde_json::from_str(row.try_get("figures")?)?;
    Ok(Some((row.try_get("published_at")?, figures)))
}

/// When figures were last published.
pub(crate) async fn last_published(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: &str,
) -> Result<Option<Timestamp>, CallError> {
    let row = sql!(aggregates / newest_publication)
        .bind(instrument.as_str())
        .bind(cycle)
        .fetch_optional(app.readers())
        .await?;
    Ok(row.map(|it| it.try_get("published_at")).transpose()?)
}

/// What is to be published.
pub(crate) struct Draft {
    pub(crate) edition: Edition,
    /// As it is stored; one text for all cycles where the form has one picture.
    pub(crate) cycle: String,
    pub(crate) scores: BTreeMap<PersonId, Contribution>,
    /// Makes the figures as they are stored.
    pub(crate) tell: fn(&Edition, &Picture, &Headcounts) -> Result<String, serde_json::Error>,
}

/// The figures of a cycle as they are stored.
pub(crate) fn tell_cycle(
    edition: &Edition,
    picture: &Picture,
    roster: &Headcounts,
) -> Result<String, serde_json::Error> {
    let overview = Overview::of(edition, picture, roster);
    serde_json::to_string(&CycleFigures {
        training: TrainingDemand::of(edition, picture, &overview),
        overview,
    })
}

/// Publishes what may be; nothing if nothing may change.
pub(crate) async fn publish(app: &AppState, draft: Draft) -> Result<(), CallError> {
    let instrument = draft.edition.instrument.clone();
    let before = load(app, &instrument, &draft.cycle).await?;
    let roster = headcounts(app, &draft.edition).await?;
    let mut picture = before.clone();
    // Takes a second where thousands hand in at once: run off the async executor, or other calls would wait.
    let made = tokio::task::spawn_blocking(move || {
        let Draft {
            edition,
            cycle,
            scores,
            tell,
        } = draft;
        let least = |it: &Figure| min_group(&edition, it);
        let figures = scores.values().flat_map(|it| it.values.keys());
        let most = figures.map(least).max().unwrap_or(MIN_GROUP_SIZE);
        picture.groups.extend(&roster, most);
        if !picture.publish(&scores, least) {
            return Ok(None);
        }
        let figures = tell(&edition, &picture, &roster)?;
        Ok::<_, CallError>(Some((picture, cycle, figures)))
    });
    let made = made.await.map_err(|_| Code::Internal)??;
    let Some((picture, cycle, figures)) = made else {
        return Ok(());
    };
    let now = app.now();
    let write = app
        .database()
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                store_counted(connection, &instrument, &cycle, &before, &picture).await?;
                sql!(aggregates / insert_publication)
                    .bind(instrument.as_str())
                    .bind(cycle)
                    .bind(i64::from(picture.publications))
                    .bind(now)
                    .bind(serde_json::to_string(&picture.groups)?)
                    .bind(figures)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

/// The picture as it was last published.
async fn load(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: &str,
) -> Result<Picture, CallError> {
    let newest = sql!(aggregates / newest_publication)
        .bind(instrument.as_str())
        .bind(cycle)
        .fetch_optional(app.readers())
        .await?;
    let (publications, groups) = match newest {
        Some(row) => {
            let groups: Groups = serde_json::from_str(row.try_get("groups")?)?;
            (row.try_get("no")?, groups)
        }
        None => (0, Groups::default()),
    };
    let rows = sql!(aggregates / counted_scores_of_cycle)
        .bind(instrument.as_str())
        .bind(cycle)
        .fetch_all(app.readers())
        .await?;
    let counted = rows.iter().map(|row| {
        let figures = serde_json::from_str(row.try_get("figures")?)?;
        Ok((row.try_get("person")?, figures))
    });
    Ok(Picture {
        groups,
        publications,
        counted: counted.collect::<Result<_, CallError>>()?,
    })
}

/// The people of whom something is counted.
pub(crate) async fn counted_people(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: &str,
) -> Result<BTreeSet<PersonId>, CallError> {
    Ok(load(app, instrument, cycle)
        .await?
        .counted
        .into_keys()
        .collect())
}

/// Stores what has changed for anybody.
async fn store_counted(
    connection: &mut Connection,
    instrument: &InstrumentId,
    cycle: &str,
    before: &Picture,
    after: &Picture,
) -> Result<(), CallError> {
    let changed = after.counted.iter();
    let changed = changed.filter(|it| before.counted.get(it.0) != Some(it.1));
    let rows = changed.map(|it| Ok((it.0, serde_json::to_string(it.1)?)));
    let rows: Vec<_> = rows.collect::<Result<_, CallError>>()?;
    sql!(aggregates / upsert_counted_scores)
        .bind(serde_json::to_string(&rows)?)
        .bind(instrument.as_str())
        .bind(cycle)
        .execute(&mut *connection)
        .await?;
    let gone = before.counted.keys();
    let gone: Vec<_> = gone.filter(|it| !after.counted.contains_key(it)).collect();
    sql!(aggregates / delete_counted_scores)
        .bind(serde_json::to_string(&gone)?)
        .bind(instrument.as_str())
        .bind(cycle)
        .execute(connection)
        .await?;
    Ok(())
}

/// How many people of today's roster each 課 and 職層 of a form has.
async fn headcounts(app: &AppState, edition: &Edition) -> Result<Headcounts, CallError> {
    let rows = sql!(aggregates / roster_headcounts)
        .fetch_all(app.readers())
        .await?;
    let mut roster = Headcounts::default();
    for row in rows {
        let (section, grade): (String, u8) = (row.try_get("section")?, row.try_get("grade")?);
        let people: u32 = row.try_get("people")?;
        *roster.sections.entry(section).or_default() += people;
        if let Some(band) = edition.band_of(grade) {
            *roster.bands.entry(band.id.clone()).or_default() += people;
        }
    }
    Ok(roster)
}
