//! Invitations: one-time codes for many people who have not set a password of their own yet, to hand over on paper.

use super::records;
use super::rules::wrong;
use crate::accounts::password_reset;
use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct};
use api::Code;
use api::access::Viewer;
use api::people::{FirstPassword, Invitations, MAX_INVITED};
use domain::ids::PersonId;
use domain::person::{PersonName, Role};
use domain::person_record::{AccountState, PersonRecord};
use std::ops::RangeInclusive;

/// How long an invitation may be valid, in hours: a letter takes days to reach its reader.
const VALID_HOURS: RangeInclusive<u32> = 1..=168;

pub(crate) async fn invite(
    app: &AppState,
    by: &Viewer,
    people: Vec<PersonId>,
    hours: u32,
) -> Result<Invitations, CallError> {
    if !VALID_HOURS.contains(&hours) {
        return Err(wrong("コードが使える時間は、1時間から7日までです。"));
    }
    if people.is_empty() || people.len() > MAX_INVITED {
        return Err(wrong("案内を作る人を選んでください。"));
    }
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let mut codes = Vec::new();
                let mut expires_at = now;
                for person in people {
                    let record = records::of_person(connection, &person).await?;
                    let record = record.ok_or(Code::NotFound)?;
                    if let Some(why) = refusal(&record) {
                        return Err(wrong(&format!("{}さん: {why}", record.person.name)));
                    }
                    let act = Act::by(&by, AuditAct::ResetCodeIssued);
                    let author = by.id.0.clone();
                    let (minutes, id) = (hours * 60, &record.person.id);
                    let made = password_reset::make_code(connection, id, minutes, author, act, now)
                        .await?;
                    expires_at = made.expires_at;
                    codes.push(FirstPassword {
                        person: PersonName {
                            id: record.person.id.clone(),
                            name: record.person.name.clone(),
                        },
                        place: record.person.org.label(),
                        password: made.code,
                    });
                }
                Ok(Invitations { codes, expires_at })
            })
        });
    write.await
}

/// Why somebody cannot be invited with others; `None` if they can.
fn refusal(it: &PersonRecord) -> Option<&'static str> {
    // Otherwise one person of 職員課 could agree to their own proposals as another.
    let guarded = [Role::Personnel, Role::Administrator];
    if guarded.iter().any(|role| it.person.roles.contains(role)) {
        Some(
            "職員課とシステム管理の人のコードは、その人のページから、もう一方の役割の人が作ります。",
        )
    } else if it.account == AccountState::Invited {
        None
    } else {
        Some("もう自分のパスワードを決めているか、いまいない人です。")
    }
}
