//! Questions of people who have been offered a job (内定者): asked with a code, read and taken back with a number.

mod calls;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::writer::WriteError;
use crate::db::{DbError, Row, sql};
use crate::fair::counts::event_code;
use crate::people::rules::wrong;
use api::access::Viewer;
use api::joining::JoiningOffice;
use api::{ApiError, Code};
use domain::ids::{Day, EventId};
use domain::joining::{
    JoiningCode, JoiningQuestion, NewJoiningQuestion, OwnJoiningQuestion, QuestionNumber,
    answer_fault, last_day_fault,
};
use domain::timestamp::Timestamp;

use sha2::{Digest, Sha256};
use std::time::Duration;

/// Questions that wait at most: a code that got about must not fill the database.
const MOST_WAITING: i64 = 300;

/// When it may be tried again, in seconds.
const HOUR: u32 = 3_600;

/// An answered question is kept so that its asker can read the answer.
const ANSWERED_KEPT: Duration = Duration::from_hours(24 * 90);

/// One that nobody answers is kept so long.
const KEPT: Duration = Duration::from_hours(24 * 400);

fn hash_of(number: &QuestionNumber) -> Vec<u8> {
    let typed = QuestionNumber::of_typed(number.as_str()).unwrap_or_default();
    Sha256::digest(typed.as_str()).to_vec()
}

/// The code that works today.
async fn code(app: &AppState) -> Result<Option<(JoiningCode, Day)>, CallError> {
    let row = sql!(joining / newest_joining_code)
        .fetch_optional(app.readers())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let last_day: Day = row.try_get("last_day")?;
    let code: String = row.try_get("code")?;
    Ok((last_day >= app.now().day()).then_some((JoiningCode(code), last_day)))
}

pub(crate) async fn office(app: &AppState) -> Result<JoiningOffice, CallError> {
    let rows = sql!(joining / joining_questions)
        .fetch_all(app.readers())
        .await?;
    let today = app.now().day();
    let questions = rows.iter().map(|row| {
        let own = read_own(row)?;
        // What the sweep has not taken away yet is shown to nobody.
        let is_kept = own.contact_until.as_ref().is_some_and(|it| *it >= today);
        let contact: String = row.try_get("contact")?;
        Ok(JoiningQuestion {
            seq: row.try_get("seq")?,
            contact: if is_kept { contact } else { String::new() },
            answered_by: row.try_get("answered_by")?,
            own,
        })
    });
    let questions: Result<_, DbError> = questions.collect();
    Ok(JoiningOffice {
        code: code(app).await?,
        questions: questions?,
    })
}

fn read_own(row: &Row) -> Result<OwnJoiningQuestion, DbError> {
    Ok(OwnJoiningQuestion {
        words: row.try_get("words")?,
        asked_at: row.try_get("asked_at")?,
        contact_until: row.try_get("contact_until")?,
        answer: row.try_get("answer")?,
        answered_at: row.try_get("answered_at")?,
    })
}

/// Asks; the same number again changes nothing.
pub(crate) async fn ask(app: &AppState, question: NewJoiningQuestion) -> Result<(), CallError> {
    let now = app.now();
    if let Some(why) = question.fault(now) {
        return Err(wrong(why));
    }
    let typed = EventId::from_typed(question.code.as_str());
    let known = code(app).await?;
    if known.is_none_or(|it| it.0.as_str() != typed.as_str()) {
        let why = "コードが違うか、期限を過ぎています。区からの案内を確かめてください。";
        return Err(ApiError::with(Code::NotFound, why).into());
    }
    let n: i64 = sql!(joining / count_waiting_joining_questions)
        .fetch_value(app.readers())
        .await?;
    if n >= MOST_WAITING {
        return Err(ApiError::rate_limited(HOUR).into());
    }
    let has_contact = !question.contact.trim().is_empty();
    let until = question.contact_until.filter(|_| has_contact);
    let hash = hash_of(&question.number);
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(joining / insert_joining_question)
                    .bind(hash)
                    .bind(question.words.trim())
                    .bind(question.contact.trim())
                    .bind(until)
                    .bind(now)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

/// A question by its number.
pub(crate) async fn own(
    app: &AppState,
    number: &QuestionNumber,
) -> Result<OwnJoiningQuestion, CallError> {
    let row = sql!(joining / joining_question_of_number)
        .bind(hash_of(number))
        .fetch_optional(app.readers())
        .await?;
    Ok(read_own(&row.ok_or(Code::NotFound)?)?)
}

/// Takes a question back. That there is none is no error: it is gone, as its asker wants.
pub(crate) async fn withdraw(app: &AppState, number: &QuestionNumber) -> Result<(), CallError> {
    let hash = hash_of(number);
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(joining / delete_joining_question_of_number)
                    .bind(hash)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

/// Makes a new code; the one before works no more.
pub(crate) async fn renew_code(
    app: &AppState,
    by: &Viewer,
    last_day: Day,
) -> Result<(), CallError> {
    let now = app.now();
    if let Some(why) = last_day_fault(&last_day, now) {
        return Err(wrong(why));
    }
    let (by, code) = (by.clone(), event_code(rand::random()));
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(joining / delete_joining_codes)
                    .execute(&mut *connection)
                    .await?;
                sql!(joining / insert_joining_code)
                    .bind(code)
                    .bind(last_day)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::JoiningCodeMade);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Gives the code that is in force another last day.
pub(crate) async fn move_code(app: &AppState, by: &Viewer, last_day: Day) -> Result<(), CallError> {
    if let Some(why) = last_day_fault(&last_day, app.now()) {
        return Err(wrong(why));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let n = sql!(joining / move_joining_code)
                    .bind(last_day)
                    .execute(&mut *connection)
                    .await?;
                if n == 0 {
                    return Err(Code::NotFound.into());
                }
                let act = Act::by(&by, AuditAct::JoiningCodeMade);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Answers a question; again, if the answer was wrong.
pub(crate) async fn answer(
    app: &AppState,
    by: &Viewer,
    seq: i64,
    (seen, words): (Option<Timestamp>, String),
) -> Result<(), CallError> {
    if let Some(why) = answer_fault(&words) {
        return Err(wrong(why));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let n = sql!(joining / answer_joining_question)
                    .bind(seq)
                    .bind(words.trim())
                    .bind(by.id.as_str())
                    .bind(now)
                    .bind(seen)
                    .execute(&mut *connection)
                    .await?;
                if n == 0 {
                    return Err(Code::Conflict.into());
                }
                let act = Act::by(&by, AuditAct::JoiningQuestionAnswered);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Deletes a question with its contact.
pub(crate) async fn delete(app: &AppState, by: &Viewer, seq: i64) -> Result<(), CallError> {
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(joining / delete_joining_question)
                    .bind(seq)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::JoiningQuestionDeleted);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

impl AppState {
    /// Forgets contacts whose day is over, and questions of long ago. Called once a day.
    pub async fn forget_old_contacts(&self) -> Result<(), WriteError> {
        let now = self.now();
        let write = self
            .database
            .writer
            .run::<_, WriteError, _>(move |connection| {
                Box::pin(async move {
                    sql!(joining / forget_contacts)
                        .bind(now.day())
                        .execute(&mut *connection)
                        .await?;
                    sql!(joining / delete_old_joining_questions)
                        .bind(now - ANSWERED_KEPT)
                        .bind(now - KEPT)
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            });
        write.await
    }
}
