//! The structure that carries digital work (推進体制): what ＣＩＯ, 職員課 and 情報政策課 look at and write down together.

mod calls;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::{Row, sql};
use crate::people::rules::wrong;
use crate::skills::training;
use api::Code;
use api::access::Viewer;
use api::steering::{ProfileCounts, STEERING_NOTES, Steering, SteeringNote};
use domain::person::Role;

/// 課長 and 部長.
const FIRST_MANAGER_GRADE: i64 = 5;
/// Longest text of a note, in characters.
const MAX_TEXT: usize = 4_000;

pub(crate) async fn steering(app: &AppState, viewer: &Viewer) -> Result<Steering, CallError> {
    let counts = sql!(steering / profile_counts)
        .bind(FIRST_MANAGER_GRADE)
        .bind(word(Role::Supporter))
        .bind(word(Role::Digital))
        .fetch_one(app.readers())
        .await?;
    let rows = sql!(steering / steering_notes)
        .bind(i64::try_from(STEERING_NOTES).unwrap_or(i64::MAX))
        .fetch_all(app.readers())
        .await?;
    let note = |row: &Row| {
        Ok(SteeringNote {
            seq: row.try_get("seq")?,
            text: row.try_get("body")?,
            next_meeting: row.try_get("next_meeting")?,
            agenda: row.try_get("agenda")?,
            written_by: row.try_get("name")?,
            written_at: Some(row.try_get("written_at")?),
        })
    };
    let notes: Result<_, CallError> = rows.iter().map(note).collect();
    Ok(Steering {
        profiles: ProfileCounts {
            staff: counts.try_get("n_staff")?,
            managers: counts.try_get("n_managers")?,
            supporters: counts.try_get("n_supporters")?,
            specialists: counts.try_get("n_specialists")?,
        },
        supporters: training::supporters(app, viewer).await?,
        notes: notes?,
    })
}

fn word(role: Role) -> &'static str {
    role.into()
}

/// Writes a note on top of the newest that the caller saw.
pub(crate) async fn write(
    app: &AppState,
    by: &Viewer,
    note: SteeringNote,
) -> Result<(), CallError> {
    let is_long = |text: &str| text.chars().count() > MAX_TEXT;
    if note.text.trim().is_empty() && note.agenda.trim().is_empty() && note.next_meeting.is_empty()
    {
        return Err(wrong("申し合わせか、次の会合を書いてください。"));
    }
    if is_long(&note.text) || is_long(&note.agenda) {
        return Err(wrong(
            "申し合わせと議題は、それぞれ4,000文字までにしてください。",
        ));
    }
    if !is_moment(&note.next_meeting) {
        return Err(wrong("次の会合の日時を、年月日と時刻で書いてください。"));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let newest: i64 = sql!(steering / newest_steering_note)
                    .fetch_value(&mut *connection)
                    .await?;
                if newest != note.seq {
                    return Err(Code::Conflict.into());
                }
                sql!(steering / insert_steering_note)
                    .bind(&note.text)
                    .bind(&note.next_meeting)
                    .bind(&note.agenda)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::SteeringNoteWritten);
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}

/// Whether it is empty or `2026-12-10T14:00`.
fn is_moment(text: &str) -> bool {
    text.is_empty()
        || text.split_once('T').is_some_and(|(day, time)| {
            let parts = time.split_once(':');
            let in_range = |part: &str, most: u8| {
                part.len() == 2 && part.parse::<u8>().is_ok_and(|it| it <= most)
            };
            domain::instrument::is_day(day)
                && parts.is_some_and(|(hour, minute)| in_range(hour, 23) && in_range(minute, 59))
        })
}
