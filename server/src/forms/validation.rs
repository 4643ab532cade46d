//! What a form must be to be published; each fault names its place.

use super::preset;
use domain::instrument::{Choice, Edition, Item, ItemKind, OnlyIf, Readers, Workflow};
use domain::route::Route;
use std::collections::HashSet;

fn has_option(item: &Item, id: &str) -> bool {
    matches!(&item.kind, ItemKind::Single { options, .. } if options.iter().any(|it| it.id == id))
}

/// What names a section or an item must name one that there is.
fn check_references(edition: &Edition) -> Result<(), String> {
    for section in &edition.sections {
        let known = edition.sections.iter().any(|it| it.id == section.follows);
        if !section.follows.is_empty() && !known {
            return Err(format!("区分 {} の前の区分がありません", section.id));
        }
        let path = |to: &str| to.split('#').next().unwrap_or_default().to_owned();
        let Some(links) = section.links() else {
            return Err(format!(
                "区分 {} のリンクは、words と to で書きます",
                section.id
            ));
        };
        let mut links = links.iter();
        if let Some(link) = links.find(|it| Route::parse(&path(&it.to)).is_none()) {
            return Err(format!(
                "区分 {} のリンク先 {} がありません",
                section.id, link.to
            ));
        }
    }
    for item in edition.items() {
        let unknown = |it: &&OnlyIf| edition.item(&it.item).is_none();
        if let Some(only_if) = item.only_if.as_ref().filter(unknown) {
            return Err(format!(
                "項目 {} の条件の項目 {} がありません",
                item.id, only_if.item
            ));
        }
    }
    Ok(())
}

pub(super) fn check(edition: &Edition) -> Result<(), String> {
    let mut seen = HashSet::new();
    for item in edition.items() {
        if !seen.insert(&item.id) {
            return Err(format!("項目 {} が2回あります", item.id));
        }
        if let Some(subject) = item
            .subject
            .as_ref()
            .filter(|it| edition.subject(it).is_none())
        {
            return Err(format!("項目 {} の対象 {subject} がありません", item.id));
        }
        if !item.key.is_null() && item.key().is_none_or(|it| !has_option(item, &it.right)) {
            return Err(format!("問題 {} の正解が、選択肢にありません", item.id));
        }
        let is_text = matches!(item.kind, ItemKind::Text { .. });
        if !item.example.is_null() && (item.example().is_none() || !is_text) {
            return Err(format!(
                "項目 {} の例は、文章の項目に good、weak、why で書きます",
                item.id
            ));
        }
        let unknown = item
            .bands
            .iter()
            .find(|band| edition.bands.iter().all(|it| it.id != **band));
        if let Some(band) = unknown {
            return Err(format!("項目 {} の職層 {band} がありません", item.id));
        }
    }
    let is_restricted = |it: &Item| it.readers != Readers::OwnChoice;
    if edition.course == Workflow::Joint
        && let Some(item) = edition.items().find(|it| is_restricted(it))
    {
        return Err(format!(
            "二人で書く様式の項目 {} は、読む人を限れません",
            item.id
        ));
    }
    check_references(edition)?;
    check_parts(edition)?;
    preset::check(edition)?;
    for grade in 1..=6 {
        if edition.band_of(grade).is_none() {
            return Err(format!("{grade}級の職層がありません"));
        }
    }
    Ok(())
}

/// Kinds of items, ids that must differ, and measures.
fn check_parts(edition: &Edition) -> Result<(), String> {
    // Decoded only where they are used: a fault is told now.
    if let Some(why) = edition.measures_fault() {
        return Err(format!("施策（measures）を読めません: {why}"));
    }
    for item in edition.items() {
        check_kind(item).map_err(|why| format!("項目 {}: {why}", item.id))?;
    }
    if let Some(id) = first_twice(edition.subjects.iter().map(|it| it.id.as_str())) {
        return Err(format!("対象 {id} が2回あります"));
    }
    if let Some(id) = first_twice(edition.bands.iter().map(|it| it.id.as_str())) {
        return Err(format!("職層 {id} が2回あります"));
    }
    Ok(())
}

/// The first id that is there twice.
fn first_twice<'i>(mut ids: impl Iterator<Item = &'i str>) -> Option<&'i str> {
    let mut seen = HashSet::new();
    ids.find(|it| !seen.insert(*it))
}

/// Limits that no answer could keep, and options that no answer could tell apart.
fn check_kind(item: &Item) -> Result<(), String> {
    match &item.kind {
        ItemKind::Multi { max: 0, .. } => Err("選べる数（max）が 0 です".to_owned()),
        ItemKind::Single { options, .. }
        | ItemKind::Rank { options }
        | ItemKind::Multi { options, .. } => check_options(options),
        ItemKind::Number { min, max, .. } if min > max => {
            Err(format!("min {min} が max {max} より大きくなっています"))
        }
        ItemKind::Text { max_length: 0 } => Err("文字数（max_length）が 0 です".to_owned()),
        ItemKind::Rows { max: 0, .. } => Err("行数（max）が 0 です".to_owned()),
        ItemKind::Likert { points } if points.is_empty() => Err("段階がありません".to_owned()),
        _ => Ok(()),
    }
}

fn check_options(options: &[Choice]) -> Result<(), String> {
    if options.is_empty() {
        return Err("選択肢がありません".to_owned());
    }
    if options.iter().any(|it| it.id.is_empty()) {
        return Err("id のない選択肢があります".to_owned());
    }
    if let Some(it) = options.iter().find(|it| it.words.ja.trim().is_empty()) {
        return Err(format!("選択肢 {} に言葉がありません", it.id));
    }
    first_twice(options.iter().map(|it| it.id.as_str()))
        .map_or(Ok(()), |id| Err(format!("選択肢 {id} が2回あります")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn form() -> Value {
        let text = include_str!("../../content/career_declaration.json");
        serde_json::from_str(text).unwrap()
    }

    fn fault(change: impl FnOnce(&mut Value)) -> String {
        let mut form = form();
        change(&mut form);
        let edition: Edition = serde_json::from_value(form).unwrap();
        check(&edition).unwrap_err()
    }

    /// Gives the first item another kind.
    fn of_kind(kind: Value) -> String {
        fault(|it| {
            let item = &mut it["sections"][0]["items"][0];
            item["kind"] = kind;
            item.as_object_mut().unwrap().remove("example");
        })
    }

    #[test]
    fn an_example_stands_at_a_text_and_is_whole() {
        for change in [
            json!({"number": {"min": 1, "max": 5, "unit": "年"}}),
            json!({"text": {"max_length": 9}}),
        ] {
            let told = fault(|it| {
                let item = &mut it["sections"][0]["items"][0];
                if change["text"].is_object() {
                    item["example"].as_object_mut().unwrap().remove("why");
                }
                item["kind"] = change;
            });
            assert!(told.contains("の例は、文章の項目に"), "{told}");
        }
    }

    #[test]
    fn limits_and_options_that_no_answer_could_keep_are_refused_with_their_place() {
        let choice = |id: &str, ja: &str| json!({"id": id, "words": {"ja": ja}});
        let one_of = |options: Value| json!({"single": {"options": options}});
        for (kind, why) in [
            (one_of(json!([])), "選択肢がありません"),
            (
                one_of(json!([choice("a", "ア"), choice("a", "イ")])),
                "選択肢 a が2回あります",
            ),
            (
                one_of(json!([choice("a", " ")])),
                "選択肢 a に言葉がありません",
            ),
            (
                one_of(json!([choice("", "ア")])),
                "id のない選択肢があります",
            ),
            (
                json!({"multi": {"options": [choice("a", "ア")], "max": 0}}),
                "選べる数（max）が 0 です",
            ),
            (
                json!({"text": {"max_length": 0}}),
                "文字数（max_length）が 0 です",
            ),
            (
                json!({"number": {"min": 5, "max": 1, "unit": "年"}}),
                "min 5 が max 1 より大きくなっています",
            ),
        ] {
            let told = of_kind(kind);
            assert!(told.starts_with("項目 ") && told.ends_with(why), "{told}");
        }
        let unread = fault(|it| it["measures"] = json!([{"id": 1}]));
        assert!(
            unread.starts_with("施策（measures）を読めません"),
            "{unread}"
        );
        let twice = fault(|it| {
            let band = it["bands"][0].clone();
            it["bands"].as_array_mut().unwrap().push(band);
        });
        assert!(twice.contains("が2回あります"), "{twice}");
    }
}
