//! The fair: events that a recruiter makes, what visitors leave at them, and the counts of it.

use super::{Failure, SqliteDesk};
use crate::fair::{code, count, refuse, withhold};
use app::api::{ApiError, Code, NewEvent};
use app::model::calendar::day;
use app::model::fair::{Counts, Event, EventState, Visit};
use app::model::ids::PersonId;
use app::model::instrument::is_day;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// In characters, of a name and a place.
const LONGEST_NAME: usize = 60;

/// An event ends at most so long from now, in milliseconds: a year.
const FARTHEST: i64 = 366 * 24 * 60 * 60 * 1_000;

fn read(row: &SqliteRow) -> Result<Event, Failure> {
    let state: &str = row.try_get("state")?;
    Ok(Event {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        place: row.try_get("place")?,
        first_day: row.try_get("first_day")?,
        last_day: row.try_get("last_day")?,
        quiz: row.try_get("quiz")?,
        survey: row.try_get("survey")?,
        state: EventState::of_word(Some(state)).ok_or(Code::Internal)?,
    })
}

pub(super) async fn event(desk: &SqliteDesk, id: &str) -> Result<Event, Failure> {
    let row = sqlx::query("select * from fair_event where id = ?")
        .bind(id)
        .fetch_optional(desk.readers())
        .await?;
    read(&row.ok_or(Code::NotFound)?)
}

pub(super) async fn events(desk: &SqliteDesk) -> Result<Vec<Event>, Failure> {
    let rows = sqlx::query("select * from fair_event order by first_day desc, id")
        .fetch_all(desk.readers())
        .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn make(
    desk: &SqliteDesk,
    author: PersonId,
    new: NewEvent,
) -> Result<(), Failure> {
    let wrong = |why: &str| Failure::from(ApiError::with(Code::BadRequest, why));
    let [name, place] = [&new.name, &new.place].map(|it| it.trim().to_owned());
    if name.is_empty()
        || [&name, &place]
            .iter()
            .any(|it| it.chars().count() > LONGEST_NAME)
    {
        return Err(wrong("イベントの名前は、60文字までで入れてください。"));
    }
    if !is_day(&new.first_day) || !is_day(&new.last_day) || new.first_day > new.last_day {
        return Err(wrong("初めの日と終わりの日を入れてください。"));
    }
    let longest = day(desk.now() + FARTHEST);
    if new.last_day > longest {
        return Err(wrong("1年より先のイベントは作れません。"));
    }
    let quiz = desk.quizzes.newest().ok_or(Code::NotFound)?.to_owned();
    let (id, now) = (code(rand::random()), desk.now());
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("insert into fair_event (id, name, place, first_day, last_day, quiz, survey, state, author, made_at) values (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)")
                .bind(id)
                .bind(name)
                .bind(place)
                .bind(new.first_day)
                .bind(new.last_day)
                .bind(quiz)
                .bind(new.survey)
                .bind(author.as_str())
                .bind(now)
                .execute(connection)
                .await?;
            Ok::<(), Failure>(())
        })
    });
    write.await
}

pub(super) async fn set_state(
    desk: &SqliteDesk,
    id: String,
    state: EventState,
) -> Result<(), Failure> {
    event(desk, &id).await?;
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("update fair_event set state = ? where id = ?")
                .bind(state.word())
                .bind(id)
                .execute(connection)
                .await?;
            Ok::<(), Failure>(())
        })
    });
    write.await
}

/// Takes what a visitor leaves. Nothing of when or from where is written down with it.
pub(super) async fn visit(desk: &SqliteDesk, visit: Visit) -> Result<(), Failure> {
    let event = event(desk, &visit.event).await?;
    if event.state == EventState::Closed {
        return Err(ApiError::with(Code::Forbidden, "このイベントは終わりました。").into());
    }
    let quiz = desk.quizzes.of(&event.quiz).ok_or(Code::NotFound)?;
    if let Some(why) = refuse(&visit, &event, quiz) {
        return Err(ApiError::with(Code::BadRequest, why).into());
    }
    let (key, text): ([u8; 16], String) = (rand::random(), serde_json::to_string(&visit)?);
    let write = desk.database.writer.run(move |connection| {
        Box::pin(async move {
            sqlx::query("insert into fair_record (key, event, day, record) values (?, ?, ?, ?)")
                .bind(key.as_slice())
                .bind(visit.event)
                .bind(visit.day)
                .bind(text)
                .execute(connection)
                .await?;
            Ok::<(), Failure>(())
        })
    });
    write.await
}

/// An event in counts, small ones withheld.
pub(super) async fn counts(desk: &SqliteDesk, id: &str) -> Result<Counts, Failure> {
    let event = event(desk, id).await?;
    let texts: Vec<String> = sqlx::query_scalar("select record from fair_record where event = ?")
        .bind(id)
        .fetch_all(desk.readers())
        .await?;
    let mut visits: Vec<Visit> = Vec::new();
    for text in texts {
        visits.push(serde_json::from_str(&text)?);
    }
    let quiz = desk.quizzes.of(&event.quiz).ok_or(Code::NotFound)?;
    Ok(withhold(count(&visits, quiz)))
}
