//! What needs a hand of 職員課 today.

use crate::app_state::{AppState, CallError};
use crate::content_pages;
use crate::db::sql;
use crate::mail;
use crate::people::{records, roster_doubts};
use crate::personnel::cycles;
use crate::role_models;
use api::personnel::{DeskDeletion, DeskRequests, OfficeDesk};
use domain::ids::InstrumentId;
use domain::instrument::{Asks, FormRole, Localized};
use domain::person_record::ChangeState;
use std::time::Duration;

/// So long requests are on the desk.
const LATELY: Duration = Duration::from_hours(30 * 24);

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
        requests: requests(app).await?,
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

/// What people have asked for lately on forms that are for whoever wants them and that 職員課 reads.
async fn requests(app: &AppState) -> Result<Vec<DeskRequests>, CallError> {
    let rows = sql!(personnel / sheets_handed_in_since)
        .bind(app.now() - LATELY)
        .fetch_all(app.readers())
        .await?;
    let catalogue = app.catalogue();
    let mut all = Vec::new();
    for row in &rows {
        let instrument = InstrumentId(row.try_get("instrument")?);
        let cycle = row.try_get::<String, _>("cycle")?.parse();
        let (Some(form), Ok(cycle)) = (catalogue.newest(&instrument), cycle) else {
            continue;
        };
        let edition = &form.edition;
        if edition.asks() == Asks::WhoeverWants && edition.share.includes_personnel() {
            all.push(DeskRequests {
                title: edition.words.clone(),
                cycle,
                are_grants: edition.role() == FormRole::GrantRequest,
                n_sheets: row.try_get("n_sheets")?,
            });
        }
    }
    Ok(all)
}
