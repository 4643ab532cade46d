//! Whom to turn to in the sample ward: one contact is due to be checked, another is still missing.

use super::texts::texts;
use crate::app_state::{AppState, CallError};
use crate::content_pages;
use api::access::Viewer;
use domain::content_page::{Contact, ContentPageId, EntryChange};
use domain::ids::Day;
use std::time::Duration;

/// How long a contact holds before it is checked.
const CHECKED_AFTER: Duration = Duration::from_hours(24 * 150);
/// The entry whose contact was to be checked when the fiscal year began.
const OUTDATED: &str = "grievance";

pub(super) async fn fill_in(app: &AppState, officer: &Viewer) -> Result<(), CallError> {
    let page = ContentPageId::from("support");
    let pages = content_pages::pages(app, officer, "").await?;
    let pages = pages.map(|it| it.pages).unwrap_or_default();
    let Some(support) = pages.into_iter().find(|it| it.id == page) else {
        return Ok(());
    };
    for entry in support.entries() {
        let Some(contact) = texts().contacts.get(entry.id.as_str()) else {
            continue;
        };
        let check_by = if entry.id.as_str() == OUTDATED {
            Day(format!("{}-04-01", app.now().fiscal_year()))
        } else {
            (app.now() + CHECKED_AFTER).day()
        };
        let change = EntryChange {
            contact: Contact {
                check_by: Some(check_by),
                ..contact.clone()
            },
            ..EntryChange::default()
        };
        let of = (page.clone(), entry.id.clone());
        content_pages::change(app, officer, of, entry.changed, change).await?;
    }
    Ok(())
}
