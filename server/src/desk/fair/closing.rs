//! Opening and closing an event: every tablet on one build, and nothing lost that nobody speaks of.

use super::{event, set};
use crate::desk::{Failure, SqliteDesk};
use api::{ApiError, Code};
use domain::calendar::moment;
use domain::ids::PersonId;
use domain::kiosk::{Tablet, missing};
use sqlx::Row;

/// Fewest characters of a note that says what was lost.
const SHORTEST_NOTE: usize = 10;

/// An event's tablets, by name.
pub(super) async fn tablets(desk: &SqliteDesk, id: &str) -> Result<Vec<Tablet>, Failure> {
    let rows = sqlx::query("select * from fair_tablet where event = ? order by name, id")
        .bind(id)
        .fetch_all(desk.readers())
        .await?;
    let batches = sqlx::query(
        "select tablet, n, answers from fair_batch join fair_tablet on tablet = id where event = ?",
    )
    .bind(id)
    .fetch_all(desk.readers())
    .await?;
    let mut all = Vec::new();
    for row in rows {
        let tablet: String = row.try_get("id")?;
        let (mut numbers, mut arrived) = (Vec::new(), 0);
        for batch in &batches {
            if batch.try_get::<&str, _>(0)? == tablet {
                numbers.push(batch.try_get(1)?);
                arrived += batch.try_get::<u32, _>(2)?;
            }
        }
        all.push(Tablet {
            id: tablet,
            name: row.try_get("name")?,
            took: row.try_get("took")?,
            arrived,
            missing: missing(&numbers, row.try_get("last")?),
            build: row.try_get("build")?,
            quiz: row.try_get("quiz")?,
            heard_at: row.try_get("heard_at")?,
            revoked: row.try_get::<Option<i64>, _>("revoked_at")?.is_some(),
            done: row.try_get("done")?,
        });
    }
    Ok(all)
}

/// Opens an event: pins it to the build that every tablet runs, or says which does not.
pub(super) async fn open(desk: &SqliteDesk, id: &str) -> Result<(), Failure> {
    let event = event(desk, id).await?;
    super::may_still_come(&mut *desk.readers().acquire().await?, id).await?;
    let tablets = tablets(desk, id).await?;
    let in_use: Vec<&Tablet> = tablets.iter().filter(|it| !it.revoked).collect();
    let silent: Vec<&str> = in_use
        .iter()
        .filter(|it| it.heard_at.is_none())
        .map(|it| it.name.as_str())
        .collect();
    if !silent.is_empty() {
        return Err(refused(
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
        return Err(refused(
            "版がそろっていないタブレットがあります。",
            &odd.join("、"),
        ));
    }
    // An event without tablets is open, too: phones need none.
    let build = if build.is_empty() { "-" } else { build };
    set(desk, id, "open", Some(build.to_owned()), None).await
}

/// Closes an event. A gap needs a note.
pub(super) async fn close(
    desk: &SqliteDesk,
    id: &str,
    note: &str,
    author: &PersonId,
) -> Result<(), Failure> {
    event(desk, id).await?;
    let gaps: Vec<String> = tablets(desk, id).await?.iter().filter_map(gap).collect();
    let note = note.trim();
    if !gaps.is_empty() && note.chars().count() < SHORTEST_NOTE {
        return Err(refused(
            "全部の回答が届いたとは言えません。タブレットを閉場するか、封をしたファイルを読み込むか、失われたことの記録（10文字以上）を書いてください。",
            &gaps.join("\n"),
        ));
    }
    let note = (!note.is_empty()).then(|| format!("{note}（{author}、{}）", moment(desk.now())));
    set(desk, id, "closed", None, note).await
}

/// What of a tablet is not here, or may not be.
fn gap(it: &Tablet) -> Option<String> {
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
    // Only a tablet that its staff closed has said its last word; one that lost its rights unheard was never used.
    let is_unused = it.heard_at.is_none() && it.revoked;
    let name = &it.name;
    (!it.done && !is_unused).then(|| format!("{name}: タブレットで「閉場」がまだ押されていません"))
}

/// Why not, and under it which tablets.
fn refused(why: &str, which: &str) -> Failure {
    ApiError::with(Code::BadRequest, format!("{why}\n{which}")).into()
}
