//! The content pages: read from `pages/` in the folder of forms, or built in, with what 職員課 changed since over them.

mod calls;
mod faults;
pub(crate) mod published;

use crate::app_state::{AppState, CallError};
use crate::audit::{self, Act, AuditAct};
use crate::db::sql;
use crate::people::rules::wrong;
use crate::role_models;
use api::Code;
use api::access::Viewer;
use api::content_pages::ContentPages;
use domain::content_page::{ContentPage, ContentPageId, EntryChange, EntryId};
use domain::person::Role;
use serde_json::json;

/// The page of help.
const SUPPORT: &str = "support";

/// The page for candidates, which everybody may read.
const RECRUITING: &str = "recruiting";

/// The page for candidates as visitors see it; `None` if the ward has none.
pub(crate) async fn recruiting(app: &AppState) -> Result<Option<ContentPage>, CallError> {
    let (pages, _) = changed_pages(app).await?;
    let mut page = pages.into_iter().find(|it| it.id.as_str() == RECRUITING);
    if let Some(page) = &mut page {
        page.drop_hidden();
        page.drop_office_notes();
        let role_models = role_models::section_for_candidates(app).await?;
        page.sections.extend(role_models);
    }
    Ok(page)
}

/// The pages as somebody sees them; `None` if they are the ones of the tag.
pub(crate) async fn pages(
    app: &AppState,
    viewer: &Viewer,
    known: &str,
) -> Result<Option<ContentPages>, CallError> {
    let (mut pages, seq) = changed_pages(app).await?;
    let sees = |page: &str| may_change(viewer, page);
    for page in pages.iter_mut().filter(|it| !sees(it.id.as_str())) {
        page.drop_hidden();
    }
    let role = match (viewer.has(Role::Personnel), sees(RECRUITING)) {
        (true, _) => "p",
        (_, true) => "r",
        _ => "",
    };
    let tag = format!("{}+{seq}{role}", app.content_pages.tag);
    Ok((tag != known).then_some(ContentPages { tag, pages }))
}

/// 職員課 changes every page, 採用担当 what is for candidates; they see what is hidden there.
fn may_change(viewer: &Viewer, page: &str) -> bool {
    viewer.has(Role::Personnel) || (viewer.has(Role::Recruiter) && page == RECRUITING)
}

/// How many contacts of the page of help nobody has filled in, or were to be checked before today.
pub(crate) async fn contacts_to_check(app: &AppState) -> Result<u32, CallError> {
    let (pages, _) = changed_pages(app).await?;
    let today = app.now().day();
    let support = pages.iter().filter(|it| it.id.as_str() == SUPPORT);
    let entries = support.flat_map(ContentPage::entries);
    let n = entries.filter(|it| it.wants_check(&today)).count();
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
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
        let body: String = row.try_get("body")?;
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
    mut change: EntryChange,
) -> Result<(), CallError> {
    if !may_change(by, page.as_str()) {
        return Err(Code::Forbidden.into());
    }
    let mut all = app.content_pages.pages.iter().filter(|it| it.id == page);
    let published = all.find_map(|it| it.entries().find(|it| it.id == entry));
    let published = published.ok_or(Code::NotFound)?;
    if let Some(why) = change.fault() {
        return Err(wrong(why));
    }
    change.settle(published);
    let body = json!(change).to_string();
    let (by, now) = (by.clone(), app.now());
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                let newest: i64 = sql!(content_pages / newest_content_change)
                    .bind(page.as_str())
                    .bind(entry.as_str())
                    .fetch_value(&mut *connection)
                    .await?;
                if newest != seen {
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
