//! What is drawn for the people of the sample ward: always the same for the same person and question.

use domain::instrument::{Choice, Item};
use domain::person::Person;
use domain::sheet::SheetId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Changes everything that is drawn for the sample.
const SEED: &str = "道しるべ";

/// Item ids with what somebody answers.
pub(super) type Answers = Vec<(String, Value)>;

/// A number from 0 to 1 that is always the same for the same words.
pub(super) fn draw(words: &[&str]) -> f64 {
    let mut hash = Sha256::new_with_prefix(SEED);
    for word in words {
        hash.update(word);
        hash.update([0]);
    }
    let bytes = hash.finalize();
    let number = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    f64::from(number) / f64::from(u32::MAX)
}

/// One of several, always the same for the same words.
pub(super) fn pick<'a, T>(of: &'a [T], words: &[&str]) -> Option<&'a T> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a few texts"
    )]
    let at = (draw(words) * of.len() as f64) as usize;
    of.get(at.min(of.len().saturating_sub(1)))
}

/// A level from 1 to 5: people differ, each is better at some things, and grows a little with every cycle.
pub(super) fn level(person: &Person, item: &Item, growth: f64) -> u8 {
    let id = person.id.as_str();
    let subject = item.subject.as_ref().map_or("", |it| it.as_str());
    let base = [2.7, 2.9, 3.2, 3.4, 3.6, 3.8][usize::from(person.grade.clamp(1, 6)) - 1];
    let own = 0.9 * (draw(&[id, "level"]) - 0.5);
    let strength = 1.9 * (draw(&[id, subject]) - 0.5);
    let item = 0.6 * (draw(&[id, item.id.as_str()]) - 0.5);
    let level = (base + own + strength + item + growth).round();
    let from_low = [1, 2, 3, 4].iter().filter(|it| level > f64::from(**it));
    u8::try_from(from_low.count() + 1).unwrap_or(5)
}

pub(super) fn text(of: Option<&String>) -> Value {
    of.map_or(Value::Null, |it| json!(it))
}

pub(super) fn words<'a>(sheet: &'a SheetId, cycle: &'a str, what: &'a str) -> [&'a str; 3] {
    [sheet.person.as_str(), cycle, what]
}

pub(super) fn scope(person: &Person, form: &str, of: &[&str]) -> Value {
    json!(pick(of, &[person.id.as_str(), form, "scope"]))
}

/// Ids of a few options, none of them retired.
pub(super) fn some(options: &[Choice], n: usize, person: &Person, what: &str) -> Value {
    let mut by_lot: Vec<&Choice> = options.iter().filter(|it| !it.retired).collect();
    by_lot.sort_by(|one, other| {
        let lot = |it: &Choice| draw(&[person.id.as_str(), what, &it.id]);
        lot(one).total_cmp(&lot(other))
    });
    json!(by_lot.iter().take(n).map(|it| &it.id).collect::<Vec<_>>())
}
