//! A sheet: one person's answers to one form in one cycle, read from its facts.
//!
//! The same fold runs on the device and on the server, so both show the same answers for the same facts.

use super::calendar::Cycle;
use super::ids::{FactId, InstrumentId, ItemId, PersonId};
use super::read::{record, words};
use super::sorted::sorted;
use crate::journal::{Body, Fact, Step};
use crate::locale::t;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The name of a sheet. Two devices that both begin it offline have begun the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SheetId {
    /// Whose it is.
    pub person: PersonId,
    /// The form.
    pub instrument: InstrumentId,
    /// The time.
    pub cycle: Cycle,
}

record!(SheetId {
    person,
    instrument,
    cycle
});

/// Whom a person lets read a submitted sheet (公開範囲).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShareScope {
    /// 自分だけ
    #[default]
    SelfOnly,
    /// 所属長との面談で使う
    Supervisor,
    /// 所属長と職員課
    SupervisorAndPersonnel,
}

words!(ShareScope {
    SelfOnly = "self_only",
    Supervisor = "supervisor",
    SupervisorAndPersonnel = "supervisor_and_personnel",
});

/// The item that carries the share scope, in every form that has one.
pub const SHARE_SCOPE: &str = "share_scope";

impl ShareScope {
    /// Reads the value of the item [`SHARE_SCOPE`]; anything else is the narrowest scope.
    pub fn read(value: Option<&Value>) -> Self {
        match value.and_then(Value::as_str) {
            Some("supervisor") => Self::Supervisor,
            Some("supervisor_and_personnel") => Self::SupervisorAndPersonnel,
            _ => Self::SelfOnly,
        }
    }

    /// The label shown to readers and on the sheet.
    pub fn label(self) -> &'static str {
        match self {
            Self::SelfOnly => t("本人のみ"),
            Self::Supervisor => t("本人・所属長"),
            Self::SupervisorAndPersonnel => t("本人・所属長・職員課"),
        }
    }
}

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetState {
    /// Being filled in.
    #[default]
    Draft,
    /// Handed in: read-only until withdrawn.
    Submitted,
}

words!(SheetState {
    Draft = "draft",
    Submitted = "submitted",
});

/// One answer and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The fact that says it.
    pub fact: FactId,
    /// What it says; `null` if it was taken back.
    pub value: Value,
    /// When its device thought it was; for display only.
    pub noted_at: i64,
}

/// The answers to one item: the one shown, and those made apart from it that nobody has chosen between yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// Every answer that no later one was made on top of; the last is shown.
    all: Vec<Answer>,
}

impl Heads {
    /// The answer shown: the one the server heard last, or this device's own newer one.
    pub fn shown(&self) -> Option<&Answer> {
        self.all.last()
    }

    /// Answers made apart from the shown one that say something else.
    pub fn apart(&self) -> impl Iterator<Item = &Answer> {
        let shown = self.shown().map(|it| &it.value);
        self.all.iter().filter(move |it| Some(&it.value) != shown)
    }
}

/// A sheet as its facts tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Sorted by item.
    heads: Vec<(ItemId, Heads)>,
    /// Where it stands.
    pub state: SheetState,
    /// When it was handed in, by the device's clock; for display only.
    pub submitted_at: Option<i64>,
}

impl Sheet {
    /// Reads a sheet from its facts in the order the server heard them, own unsent ones last.
    pub fn read<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut sheet = Self::default();
        for fact in facts {
            sheet.take(fact);
        }
        sheet
    }

    fn take(&mut self, fact: &Fact) {
        match &fact.body {
            Body::Answer {
                item,
                value,
                settles,
            } => {
                let heads = self.heads_of(item);
                heads.all.retain(|it| {
                    fact.replaces.as_ref() != Some(&it.fact) && !settles.contains(&it.fact)
                });
                heads.all.push(Answer {
                    fact: fact.id.clone(),
                    value: value.clone(),
                    noted_at: fact.noted_at,
                });
            }
            Body::Step {
                step: Step::Submit, ..
            } => {
                self.state = SheetState::Submitted;
                self.submitted_at = Some(fact.noted_at);
            }
            Body::Step {
                step: Step::Withdraw,
                ..
            } => {
                self.state = SheetState::Draft;
                self.submitted_at = None;
            }
            Body::Step {
                step: Step::Unknown,
                ..
            }
            | Body::Unknown => {}
        }
    }

    fn heads_of(&mut self, item: &ItemId) -> &mut Heads {
        let at = match self.place(item) {
            Ok(at) => at,
            Err(at) => {
                self.heads.insert(at, (item.clone(), Heads::default()));
                at
            }
        };
        &mut self.heads[at].1
    }

    fn place(&self, item: &ItemId) -> Result<usize, usize> {
        self.heads.binary_search_by(|it| it.0.cmp(item))
    }

    /// The value shown for an item, none if it was never answered or taken back.
    pub fn value(&self, item: &ItemId) -> Option<&Value> {
        self.heads(item)?
            .shown()
            .map(|it| &it.value)
            .filter(|it| !it.is_null())
    }

    /// The answers to one item.
    pub fn heads(&self, item: &ItemId) -> Option<&Heads> {
        self.place(item).ok().map(|at| &self.heads[at].1)
    }

    /// Every current answer to every item, those made apart included.
    pub fn answers(&self) -> impl Iterator<Item = (&ItemId, &Answer)> {
        let heads = self.heads.iter();
        heads.flat_map(|(item, heads)| heads.all.iter().map(move |it| (item, it)))
    }

    /// Every item that has an answer, with the value shown.
    pub fn values(&self) -> impl Iterator<Item = (&ItemId, &Value)> {
        let items = self.heads.iter().map(|it| &it.0);
        items.filter_map(|item| Some((item, self.value(item)?)))
    }

    /// Whether nothing was ever answered.
    pub fn is_empty(&self) -> bool {
        self.values().next().is_none()
    }

    /// Whom the person lets read it.
    pub fn share_scope(&self) -> ShareScope {
        ShareScope::read(self.value(&SHARE_SCOPE.into()))
    }

    /// What a step is made on: SHA-256, in hexadecimal, of the ids of all current answers, sorted, one a line.
    ///
    /// A server that knows of an answer the person did not see has another hash, and refuses the step as stale.
    pub fn hash(&self) -> String {
        let answers = self.heads.iter().flat_map(|it| &it.1.all);
        let ids = sorted(answers.map(|it| it.fact.as_str()));
        hex::encode(Sha256::digest(ids.join("\n")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(id: &str, value: Value, replaces: Option<&str>, settles: &[&str]) -> Fact {
        Fact {
            id: id.into(),
            device: "d".into(),
            n: 1,
            sheet: SheetId {
                person: "E1".into(),
                instrument: "self_scoring_sheet".into(),
                cycle: Cycle::of_year(2026)[2],
            },
            body: Body::Answer {
                item: "q".into(),
                value,
                settles: settles.iter().map(|it| (*it).into()).collect(),
            },
            replaces: replaces.map(Into::into),
            noted_at: 0,
        }
    }

    fn apart(sheet: &Sheet) -> Vec<&Value> {
        let heads = sheet.heads(&"q".into()).expect("heads");
        heads.apart().map(|it| &it.value).collect()
    }

    #[test]
    fn an_answer_on_top_of_another_takes_its_place() {
        let facts = [
            answer("a", json!(3), None, &[]),
            answer("b", json!(4), Some("a"), &[]),
        ];
        let sheet = Sheet::read(&facts);
        assert_eq!(sheet.value(&"q".into()), Some(&json!(4)));
        assert!(apart(&sheet).is_empty());
    }

    #[test]
    fn answers_made_apart_are_both_kept_until_one_is_chosen() {
        let mut facts = vec![
            answer("a", json!("一"), None, &[]),
            answer("b", json!("二"), Some("a"), &[]),
            answer("c", json!("三"), Some("a"), &[]),
            answer("d", json!("四"), Some("c"), &[]),
        ];
        let sheet = Sheet::read(&facts);
        assert_eq!(sheet.value(&"q".into()), Some(&json!("四")));
        assert_eq!(apart(&sheet), [&json!("二")]);
        facts.push(answer("e", json!("四"), Some("d"), &["b"]));
        assert!(apart(&Sheet::read(&facts)).is_empty());
    }

    #[test]
    fn the_same_answer_made_apart_is_no_question_to_the_person() {
        let facts = [
            answer("a", json!(3), None, &[]),
            answer("b", json!(3), None, &[]),
        ];
        assert!(apart(&Sheet::read(&facts)).is_empty());
    }

    #[test]
    fn the_hash_knows_of_every_current_answer_and_of_no_replaced_one() {
        let one = Sheet::read(&[answer("b", json!(3), None, &[])]).hash();
        let facts = [
            answer("a", json!(3), None, &[]),
            answer("b", json!(3), Some("a"), &[]),
        ];
        assert_eq!(Sheet::read(&facts).hash(), one);
        let apart = [
            answer("a", json!(3), None, &[]),
            answer("b", json!(3), None, &[]),
        ];
        assert_ne!(Sheet::read(&apart).hash(), one);
        assert_eq!(one.len(), 64);
    }

    #[test]
    fn an_answer_taken_back_is_no_answer() {
        let facts = [
            answer("a", json!(3), None, &[]),
            answer("b", json!(null), Some("a"), &[]),
        ];
        assert!(Sheet::read(&facts).is_empty());
    }
}
