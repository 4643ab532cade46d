//! Finding somebody of the roster by a few letters, to choose them.

use crate::app_state::{AppState, CallError};
use crate::db::sql;
use api::personnel::{FOUND_PEOPLE, PersonFound};
use domain::folding::fold;
use domain::person::{Org, PersonName};

/// People in whose name, its reading, staff number or section every word stands. Whose name, reading or number begins
/// with it come first.
pub(crate) async fn find(app: &AppState, words: &str) -> Result<Vec<PersonFound>, CallError> {
    let words: Vec<String> = words.split_whitespace().map(fold).collect();
    if words.iter().all(String::is_empty) {
        return Ok(Vec::new());
    }
    let rows = sql!(people / people_to_find)
        .fetch_all(app.readers())
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let it = PersonFound {
            person: PersonName {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
            },
            kana: row.try_get("kana")?,
            org: Org {
                department: row.try_get("department")?,
                section: row.try_get("section")?,
                unit: row.try_get("unit")?,
            },
            is_supervisor: row.try_get("is_supervisor")?,
        };
        if let Some(place) = place(&it, &words) {
            found.push((place, it));
        }
    }
    // A stable sort: those at one place stay in the order of their numbers.
    found.sort_by_key(|it| it.0);
    let found = found.into_iter().take(FOUND_PEOPLE);
    Ok(found.map(|it| it.1).collect())
}

/// How well somebody fits, 0 the best; `None` if a word stands nowhere.
fn place(it: &PersonFound, words: &[String]) -> Option<u8> {
    let texts = [
        &it.person.name,
        &it.kana,
        it.person.id.as_str(),
        &it.org.label(),
    ]
    .map(fold);
    let [name, kana, number, _] = &texts;
    let stands = |word: &String| texts.iter().any(|it| it.contains(word));
    words.iter().all(stands).then(|| {
        let first = &words[0];
        let begins =
            name.starts_with(first) || kana.starts_with(first) || number.starts_with(first);
        u8::from(!begins)
    })
}
