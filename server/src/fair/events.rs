//! The recruitment fair: events, the visits recorded at them, and their counts.

use crate::app_state::{AppState, CallError};
use crate::db::{Connection, Row, Target, sql};
use crate::fair::counts::{event_code, reject_reason, releasable, suppress_small};
use crate::fair::tally;
use api::fair::EventDetails;
use api::fair::{EventHistory, KEEP_DAYS, NewEvent};
use api::{ApiError, Code};
use domain::fair::VisitNumber;
use domain::fair::{CountsTransfer, Event, EventCounts, EventState, VisitRecord};
use domain::ids::{Day, EventId, PersonId};
use domain::instrument::is_day;
use domain::spreadsheet::is_formula;
use std::time::Duration;

/// In characters, of an event's name and of its place.
pub(crate) const LONGEST_NAME: usize = 60;

/// How far ahead an event may end, in milliseconds: a year.
pub(crate) const MAX_AHEAD: Duration = Duration::from_hours(366 * 24);

pub(crate) fn read_event(row: &Row) -> Result<Event, CallError> {
    let state: &str = row.try_get("state")?;
    Ok(Event {
        id: EventId(row.try_get("id")?),
        name: row.try_get("name")?,
        place: row.try_get("place")?,
        first_day: Day(row.try_get("first_day")?),
        last_day: Day(row.try_get("last_day")?),
        quiz: row.try_get("quiz")?,
        survey: row.try_get("has_survey")?,
        state: state.parse().map_err(|_| Code::Internal)?,
        build: row.try_get("build")?,
        tablets_only: row.try_get("tablets_only")?,
    })
}

pub(crate) async fn find_event(app: &AppState, id: &EventId) -> Result<Event, CallError> {
    let row = sql!(fair / fair_event_by_id)
        .bind(id.as_str())
        .fetch_optional(app.readers())
        .await?;
    match row {
        Some(row) => read_event(&row),
        None => Ok(imported_counts(app, Some(id))
            .await?
            .into_iter()
            .next()
            .ok_or(Code::NotFound)?
            .event),
    }
}

/// An event with its closing note and its deletion log.
pub(crate) async fn event_details(app: &AppState, id: &EventId) -> Result<EventDetails, CallError> {
    let row = sql!(fair / fair_event_history)
        .bind(id.as_str())
        .fetch_optional(app.readers())
        .await?;
    let history = match row {
        Some(row) => EventHistory {
            note: row.try_get(0)?,
            keep_days: row.try_get(1)?,
            deleted_at: row.try_get(2)?,
            deleted: row.try_get(3)?,
            uncounted: row.try_get(4)?,
        },
        // An event imported from another instance has no row, and so no history.
        None => EventHistory::default(),
    };
    let event = find_event(app, id).await?;
    Ok(EventDetails { event, history })
}

/// Every event, by first day, latest first: this instance's own, and those imported from others.
pub(crate) async fn events(app: &AppState) -> Result<Vec<Event>, CallError> {
    let rows = sql!(fair / all_fair_events)
        .fetch_all(app.readers())
        .await?;
    let mut all: Vec<Event> = rows.iter().map(read_event).collect::<Result<_, _>>()?;
    all.extend(
        imported_counts(app, None)
            .await?
            .into_iter()
            .map(|it| it.event),
    );
    all.sort_by(|one, other| (&other.first_day, &one.id).cmp(&(&one.first_day, &other.id)));
    Ok(all)
}

/// Counts imported from other instances: of one event, or of all.
pub(crate) async fn imported_counts(
    app: &AppState,
    id: Option<&EventId>,
) -> Result<Vec<CountsTransfer>, CallError> {
    let texts: Vec<String> = sql!(fair / imported_fair_counts)
        .bind(id.map(|it| it.0.clone()))
        .fetch_values(app.readers())
        .await?;
    texts
        .iter()
        .map(|it| Ok(serde_json::from_str(it)?))
        .collect()
}

pub(crate) async fn create_event(
    app: &AppState,
    author: PersonId,
    new: NewEvent,
) -> Result<(), CallError> {
    let wrong = |why: &str| CallError::from(ApiError::with(Code::BadRequest, why));
    let [name, place] = [&new.name, &new.place].map(|it| it.trim().to_owned());
    if name.is_empty()
        || [&name, &place]
            .iter()
            .any(|it| it.chars().count() > LONGEST_NAME)
    {
        return Err(wrong("イベントの名前は、60文字までで入れてください。"));
    }
    if [&name, &place].iter().any(|it| is_formula(it)) {
        return Err(wrong(
            "名前と場所は、= + - @ で始めないでください。表計算で数式になります。",
        ));
    }
    if !is_day(new.first_day.as_str())
        || !is_day(new.last_day.as_str())
        || new.first_day > new.last_day
    {
        return Err(wrong("初めの日と終わりの日を入れてください。"));
    }
    let longest = (app.now() + MAX_AHEAD).day();
    if new.last_day > longest {
        return Err(wrong("1年より先のイベントは作れません。"));
    }
    if !KEEP_DAYS.contains(&new.keep_days) {
        return Err(wrong("回答を残す日数は、7日から366日までにしてください。"));
    }
    let quiz = app.quizzes.newest().ok_or(Code::NotFound)?.to_owned();
    let (id, now) = (event_code(rand::random()), app.now());
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            sql!(fair / insert_fair_event)
                .bind(id.as_str())
                .bind(name)
                .bind(place)
                .bind(new.first_day.as_str())
                .bind(new.last_day.as_str())
                .bind(quiz)
                .bind(new.survey)
                .bind(new.keep_days)
                .bind(new.tablets_only)
                .bind(author.as_str())
                .bind(now)
                .execute(connection)
                .await?;
            Ok::<(), CallError>(())
        })
    });
    write.await
}

/// Sets an event's state, and its build if given; a note is appended to the earlier ones.
pub(crate) async fn set_state(
    app: &AppState,
    id: &EventId,
    state: &'static str,
    build: Option<String>,
    note: Option<String>,
) -> Result<(), CallError> {
    let id = id.to_owned();
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let before: String = sql!(fair / fair_event_note)
                .bind(id.as_str())
                .fetch_optional_value(&mut *connection)
                .await?
                .unwrap_or_default();
            let notes = [before, note.unwrap_or_default()].join("\n");
            sql!(fair / set_fair_event_state)
                .bind(state)
                .bind(build)
                .bind(notes.trim_matches('\n'))
                .bind(id.as_str())
                .execute(&mut *connection)
                .await?;
            let state = state_of(&mut *connection, &id).await?;
            release_to_counts(connection, &id, state).await
        })
    });
    write.await
}

/// Rejects visits of an event whose records have become counts.
pub(crate) async fn require_not_archived<'c>(
    target: impl Into<Target<'c>>,
    id: &EventId,
) -> Result<(), CallError> {
    let counted: Option<i64> = sql!(fair / fair_archived_at)
        .bind(id.as_str())
        .fetch_optional_value(target)
        .await?;
    let why = "このイベントの回答は、もう件数だけになっています。";
    counted.map_or(Ok(()), |_| Err(ApiError::with(Code::Forbidden, why).into()))
}

/// Stores a visit from a visitor's own phone. Neither time nor origin is stored with it.
pub(crate) async fn submit_visit(
    app: &AppState,
    number: &VisitNumber,
    visit: VisitRecord,
) -> Result<(), CallError> {
    let event = find_event(app, &visit.event).await?;
    if event.tablets_only {
        let why = "このイベントでは、ブースのタブレットの答えだけを受け取ります。";
        return Err(ApiError::with(Code::Forbidden, why).into());
    }
    let key = key(number).ok_or(Code::BadRequest)?;
    let quiz = app.quizzes.of(&event.quiz).ok_or(Code::NotFound)?;
    if let Some(why) = reject_reason(&visit, &event, quiz) {
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    // Whoever sends many visits is no visitor, and would fill the event's counts.
    if app.visits_per_event.check_key(&visit.event.0).is_err() {
        return Err(ApiError::rate_limited(60).into());
    }
    let write = app.database.writer.run(move |connection| {
        Box::pin(async move {
            let id = visit.event.clone();
            // Read inside the write transaction: the event may have been closed since it was loaded above.
            let state = state_of(&mut *connection, &id).await?;
            if state == EventState::Closed {
                return Err(event_over_error());
            }
            insert_visit(&mut *connection, key, visit).await?;
            release_to_counts(connection, &id, state).await
        })
    });
    write.await
}

/// The primary key of a visit, from the client's number of it; none if malformed.
pub(crate) fn key(number: &VisitNumber) -> Option<[u8; 16]> {
    let mut key = [0; 16];
    hex::decode_to_slice(number.as_str(), &mut key)
        .ok()
        .map(|()| key)
}

/// Inserts a visit under a random key: no order, time or origin is stored. Idempotent: a retry has the same key.
pub(crate) async fn insert_visit(
    connection: &mut Connection,
    key: [u8; 16],
    visit: VisitRecord,
) -> Result<(), CallError> {
    // Checked inside the write transaction: archiving could otherwise happen between the check and the insert.
    require_not_archived(&mut *connection, &visit.event).await?;
    let text = serde_json::to_string(&visit)?;
    sql!(fair / insert_fair_visit_if_absent)
        .bind(key.to_vec())
        .bind(visit.event.as_str())
        .bind(visit.day.as_str())
        .bind(text)
        .execute(connection)
        .await?;
    Ok(())
}

/// The state of one of this instance's events; events of other instances count as over.
pub(crate) async fn state_of(
    connection: &mut Connection,
    id: &EventId,
) -> Result<EventState, CallError> {
    let state: Option<String> = sql!(fair / fair_event_state)
        .bind(id.as_str())
        .fetch_optional_value(connection)
        .await?;
    state
        .and_then(|it| it.parse().ok())
        .ok_or_else(event_over_error)
}

pub(crate) fn event_over_error() -> CallError {
    ApiError::with(Code::Forbidden, "このイベントは終わりました。").into()
}

/// Visits of an event that are not in its counts yet.
pub(crate) async fn count_unreleased(
    connection: &mut Connection,
    id: &EventId,
) -> Result<u32, CallError> {
    let waiting = sql!(fair / count_unreleased_visits);
    Ok(waiting.bind(id.as_str()).fetch_value(connection).await?)
}

/// Releases as many waiting visits into the counts as privacy permits; which ones is random.
pub(crate) async fn release_to_counts(
    connection: &mut Connection,
    id: &EventId,
    state: EventState,
) -> Result<(), CallError> {
    let n = releasable(count_unreleased(&mut *connection, id).await?, state);
    if n > 0 {
        tally::release(connection, id, n).await?;
    }
    Ok(())
}

/// An event's counts, small ones suppressed.
pub(crate) async fn event_counts(app: &AppState, id: &EventId) -> Result<EventCounts, CallError> {
    if let Some(it) = imported_counts(app, Some(id)).await?.into_iter().next() {
        return Ok(it.counts);
    }
    let event = find_event(app, id).await?;
    let kept: Option<String> = sql!(fair / fair_archived_counts)
        .bind(id.as_str())
        .fetch_optional_value(app.readers())
        .await?;
    if let Some(kept) = kept {
        return Ok(suppress_small(serde_json::from_str(&kept)?));
    }
    let tally = tally::read_tally(app, id).await?;
    let quiz = app.quizzes.of(&event.quiz).ok_or(Code::NotFound)?;
    Ok(suppress_small(tally.counts(quiz)))
}

impl AppState {
    /// A closed event's counts for another instance, small ones suppressed. While it is open, some visits still wait.
    pub async fn export_counts(&self, id: &EventId) -> Result<CountsTransfer, ApiError> {
        let event = find_event(self, id).await?;
        if event.state == EventState::Open {
            let why = "このイベントは、まだ閉場していません。閉場してから書き出してください。";
            return Err(ApiError::with(Code::BadRequest, why));
        }
        Ok(CountsTransfer {
            schema: 1,
            event,
            counts: event_counts(self, id).await?,
        })
    }
}
