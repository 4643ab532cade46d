//! Comparison of two people's points on the same items, largest difference first.

use super::is_answered;
use crate::ids::ItemId;
use crate::instrument::{Edition, Item, ItemKind, ItemRole};
use crate::sheet::ItemValue;
use crate::sheet::Sheet;
use serde_json::Value;

/// An item that at least one of the two has answered.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerPair<'a> {
    pub item: &'a Item,
    /// The person's own answer.
    pub own: Option<&'a Value>,
    /// The other person's answer.
    pub other: Option<&'a Value>,
    /// Whether the person chose to develop the item's subject.
    pub is_growth_point: bool,
}

impl AnswerPair<'_> {
    /// Difference in points; `None` unless both answers are points.
    pub fn difference(&self) -> Option<u64> {
        let (own, other) = (self.own?.as_u64()?, self.other?.as_u64()?);
        Some(own.abs_diff(other))
    }
}

/// The scale items that either person has answered: largest difference first, then chosen growth points, then the
/// form's order.
pub fn compare_answers<'a>(
    edition: &'a Edition,
    own: &'a [ItemValue],
    other: &'a [ItemValue],
) -> Vec<AnswerPair<'a>> {
    let find = |all: &'a [ItemValue], id: &ItemId| {
        all.iter().find(|it| it.item == *id).map(|it| &it.value)
    };
    let growth = edition.item_with_role(ItemRole::GrowthPoint);
    let growing = growth
        .and_then(|it| find(own, &it.id))
        .and_then(Value::as_array);
    let scaled = edition.items().filter(|it| it.kind == ItemKind::Scale);
    let pair = |item: &'a Item| {
        let subject = item.subject.as_ref().map(ToString::to_string);
        AnswerPair {
            item,
            own: find(own, &item.id),
            other: find(other, &item.id),
            is_growth_point: growing
                .into_iter()
                .flatten()
                .any(|it| it.as_str() == subject.as_deref()),
        }
    };
    let mut pairs: Vec<AnswerPair> = scaled
        .map(pair)
        .filter(|it| it.own.is_some() || it.other.is_some())
        .collect();
    // A stable sort keeps the form's order in ties. `None` comes last, so without another person growth points are
    // first.
    pairs.sort_by_key(|it| (std::cmp::Reverse(it.difference()), !it.is_growth_point));
    pairs
}

/// The answers of a sheet, as arguments of [`compare_answers`].
pub fn answers_of(edition: &Edition, sheet: &Sheet) -> Vec<ItemValue> {
    let answered = edition.items().filter(|it| is_answered(it, sheet));
    let answers = answered.filter_map(|it| {
        Some(ItemValue {
            item: it.id.clone(),
            value: sheet.value(&it.id)?.clone(),
        })
    });
    answers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::Section;
    use serde_json::json;

    fn answer(item: &str, value: Value) -> ItemValue {
        let item = item.into();
        ItemValue { item, value }
    }

    fn item(id: &str) -> Item {
        Item {
            id: id.into(),
            subject: Some(id.into()),
            ..Item::default()
        }
    }

    #[test]
    fn the_largest_difference_comes_first_then_growth_points() {
        let edition: Edition = serde_json::from_value(json!({
            "instrument": "x", "version": 1, "words": {"ja": ""},
            "notice": {"reminder": {"ja": ""}, "purpose": {"ja": ""}, "readers": {"ja": ""}, "retention": {"ja": ""}},
            "scale": [], "groups": [], "bands": [], "subjects": [], "sections": [],
        }))
        .expect("an edition");
        let growth = Item {
            id: "grow".into(),
            kind: ItemKind::Confirm,
            role: Some(ItemRole::GrowthPoint),
            ..Item::default()
        };
        let items = [
            ["same", "far", "near", "alone", "na"].map(item).to_vec(),
            vec![growth],
        ]
        .concat();
        let section = json!({"id": "s", "words": {"ja": ""}, "items": items});
        let section: Section = serde_json::from_value(section).expect("a section");
        let edition = Edition {
            sections: vec![section],
            ..edition
        };
        let own = [
            ("same", json!(3)),
            ("far", json!(1)),
            ("near", json!(4)),
            ("na", json!("na")),
        ];
        let own = own.map(|it| answer(it.0, it.1)).to_vec();
        let own = [own, vec![answer("grow", json!(["same", "na"]))]].concat();
        let other = [
            ("same", json!(3)),
            ("far", json!(5)),
            ("near", json!(3)),
            ("alone", json!(2)),
            ("na", json!(4)),
        ];
        let other = other.map(|it| answer(it.0, it.1)).to_vec();
        let found: Vec<(String, Option<u64>)> = compare_answers(&edition, &own, &other)
            .iter()
            .map(|it| (it.item.id.to_string(), it.difference()))
            .collect();
        let expected = [
            ("far", Some(4)),
            ("near", Some(1)),
            ("same", Some(0)),
            ("na", None),
            ("alone", None),
        ];
        assert_eq!(found, expected.map(|it| (it.0.to_owned(), it.1)));
    }
}
