//! Dumps the scores of many random answer sets as text that must be the same on every platform.

use domain::ids::ItemId;
use domain::instrument::{Edition, ItemKind};
use domain::scoring::adaptive::{AdaptiveTest, MarkedAnswer, questions};
use domain::scoring::{score, suggest};
use domain::sheet::Sheet;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Number of answer sets in the full check.
pub const SETS: u64 = 10_000;

/// The forms whose scores are compared.
const FORMS: [&str; 2] = [
    include_str!("../../../../server/content/self_scoring_sheet.json"),
    include_str!("../../../../server/content/dx_self_check.json"),
];

const TEST: &str = include_str!("../../../../server/content/literacy_test.json");

/// Deterministic random numbers (`SplitMix64`), the same on every platform.
struct SplitMix64(u64);

impl SplitMix64 {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (it ^ (it >> 31)) % sides
    }
}

fn edition(text: &str) -> Edition {
    serde_json::from_str(text).expect("a form")
}

/// A sheet in which each scored item is answered at random or not at all.
fn sheet(edition: &Edition, dice: &mut SplitMix64) -> Sheet {
    let mut sheet = Sheet::default();
    for (item, n) in edition.items().zip(1_u64..) {
        let value = match item.kind {
            ItemKind::Scale | ItemKind::Likert { .. } => match dice.below(7) {
                0 => continue,
                6 => json!("na"),
                point => json!(point),
            },
            _ => continue,
        };
        let fact = json!({
            "id": format!("f{n}"), "device": "d", "n": n,
            "sheet": {"person": "E1", "instrument": edition.instrument.as_str(), "cycle": "2026-end"},
            "body": {"kind": "answer", "item": item.id.as_str(), "value": value},
            "replaces": null, "noted_at": 0
        });
        sheet.apply(&serde_json::from_value(fact).expect("a fact"));
    }
    sheet
}

/// The exact bits of a float in hexadecimal: decimal formatting could hide a difference.
fn bits(it: Option<f64>) -> Value {
    it.map_or(Value::Null, |it| json!(format!("{:016x}", it.to_bits())))
}

fn scores_of_form(edition: &Edition, dice: &mut SplitMix64) -> Value {
    let sheet = sheet(edition, dice);
    let scores = score(edition, &sheet);
    let grade = u8::try_from(1 + dice.below(6)).expect("a grade");
    let band = edition.band_of(grade).expect("a band").id.clone();
    let found = suggest(edition, &sheet, &scores, &band, "事務");
    json!([
        scores
            .subjects
            .iter()
            .map(|it| bits(it.mean))
            .collect::<Vec<_>>(),
        scores
            .groups
            .iter()
            .map(|it| bits(it.mean))
            .collect::<Vec<_>>(),
        found.iter().map(|it| &it.measure).collect::<Vec<_>>(),
    ])
}

fn scores_of_test(edition: &Edition, dice: &mut SplitMix64) -> Value {
    let all = questions(edition);
    let mut marks: Vec<MarkedAnswer> = Vec::new();
    for _ in 0..dice.below(25) {
        let at = usize::try_from(dice.below(all.len() as u64)).expect("small");
        marks.push(MarkedAnswer {
            item: all[at].id.clone(),
            is_right: dice.below(2) == 1,
        });
    }
    let test = AdaptiveTest::new(all, &marks, HashSet::new(), dice.below(u64::MAX));
    let fields = test.fields();
    let fields = fields
        .iter()
        .map(|it| bits(test.field_estimate(it).map(|it| it.0.ability)));
    json!([
        bits(Some(test.estimate.ability)),
        bits(Some(test.estimate.error)),
        test.next_question().map(ItemId::as_str),
        fields.collect::<Vec<_>>(),
    ])
}

/// What is said of a number of answer sets: the SHA-256 of all of it in hexadecimal, after the first in full.
pub fn dump(sets: u64) -> String {
    let forms = FORMS.map(edition);
    let test = edition(TEST);
    let (mut hash, mut first) = (Sha256::new(), String::new());
    for set in 0..sets {
        let mut dice = SplitMix64(set);
        let line = match set % 3 {
            2 => scores_of_test(&test, &mut dice),
            form => scores_of_form(&forms[usize::try_from(form).expect("small")], &mut dice),
        };
        let line = line.to_string();
        hash.update(&line);
        if set < 3 {
            first.push_str(&line);
            first.push('\n');
        }
    }
    format!("{first}{}\n", hex::encode(hash.finalize()))
}
