//! Derived forms: a form about another form takes its items from there, so that they are written once.
//!
//! `"about": "self_scoring_sheet"` copies that form's scale, groups, bands and subjects, and each of its scale items,
//! once for each member of staff.

use serde_json::{Value, json};

/// Completes every form that has `about`; the others stay as they are.
pub fn complete_derived(forms: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let with = |(name, form): &(String, Value)| {
        let about = forms.iter().find(|it| it.1["instrument"] == form["about"]);
        let whole = about.map_or_else(|| form.clone(), |it| derive(form.clone(), &it.1));
        (name.clone(), whole)
    };
    forms.iter().map(with).collect()
}

/// Completes a form that is about another one.
pub fn derive(mut form: Value, about: &Value) -> Value {
    for member in ["scale", "groups", "bands", "subjects"] {
        form[member] = about[member].clone();
    }
    let list = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let sections = list(&about["sections"]).into_iter().filter_map(|section| {
        let items = list(&section["items"]);
        let scaled = items.into_iter().filter(|it| it["kind"] == "scale");
        let items: Vec<Value> = scaled.map(for_each_staff).collect();
        let own = json!({"id": section["id"], "words": section["words"], "items": items});
        (!items.is_empty()).then_some(own)
    });
    let sections: Vec<Value> = sections.chain(list(&form["sections"])).collect();
    form["sections"] = sections.into();
    form
}

fn for_each_staff(mut item: Value) -> Value {
    item["each_staff"] = true.into();
    item["required"] = false.into();
    item["readers"] = "own_choice".into();
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_form_repeats_the_scale_items_of_its_form_for_each_member_of_staff() {
        let about = json!({"instrument": "sheet", "scale": [1], "sections": [
            {"id": "a", "words": {"ja": "あ"}, "items": [
                {"id": "x", "kind": "scale", "required": true},
                {"id": "y", "kind": {"text": {"max_length": 9}}}]},
            {"id": "b", "items": [{"id": "z", "kind": "confirm"}]},
        ]});
        let form = json!({"instrument": "view", "about": "sheet", "sections": [{"id": "publish"}]});
        let all = complete_derived(vec![("1".into(), about.clone()), ("2".into(), form)]);
        assert_eq!(all[0].1, about);
        let whole = &all[1].1;
        assert_eq!(whole["scale"], json!([1]));
        let item = json!({"id": "x", "kind": "scale", "required": false, "readers": "own_choice", "each_staff": true});
        let sections = json!([
            {"id": "a", "words": {"ja": "あ"}, "items": [item]},
            {"id": "publish"},
        ]);
        assert_eq!(whole["sections"], sections);
    }
}
