//! What needs a hand of 職員課 today.

use crate::app_state::{AppState, CallError};
use crate::content_pages;
use crate::db::sql;
use crate::mail;
use crate::people::{records, roster_doubts};
use crate::personnel::cycles;
use crate::role_models;
use api::personnel::{DeskDeletion, OfficeDesk};
use domain::instrument::Localized;
use domain::person_record::ChangeState;

pub(crate) async fn desk(app: &AppState) -> Result<OfficeDesk, CallError> {
    let counts = sql!(personnel / desk_counts)
        .bind(app.now().day())
        .fetch_one(app.readers())
        .await?;
    let role_models = role_models::counts(app).await?;
    let waiting = records::waiting_changes(app.readers()).await?;
    let needs_hand = |it: &ChangeState| matches!(it, ChangeState::Failed(_) | ChangeState::Waiting);
    let calendars = cycles::cycles(app).await?;
    let mut deletions = Vec::new();
    for calendar in &calendars {
        deletions.extend(calendar.notices.iter().map(|it| DeskDeletion {
            title: Localized {
                ja: calendar.title.clone(),
                en: calendar.title_en.clone(),
            },
            yearly: calendar.yearly,
            cycle: it.cycle,
            days_left: it.days_left,
        }));
    }
    let status = app.system_status().await?;
    let year = app.now().fiscal_year();
    let mut cycles = calendars.iter().flat_map(|it| &it.cycles);
    Ok(OfficeDesk {
        undelivered: mail::undelivered(app).await?,
        changes: waiting
            .into_iter()
            .filter(|it| needs_hand(&it.state))
            .collect(),
        roster_doubts: roster_doubts::n_waiting(app).await?,
        contacts: content_pages::contacts_to_check(app).await?,
        talks: role_models.try_get("n_talks")?,
        role_models_ending: role_models.try_get("n_ending")?,
        deputies: counts.try_get("n_deputies")?,
        deletions,
        now: app.now(),
        has_little_room: status.free_bytes.is_some() && !status.has_room(),
        mails_refused: status.mails_refused,
        last_backup_at: status.last_backup_at,
        people: counts.try_get("n_people")?,
        personnel: counts.try_get("n_personnel")?,
        has_days: cycles.any(|it| it.cycle.year >= year && !it.days.is_empty()),
    })
}
