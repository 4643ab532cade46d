//! How many released visits of an event gave each answer: kept up as visits are released, so that a look at the counts
//! reads one row however many visitors came.

use crate::app_state::{AppState, CallError};
use crate::db::{Connection, Target, sql};
use domain::fair::{EventCounts, OptionCount, QuestionCounts, VisitRecord};
use domain::ids::EventId;
use domain::quiz::{LabeledOption, Quiz};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Ids of the survey questions that are counted together; a quiz without them has no such counts.
const JOBS: &str = "jobs";
const INFO: &str = "info";

/// Number of visits by option.
type ByOption = BTreeMap<String, u32>;

/// Unsuppressed: it must not leave the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    visitors: u32,
    types: ByOption,
    /// By question of the survey.
    wishes: BTreeMap<String, ByOption>,
    /// What visitors want to know, by the jobs they chose.
    info_by_job: BTreeMap<String, ByOption>,
}

impl Tally {
    pub fn of(visits: &[VisitRecord]) -> Self {
        let mut tally = Self::default();
        for it in visits {
            tally.add(it);
        }
        tally
    }

    pub fn add(&mut self, visit: &VisitRecord) {
        self.visitors += 1;
        for it in &visit.types {
            add_one(&mut self.types, it);
        }
        for answer in &visit.wishes {
            let own = self.wishes.entry(answer.question.clone()).or_default();
            answer.options.iter().for_each(|it| add_one(own, it));
        }
        for job in options_chosen(visit, JOBS) {
            let own = self.info_by_job.entry(job.clone()).or_default();
            options_chosen(visit, INFO).for_each(|it| add_one(own, it));
        }
    }

    /// As the event's quiz lists its answers; not suppressed.
    pub fn counts(&self, quiz: &Quiz) -> EventCounts {
        let none = ByOption::new();
        let wishes = quiz.survey.questions.iter().map(|wish| {
            let more = wish.options_by.iter().flat_map(|it| &it.options);
            let own = self.wishes.get(&wish.id).unwrap_or(&none);
            counted(&wish.id, wish.options.iter().chain(more), own)
        });
        let options = |id: &str| -> &[LabeledOption] {
            let own = quiz.survey.questions.iter().find(|it| it.id == id);
            own.map_or(&[], |it| &it.options)
        };
        let jobs = options(JOBS).iter().map(|job| {
            let own = self.info_by_job.get(&job.id).unwrap_or(&none);
            counted(&job.id, options(INFO).iter(), own)
        });
        EventCounts {
            visitors: Some(self.visitors),
            types: quiz
                .results
                .iter()
                .map(|it| count_of(&it.id, &self.types))
                .collect(),
            wishes: wishes.collect(),
            info_by_job: jobs.collect(),
        }
    }
}

fn options_chosen<'v>(visit: &'v VisitRecord, question: &str) -> impl Iterator<Item = &'v String> {
    let own = visit
        .wishes
        .iter()
        .filter(move |it| it.question == question);
    own.flat_map(|it| &it.options)
}

fn add_one(to: &mut ByOption, option: &str) {
    *to.entry(option.to_owned()).or_default() += 1;
}

fn count_of(id: &str, own: &ByOption) -> OptionCount {
    OptionCount {
        id: id.to_owned(),
        n: Some(own.get(id).copied().unwrap_or_default()),
    }
}

fn counted<'q>(
    id: &str,
    options: impl Iterator<Item = &'q LabeledOption>,
    own: &ByOption,
) -> QuestionCounts {
    QuestionCounts {
        id: id.to_owned(),
        options: options.map(|it| count_of(&it.id, own)).collect(),
    }
}

/// The tally of an event's released visits, outside a write.
pub(crate) async fn read_tally(app: &AppState, event: &EventId) -> Result<Tally, CallError> {
    match kept_tally(app.readers(), event).await? {
        Some(kept) => Ok(kept),
        None => Ok(Tally::of(&released_visits(app.readers(), event).await?)),
    }
}

/// The tally of an event's released visits, inside a write.
pub(crate) async fn tally_in(
    connection: &mut Connection,
    event: &EventId,
) -> Result<Tally, CallError> {
    match kept_tally(&mut *connection, event).await? {
        Some(kept) => Ok(kept),
        None => Ok(Tally::of(&released_visits(connection, event).await?)),
    }
}

/// None if no visit was released since tallies are kept.
async fn kept_tally<'c>(
    target: impl Into<Target<'c>>,
    event: &EventId,
) -> Result<Option<Tally>, CallError> {
    let kept: Option<String> = sql!(fair / fair_tally)
        .bind(event.as_str())
        .fetch_optional_value(target)
        .await?;
    Ok(kept.map(|it| serde_json::from_str(&it)).transpose()?)
}

/// The visits of an event that are in its counts.
async fn released_visits<'c>(
    target: impl Into<Target<'c>>,
    id: &EventId,
) -> Result<Vec<VisitRecord>, CallError> {
    let texts: Vec<String> = sql!(fair / released_visits)
        .bind(id.as_str())
        .fetch_values(target)
        .await?;
    texts
        .iter()
        .map(|it| Ok(serde_json::from_str(it)?))
        .collect()
}

/// Releases that many waiting visits of an event, chosen at random, into its counts.
pub(crate) async fn release(
    connection: &mut Connection,
    event: &EventId,
    n: u32,
) -> Result<(), CallError> {
    // Before the release: without a kept tally all visits released so far are counted.
    let mut tally = tally_in(connection, event).await?;
    let released: Vec<String> = sql!(fair / release_random_visits)
        .bind(event.as_str())
        .bind(n)
        .fetch_values(&mut *connection)
        .await?;
    for visit in &released {
        tally.add(&serde_json::from_str(visit)?);
    }
    sql!(fair / upsert_fair_tally)
        .bind(event.as_str())
        .bind(serde_json::to_string(&tally)?)
        .execute(connection)
        .await?;
    Ok(())
}
