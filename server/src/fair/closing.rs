//! Opening and closing an event: all tablets on one build, and no missing answer without a note.

use crate::app_state::{AppState, CallError};
use crate::db::sql;
use crate::fair::events::{find_event, set_state};
use api::{ApiError, Code};
use domain::ids::{EventId, PersonId, TabletId};
use domain::kiosk::{Tablet, missing_batches};
use domain::locale::Locale;

/// In characters, of the note that documents lost answers.
pub(crate) const SHORTEST_NOTE: usize = 10;

/// An event's tablets with what arrived from each, ordered by name.
pub(crate) async fn tablets(app: &AppState, id: &EventId) -> Result<Vec<Tablet>, CallError> {
    let rows = sql!(fair / tablets_of_event)
        .bind(id.as_str())
        .fetch_all(app.readers())
        .await?;
    let batches = sql!(fair / batches_of_event)
        .bind(id.as_str())
        .fetch_all(app.readers())
        .await?;
    let mut all = Vec::new();
    for row in rows {
        let tablet = TabletId(row.try_get("id")?);
        let (mut numbers, mut arrived) = (Vec::new(), 0);
        for batch in &batches {
            if batch.try_get::<&str, _>(0)? == tablet.as_str() {
                numbers.push(batch.try_get(1)?);
                arrived += batch.try_get::<u32, _>(2)?;
            }
        }
        all.push(Tablet {
            id: tablet,
            name: row.try_get("name")?,
            took: row.try_get("answers_taken")?,
            arrived,
            missing: missing_batches(&numbers, row.try_get("last_batch")?),
            build: row.try_get("build")?,
            quiz: row.try_get("quiz")?,
            heard_at: row.try_get("last_report_at")?,
            revoked: row.try_get::<Option<i64>, _>("revoked_at")?.is_some(),
            done: row.try_get("closed")?,
        });
    }
    Ok(all)
}

/// Opens an event and pins it to the build that all its tablets run; fails with the names of tablets that differ.
pub(crate) async fn open_event(app: &AppState, id: &EventId) -> Result<(), CallError> {
    let event = find_event(app, id).await?;
    crate::fair::events::require_not_archived(app.readers(), id).await?;
    let tablets = tablets(app, id).await?;
    let in_use: Vec<&Tablet> = tablets.iter().filter(|it| !it.revoked).collect();
    let silent: Vec<&str> = in_use
        .iter()
        .filter(|it| it.heard_at.is_none())
        .map(|it| it.name.as_str())
        .collect();
    if !silent.is_empty() {
        return Err(rejection(
            "まだ一度もつながっていないタブレットがあります。",
            &silent.join("、"),
        ));
    }
    let build = in_use.first().map_or("", |it| it.build.as_str());
    let odd: Vec<&str> = in_use
        .iter()
        .filter(|it| it.build != build || it.quiz != event.quiz)
        .map(|it| it.name.as_str())
        .collect();
    if !odd.is_empty() {
        return Err(rejection(
            "版がそろっていないタブレットがあります。",
            &odd.join("、"),
        ));
    }
    // `-` pins no build: an event without tablets is for phones.
    let build = if build.is_empty() { "-" } else { build };
    set_state(app, id, "open", Some(build.to_owned()), None).await
}

/// Closes an event; if answers may be missing, a note is required.
pub(crate) async fn close_event(
    app: &AppState,
    id: &EventId,
    note: &str,
    author: &PersonId,
) -> Result<(), CallError> {
    find_event(app, id).await?;
    let gaps: Vec<String> = tablets(app, id).await?.iter().filter_map(gap).collect();
    let note = note.trim();
    if !gaps.is_empty() && note.chars().count() < SHORTEST_NOTE {
        return Err(rejection(
            "全部の回答が届いたとは言えません。タブレットを閉場するか、封をしたファイルを読み込むか、失われたことの記録（10文字以上）を書いてください。",
            &gaps.join("\n"),
        ));
    }
    let note = (!note.is_empty()).then(|| {
        format!(
            "{note}（{author}、{}）",
            app.now().display(Locale::JAPANESE)
        )
    });
    set_state(app, id, "closed", None, note).await
}

/// A sentence on the answers of a tablet that have not arrived, or may not have; none if it is complete.
pub(crate) fn gap(it: &Tablet) -> Option<String> {
    if it.arrived < it.took || !it.missing.is_empty() {
        let numbers: Vec<String> = it.missing.iter().take(10).map(u32::to_string).collect();
        let batches = if numbers.is_empty() {
            "まだ送られていないか、読めない分".to_owned()
        } else {
            format!("{}番の便", numbers.join(", "))
        };
        let (name, took, arrived) = (&it.name, it.took, it.arrived);
        return Some(format!("{name}: {took} 件中 {arrived} 件（{batches}）"));
    }
    // Only a tablet closed by its staff has reported everything; one revoked before its first report was unused.
    let is_unused = it.heard_at.is_none() && it.revoked;
    let name = &it.name;
    (!it.done && !is_unused).then(|| format!("{name}: タブレットで「閉場」がまだ押されていません"))
}

/// `which` lists the tablets concerned, on its own lines.
pub(crate) fn rejection(why: &str, which: &str) -> CallError {
    ApiError::with(Code::BadRequest, format!("{why}\n{which}")).into()
}
