//! Role models (ロールモデル): pages of people who agree to them, and requests to talk with one.

mod calls;
pub(crate) mod pages;
pub(crate) mod talks;

use crate::app_state::{AppState, CallError};
use crate::db::writer::WriteError;
use crate::db::{Connection, DbError, Row, sql};
use api::access::Viewer;
use api::role_models::{RoleModelOffice, RoleModels};
use domain::content_page::{ContentEntry, ContentSection, ContentText, EntryId};
use domain::ids::PersonId;
use domain::instrument::Localized;
use domain::person::PersonName;
use domain::role_model::{RoleModel, RoleModelKind, RoleModelPage, RoleModelText};
use domain::timestamp::Timestamp;
use std::time::Duration;

/// A page whose last day is over can be agreed to anew for so long; then it is deleted.
const KEPT: Duration = Duration::from_hours(24 * 90);

/// So long before its last day 職員課 is told of it.
const ENDING: Duration = Duration::from_hours(24 * 30);

/// Those that are shown today, and what is somebody's own.
pub(crate) async fn seen_by(app: &AppState, viewer: &Viewer) -> Result<RoleModels, CallError> {
    let pages = pages(app).await?;
    let own = pages.iter().find(|it| it.person.id == viewer.id).cloned();
    Ok(RoleModels {
        shown: shown(app, pages),
        own,
        talks: talks::of_person(app, &viewer.id).await?,
    })
}

/// What 職員課 sees.
pub(crate) async fn office(app: &AppState) -> Result<RoleModelOffice, CallError> {
    Ok(RoleModelOffice {
        pages: pages(app).await?,
        talks: talks::all(app).await?,
    })
}

/// Those that are agreed to, today.
fn shown(app: &AppState, pages: Vec<RoleModelPage>) -> Vec<RoleModel> {
    let today = app.now().day();
    let agreed = pages.into_iter();
    let agreed = agreed.filter(|it| it.consented_at.is_some() && !it.has_left);
    let models = agreed.map(|it| it.model);
    models.filter(|it| it.is_shown(&today)).collect()
}

/// Those that candidates see, as a part of their page; `None` if there are none.
pub(crate) async fn section_for_candidates(
    app: &AppState,
) -> Result<Option<ContentSection>, CallError> {
    let all = shown(app, pages(app).await?);
    let all = all.into_iter().filter(|it| it.text.for_candidates);
    let entries: Vec<ContentEntry> = all.map(entry).collect();
    Ok((!entries.is_empty()).then(|| ContentSection {
        id: "role_models".to_owned(),
        words: Localized {
            ja: "先輩の歩み".to_owned(),
            en: "How colleagues came here".to_owned(),
        },
        lead: ContentText {
            ja: "本人が載せてよいと言った、職員の話です。".to_owned(),
            en: "Told by members of staff who agreed to be shown here (in Japanese).".to_owned(),
            easy: "職員（しょくいん）の 話（はなし）です。".to_owned(),
        },
        picture: None,
        entries,
    }))
}

fn entry(it: RoleModel) -> ContentEntry {
    let parts = [it.text.story, it.text.advice];
    let parts = parts.into_iter().filter(|it| !it.is_empty());
    let text = ContentText {
        ja: parts.collect::<Vec<_>>().join("\n"),
        ..ContentText::default()
    };
    let name = format!("{}（{}）", it.text.headline, it.text.shown_as);
    ContentEntry {
        id: EntryId(format!("role_model_{}", it.seq)),
        words: Localized {
            ja: name,
            en: String::new(),
        },
        text,
        ..ContentEntry::default()
    }
}

/// Whether 職員課 asks somebody to agree to a page that could be shown.
pub(crate) async fn is_asked(app: &AppState, person: &PersonId) -> Result<bool, CallError> {
    let row = sql!(role_models / role_model_of_person)
        .bind(person.as_str())
        .fetch_optional(app.readers())
        .await?;
    let Some(row) = row else { return Ok(false) };
    let consented: Option<Timestamp> = row.try_get("consented_at")?;
    let last_day: String = row.try_get("last_day")?;
    Ok(consented.is_none() && last_day >= app.now().day().0)
}

/// How many requests wait for 職員課, and how many pages end within a month.
pub(crate) async fn counts(app: &AppState) -> Result<Row, CallError> {
    let now = app.now();
    let row = sql!(role_models / role_model_counts)
        .bind(now.day())
        .bind((now + ENDING).day())
        .fetch_one(app.readers())
        .await?;
    Ok(row)
}

/// Pages that ended long ago, and what was asked and answered a year ago.
pub(crate) async fn delete_old(
    connection: &mut Connection,
    now: Timestamp,
) -> Result<(), WriteError> {
    let ended = sql!(role_models / role_models_ended_before)
        .bind((now - KEPT).day())
        .fetch_all(&mut *connection)
        .await?;
    for row in &ended {
        pages::delete(connection, row.try_get("seq")?, now).await?;
    }
    talks::delete_old(connection, now).await
}

/// Every page, the last changed first.
async fn pages(app: &AppState) -> Result<Vec<RoleModelPage>, CallError> {
    let rows = sql!(role_models / role_models)
        .fetch_all(app.readers())
        .await?;
    let pages: Result<_, DbError> = rows.iter().map(read_page).collect();
    Ok(pages?)
}

fn read_page(row: &Row) -> Result<RoleModelPage, DbError> {
    let kinds: String = row.try_get("kinds")?;
    Ok(RoleModelPage {
        model: RoleModel {
            seq: row.try_get("seq")?,
            text: RoleModelText {
                shown_as: row.try_get("shown_as")?,
                kinds: RoleModelKind::of_words(&kinds),
                headline: row.try_get("headline")?,
                story: row.try_get("story")?,
                advice: row.try_get("advice")?,
                offers_talk: row.try_get("offers_talk")?,
                for_candidates: row.try_get("for_candidates")?,
            },
            last_day: row.try_get("last_day")?,
        },
        person: PersonName {
            id: row.try_get("person")?,
            name: row.try_get("name")?,
        },
        consented_at: row.try_get("consented_at")?,
        written_by: row.try_get("written_by")?,
        changed_at: row.try_get("changed_at")?,
        version: row.try_get("version")?,
        has_left: !row.try_get::<bool, _>("is_there")?,
    })
}
