//! A sheet: one person's answers to one form in one cycle, folded from its facts.
//!
//! Device and server run the same fold, so both show the same answers for the same facts.

use super::ids::{FactId, ItemId, PartId, PersonId, SheetHash};
use super::sorted_vec::to_sorted_vec;
use crate::fact::{Fact, FactBody, Step, StepDetails};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

mod share;
mod status;

pub use super::ids::SheetId;
pub use share::ShareScope;
pub use status::{SheetState, Signature};

/// One version of an answer, with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The fact that set it.
    pub fact: FactId,
    /// `null` if the answer was withdrawn.
    pub value: Value,
    /// By the device's clock; for display only.
    pub noted_at: Timestamp,
}

/// The current versions of the answer to one item: the one shown, and those in conflict with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// Versions that no later fact replaced. The last one is shown.
    all: Vec<Answer>,
}

impl Heads {
    /// The version shown: the last in log order, or this device's own pending one.
    pub fn shown(&self) -> Option<&Answer> {
        self.all.last()
    }

    /// Conflicting versions: replaced by none, and with a value that differs from the one shown.
    pub fn conflicts(&self) -> impl Iterator<Item = &Answer> {
        let shown = self.shown().map(|it| &it.value);
        self.all.iter().filter(move |it| Some(&it.value) != shown)
    }
}

/// The answer that an item has. On the wire an array, `[item, value]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(ItemId, Value)")]
pub struct ItemValue {
    pub item: ItemId,
    pub value: Value,
}

impl From<ItemValue> for (ItemId, Value) {
    fn from(it: ItemValue) -> Self {
        (it.item, it.value)
    }
}

/// The state of a sheet after all its facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Sorted by item id.
    heads: Vec<(ItemId, Heads)>,
    pub state: SheetState,
    /// By the device's clock; for display only.
    pub submitted_at: Option<Timestamp>,
    /// By the device's clock; for display only.
    pub returned_at: Option<Timestamp>,
    /// How often an agreed sheet or part was reopened.
    pub reopened: u32,
    /// Reason given for the last return or reopening.
    pub reason: String,
    /// What the 所属長 said with the confirmation of a submitted sheet; empty if nothing.
    pub comment: String,
    /// Confirmations still valid for the current answers.
    pub signatures: Vec<Signature>,
}

impl Sheet {
    /// Folds facts in log order, with this device's pending ones last.
    pub fn from_facts<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut sheet = Self::default();
        for fact in facts {
            sheet.apply(fact);
        }
        sheet
    }

    /// Applies the next fact. Never fails: unknown kinds are ignored.
    pub fn apply(&mut self, fact: &Fact) {
        match &fact.body {
            FactBody::Answer {
                item,
                value,
                settles,
            } => {
                // An edit of a draft invalidates the confirmations of its parts. Late items are written after the
                // agreement and leave it valid.
                if self.state == SheetState::Draft {
                    self.signatures.retain(|it| !it.part.holds(item));
                }
                let heads = self.heads_mut(item);
                // A version stays unless this fact replaced or settled it: two edits of one base leave two heads.
                heads.all.retain(|it| {
                    fact.replaces.as_ref() != Some(&it.fact) && !settles.contains(&it.fact)
                });
                heads.all.push(Answer {
                    fact: fact.id.clone(),
                    value: value.clone(),
                    noted_at: fact.noted_at,
                });
            }
            FactBody::Step { step, made_on, act } => self.apply_step(*step, made_on, act, fact),
            FactBody::Unknown => {}
        }
    }

    fn apply_step(&mut self, step: Step, made_on: &SheetHash, act: &StepDetails, fact: &Fact) {
        match step {
            Step::Submit => {
                self.state = SheetState::Submitted;
                self.submitted_at = Some(fact.noted_at);
            }
            Step::Withdraw => {
                self.state = SheetState::Draft;
                self.submitted_at = None;
            }
            Step::Return => {
                self.state = SheetState::Returned;
                self.returned_at = Some(fact.noted_at);
                self.reason.clone_from(&act.note);
            }
            Step::Agree => self.add_signature(made_on, act, fact),
            Step::Reopen => {
                self.signatures.retain(|it| it.part != act.part);
                self.reopened += 1;
                self.reason.clone_from(&act.note);
                self.comment.clear();
                if act.part.is_whole() {
                    let was_handed_in = self.submitted_at.is_some();
                    self.state = if was_handed_in {
                        SheetState::Returned
                    } else {
                        SheetState::Draft
                    };
                }
            }
            Step::Close => self.state = SheetState::Closed,
            Step::Unknown => {}
        }
    }

    /// Adds a confirmation. A submitted sheet is agreed by the 所属長's confirmation alone; a joint sheet once both have
    /// confirmed the same version.
    fn add_signature(&mut self, made_on: &SheetHash, act: &StepDetails, fact: &Fact) {
        let owner = &fact.sheet.person;
        let by = act.by.clone().unwrap_or_else(|| owner.clone());
        // A deputy signs for the 所属長: whoever is not the owner is the other side.
        let same_side = |it: &Signature| (it.by == *owner) == (by == *owner);
        self.signatures
            .retain(|it| it.part != act.part || !same_side(it));
        self.signatures.push(Signature {
            part: act.part.clone(),
            by,
            made_on: made_on.clone(),
            at: fact.noted_at,
        });
        if self.state == SheetState::Submitted {
            self.comment.clone_from(&act.note);
        }
        if self.state == SheetState::Submitted || act.part.is_whole() && self.is_agreed(&act.part) {
            self.state = SheetState::Agreed;
        }
    }

    /// Whether both sides have confirmed the same version of a part.
    pub fn is_agreed(&self, part: &PartId) -> bool {
        let mut own = self.signatures.iter().filter(|it| it.part == *part);
        let (one, other) = (own.next(), own.next());
        one.zip(other)
            .is_some_and(|(one, other)| one.made_on == other.made_on)
    }

    /// Whether an item belongs to an agreed part and is therefore read-only.
    pub fn is_locked(&self, item: &ItemId) -> bool {
        let parts = self.signatures.iter().filter(|it| it.part.holds(item));
        { parts }.any(|it| self.is_agreed(&it.part))
    }

    /// When somebody else than its owner confirmed the sheet, or a part of it, last.
    pub fn confirmed_by_other(&self, owner: &PersonId) -> Option<Timestamp> {
        let others = self.signatures.iter().filter(|it| it.by != *owner);
        others.map(|it| it.at).max()
    }

    fn heads_mut(&mut self, item: &ItemId) -> &mut Heads {
        let at = match self.find_heads(item) {
            Ok(at) => at,
            Err(at) => {
                self.heads.insert(at, (item.clone(), Heads::default()));
                at
            }
        };
        &mut self.heads[at].1
    }

    fn find_heads(&self, item: &ItemId) -> Result<usize, usize> {
        self.heads.binary_search_by(|it| it.0.cmp(item))
    }

    /// The value shown; `None` if the item was never answered or its answer was withdrawn.
    pub fn value(&self, item: &ItemId) -> Option<&Value> {
        self.heads(item)?
            .shown()
            .map(|it| &it.value)
            .filter(|it| !it.is_null())
    }

    /// All current versions of an item's answer; `None` if it was never answered.
    pub fn heads(&self, item: &ItemId) -> Option<&Heads> {
        self.find_heads(item).ok().map(|at| &self.heads[at].1)
    }

    /// All current versions of all answers, conflicting and withdrawn ones included.
    pub fn answers(&self) -> impl Iterator<Item = (&ItemId, &Answer)> {
        let heads = self.heads.iter();
        heads.flat_map(|(item, heads)| heads.all.iter().map(move |it| (item, it)))
    }

    /// Items with an answer, and the value shown, sorted by item id.
    pub fn values(&self) -> impl Iterator<Item = (&ItemId, &Value)> {
        let items = self.heads.iter().map(|it| &it.0);
        items.filter_map(|item| Some((item, self.value(item)?)))
    }

    /// Whether no item has an answer; withdrawn answers do not count.
    pub fn is_empty(&self) -> bool {
        self.values().next().is_none()
    }

    /// Version of the whole sheet, see [`Sheet::hash_of`]. A step records it: if the server knows an answer that the
    /// person did not see, its hash differs, and the step is rejected as stale.
    pub fn hash(&self) -> SheetHash {
        self.hash_of(&PartId::default())
    }

    /// Version of a part: SHA-256, in hexadecimal, of the fact ids of its current answers, sorted, one a line.
    pub fn hash_of(&self, part: &PartId) -> SheetHash {
        let own = self.heads.iter().filter(|it| part.holds(&it.0));
        let answers = own.flat_map(|it| &it.1.all);
        let ids = to_sorted_vec(answers.map(|it| it.fact.as_str()));
        SheetHash(hex::encode(Sha256::digest(ids.join("\n"))))
    }
}

#[cfg(test)]
mod tests;
