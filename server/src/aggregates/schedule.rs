//! When figures are published: at night, or earlier on a day when enough people have come; once a day at most.

use super::publication::{self, Draft, last_published, tell_cycle};
use super::scores::{self, CountedForm};
use crate::app_state::{AppState, CallError};
use crate::db::sql;
use crate::questions::finished_tests;
use api::ApiError;
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId};
use domain::suppression::MIN_GROUP_SIZE;
use rand::seq::IteratorRandom;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// How often a day's newcomers are looked at.
const INTERVAL: Duration = Duration::from_mins(1);

/// Publishes for as long as the server runs.
pub(crate) async fn publish_periodically(app: Arc<AppState>) {
    let mut last_night: Option<Day> = None;
    loop {
        let today = app.now().day();
        let at_night = last_night.as_ref() != Some(&today);
        match app.publish_figures(at_night).await {
            Ok(()) => last_night = Some(today),
            Err(error) => tracing::error!(%error, "figures could not be published"),
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

impl AppState {
    /// Publishes the figures of each form and cycle that has not been published today: everything that may be, at
    /// night; else the figures of cycles in which enough people have come, some of them chosen by dice.
    pub async fn publish_figures(&self, at_night: bool) -> Result<(), ApiError> {
        Ok(publish_due(self, at_night).await?)
    }
}

pub(crate) async fn publish_due(app: &AppState, at_night: bool) -> Result<(), CallError> {
    app.follow_database().await?;
    if at_night {
        scores::complete(app).await?;
        publish_bank(app).await?;
    }
    let rows = sql!(aggregates / cycles_with_scores)
        .fetch_all(app.readers())
        .await?;
    for row in rows {
        let instrument: InstrumentId = row.try_get("instrument")?;
        let (cycle, n_new): (String, u32) = (row.try_get("cycle")?, row.try_get("n_new")?);
        let n_let_in = if at_night { n_new } else { n_by_day(n_new) };
        let is_cycle = cycle.parse::<Cycle>().is_ok();
        let form = CountedForm::of(&app.catalogue(), &instrument).ok();
        // The bank's scores are not stored: here it would be taken for withdrawn.
        let Some(form) = form.filter(|_| is_cycle) else {
            continue;
        };
        let is_idle = n_let_in == 0 && !at_night;
        if is_idle || is_published_today(app, &instrument, &cycle).await? {
            continue;
        }
        let mut scores = scores::of_cycle(app, &instrument, &cycle).await?;
        if n_let_in < n_new {
            let counted = publication::counted_people(app, &instrument, &cycle).await?;
            let new = scores.keys().filter(|it| !counted.contains(it)).cloned();
            let held_back = new.sample(&mut rand::rng(), (n_new - n_let_in) as usize);
            let held_back: BTreeSet<_> = held_back.into_iter().collect();
            scores.retain(|it, _| !held_back.contains(it));
        }
        let edition = form.edition().clone();
        let draft = Draft {
            edition,
            cycle,
            scores,
            tell: tell_cycle,
        };
        publication::publish(app, draft).await?;
    }
    Ok(())
}

/// How many of a day's newcomers may go in before the night: one group is held back, so that nobody can tell from when
/// the figures changed who is in them.
fn n_by_day(n_new: u32) -> u32 {
    let n = n_new.saturating_sub(MIN_GROUP_SIZE);
    if n < MIN_GROUP_SIZE { 0 } else { n }
}

async fn is_published_today(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: &str,
) -> Result<bool, CallError> {
    let last = last_published(app, instrument, cycle).await?;
    Ok(last.is_some_and(|it| it.day() >= app.now().day()))
}

/// The statistics of the question bank, from tests that are finished.
async fn publish_bank(app: &AppState) -> Result<(), CallError> {
    let Some((edition, scores)) = finished_tests::scores(app).await? else {
        return Ok(());
    };
    let cycle = finished_tests::ALL_CYCLES.to_owned();
    if is_published_today(app, &edition.instrument, &cycle).await? {
        return Ok(());
    }
    let draft = Draft {
        edition,
        cycle,
        scores,
        tell: finished_tests::tell,
    };
    publication::publish(app, draft).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_day_one_group_is_held_back_and_no_smaller_group_goes_in() {
        let all: Vec<u32> = (0..13).map(n_by_day).collect();
        assert_eq!(all, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7]);
    }
}
