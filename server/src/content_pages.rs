//! The content pages: read from `pages/` in the folder of forms, or built in, with what 職員課 changed since over them.

mod calls;
mod faults;
pub(crate) mod published;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use crate::people::rules::wrong;
use api::Code;
use api::access::Viewer;
use api::content_pages::ContentPages;
use domain::content_page::{ContentPage, ContentPageId, EntryChange, EntryId};
use domain::person::Role;
use serde_json::json;

/// The page for candidates, which everybody may read.
const RECRUITING: &str = "recruiting";

/// The page for candidates as visitors see it; `None` if the ward has none.
pub(crate) async fn recruiting(app: &AppState) -> Result<Option<ContentPage>, CallError> {
    let (pages, _) = changed_pages(app).await?;
    let mut page = pages.into_iter().find(|it| it.id.as_str() == RECRUITING);
    if let Some(page) = &mut page {
        page.drop_hidden();
    }
    Ok(page)
}

/// The pages as somebody sees them; `None` if they are the ones of the tag.
pub(crate) async fn pages(
    app: &AppState,
    viewer: &Viewer,
    known: &str,
) -> Result<Option<ContentPages>, CallError> {
    let sees_hidden = viewer.has(Role::Personnel) || viewer.has(Role::Recruiter);
    let (mut pages, seq) = changed_pages(app).await?;
    if !sees_hidden {
        pages.iter_mut().for_each(ContentPage::drop_hidden);
    }
    let tag = format!(
        "{}+{seq}{}",
        app.content_pages.tag,
        if sees_hidden { "+" } else { "" }
    );
    Ok((tag != known).then_some(ContentPages { tag, pages }))
}

/// How many shown contacts nobody has filled in, or were to be checked before today.
pub(crate) async fn contacts_to_check(app: &AppState) -> Result<u32, CallError> {
    let (pages, _) = changed_pages(app).await?;
    let today = app.now().day();
    let entries = pages.iter().flat_map(ContentPage::entries);
    let shown = entries.filter(|it| it.has_contact && !it.is_hidden);
    let n = shown.filter(|it| it.contact.is_missing() || it.contact.is_outdated(&today));
    Ok(u32::try_from(n.count()).unwrap_or(u32::MAX))
}

/// The pages with the changes over them, and the number of the last change.
async fn changed_pages(app: &AppState) -> Result<(Vec<ContentPage>, i64), CallError> {
    let mut pages = app.content_pages.pages.clone();
    let rows = sql!(content_pages / content_changes)
        .fetch_all(app.readers())
        .await?;
    let mut newest = 0;
    for row in rows {
        newest = row.try_get("seq")?;
        let (page, entry): (String, String) = (row.try_get("page")?, row.try_get("entry")?);
        let Some(body) = row.try_get::<Option<String>, _>("body")? else {
            continue;
        };
        let change: EntryChange = serde_json::from_str(&body)?;
        for it in pages.iter_mut().filter(|it| it.id.as_str() == page) {
            it.apply(&EntryId(entry.clone()), change.clone(), newest);
        }
    }
    Ok((pages, newest))
}

/// Changes an entry that is as the caller saw it.
pub(crate) async fn change(
    app: &AppState,
    by: &Viewer,
    (page, entry): (ContentPageId, EntryId),
    seen: i64,
    change: Option<EntryChange>,
) -> Result<(), CallError> {
    if !by.has(Role::Personnel) && page.as_str() != RECRUITING {
        return Err(Code::Forbidden.into());
    }
    let mut all = app.content_pages.pages.iter().filter(|it| it.id == page);
    let is_known = all.any(|it| it.entries().any(|it| it.id == entry));
    if !is_known {
        return Err(Code::NotFound.into());
    }
    if let Some(why) = change.as_ref().and_then(EntryChange::fault) {
        return Err(wrong(why));
    }
    let body = change.map(|it| json!(it).to_string());
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let newest: Option<i64> = sql!(content_pages / newest_content_change)
                    .bind(page.as_str())
                    .bind(entry.as_str())
                    .fetch_optional_value(&mut *connection)
                    .await?;
                if newest.unwrap_or_default() != seen {
                    return Err(Code::Conflict.into());
                }
                sql!(content_pages / insert_content_change)
                    .bind(page.as_str())
                    .bind(entry.as_str())
                    .bind(body)
                    .bind(by.id.as_str())
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                let act = Act::by(&by, AuditAct::ContentChanged);
                let act = act.details(json!({ "page": page, "entry": entry }));
                Ok(audit::record(connection, now, act).await?)
            })
        });
    write.await
}
