//! Options that a new edition words in another way under the same id: earlier answers then show the new words.

use domain::instrument::{Choice, Edition, Item, ItemKind};

/// A sentence for each such option, for whoever starts the server with the new edition.
pub(super) fn reworded(before: &Edition, now: &Edition) -> Vec<String> {
    let mut told = Vec::new();
    for item in now.items() {
        let earlier = before.item(&item.id).map_or(&[][..], options);
        for option in options(item) {
            let same = earlier.iter().find(|it| it.id == option.id);
            if let Some(same) = same.filter(|it| it.words.ja != option.words.ja) {
                let (id, was, is) = (&option.id, &same.words.ja, &option.words.ja);
                told.push(format!(
                    "項目 {} の選択肢 {id} の言葉が「{was}」から「{is}」に変わりました。前の版の回答にも新しい言葉が出ます。意味が変わるときは、新しい id を付けてください",
                    item.id
                ));
            }
        }
    }
    told
}

fn options(item: &Item) -> &[Choice] {
    match &item.kind {
        ItemKind::Single { options, .. }
        | ItemKind::Multi { options, .. }
        | ItemKind::Rank { options } => options,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn an_option_with_other_words_under_the_same_id_is_told_and_a_new_one_is_not() {
        let text = include_str!("../../content/career_declaration.json");
        let before: Edition = serde_json::from_str(text).unwrap();
        let mut form: Value = serde_json::from_str(text).unwrap();
        for section in form["sections"].as_array_mut().unwrap() {
            for item in section["items"].as_array_mut().unwrap() {
                if item["id"] == "orientation" {
                    let options = item["kind"]["single"]["options"].as_array_mut().unwrap();
                    options[0]["words"]["ja"] = "別の言葉".into();
                    options[1]["id"] = "another".into();
                }
            }
        }
        let now: Edition = serde_json::from_value(form).unwrap();
        let told = reworded(&before, &now);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("orientation") && told[0].contains("別の言葉"));
        assert!(reworded(&before, &before).is_empty());
    }
}
