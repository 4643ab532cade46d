//! A sheet: one person's answers to one form in one cycle, read from its facts.
//!
//! The same fold runs on the device and on the server, so both show the same answers for the same facts.

use super::calendar::Cycle;
use super::decode::record;
use super::ids::{FactId, InstrumentId, ItemId, PersonId};
use super::instrument::Item;
use super::sorted_vec::sorted;
use crate::fact::{Act, Body, Fact, Step};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

mod share;
mod status;

pub use share::{SHARE_SCOPE, ShareScope};
pub use status::{SheetState, Signature};

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
    /// How often what was agreed was opened again.
    pub reopened: u32,
    /// Why it was last sent back or opened again.
    pub reason: String,
    /// The confirmations that hold.
    pub signatures: Vec<Signature>,
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

    /// Takes in the next fact.
    pub fn take(&mut self, fact: &Fact) {
        match &fact.body {
            Body::Answer {
                item,
                value,
                settles,
            } => {
                // What one side has confirmed is no longer what stands there.
                if self.state == SheetState::Draft {
                    self.signatures
                        .retain(|it| !item.as_str().ends_with(&it.part));
                }
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
            Body::Step { step, made_on, act } => self.go(*step, made_on, act, fact),
            Body::Unknown => {}
        }
    }

    fn go(&mut self, step: Step, made_on: &str, act: &Act, fact: &Fact) {
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
                self.reason.clone_from(&act.note);
            }
            Step::Agree => self.sign(made_on, act, fact),
            Step::Reopen => {
                self.signatures.retain(|it| it.part != act.part);
                self.reopened += 1;
                self.reason.clone_from(&act.note);
                if act.part.is_empty() {
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

    /// One side confirms. A sheet that was handed in is agreed with the 所属長's confirmation, one written together with
    /// both on the same.
    fn sign(&mut self, made_on: &str, act: &Act, fact: &Fact) {
        let owner = &fact.sheet.person;
        let by = act.by.clone().unwrap_or_else(|| owner.clone());
        let same_side = |it: &Signature| (it.by == *owner) == (by == *owner);
        self.signatures
            .retain(|it| it.part != act.part || !same_side(it));
        self.signatures.push(Signature {
            part: act.part.clone(),
            by,
            made_on: made_on.to_owned(),
            at: fact.noted_at,
        });
        if self.state == SheetState::Submitted || act.part.is_empty() && self.is_agreed("") {
            self.state = SheetState::Agreed;
        }
    }

    /// Whether both sides have confirmed the same of a part; the empty part is the whole. What was answered since has
    /// taken their confirmations away.
    pub fn is_agreed(&self, part: &str) -> bool {
        let mut own = self.signatures.iter().filter(|it| it.part == part);
        let (one, other) = (own.next(), own.next());
        one.zip(other)
            .is_some_and(|(one, other)| one.made_on == other.made_on)
    }

    /// Whether a part that this item belongs to is agreed, so that it stays as it is.
    pub fn is_fixed(&self, item: &ItemId) -> bool {
        let parts = self
            .signatures
            .iter()
            .filter(|it| item.as_str().ends_with(&it.part));
        { parts }.any(|it| self.is_agreed(&it.part))
    }

    /// Whether an item may be answered as the sheet stands.
    pub fn takes(&self, item: &Item) -> bool {
        let stands_open = self.state.is_open() || item.late && self.state != SheetState::Closed;
        stands_open && !self.is_fixed(&item.id)
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

    /// What a step is made on: SHA-256, in hexadecimal, of the ids of all current answers, sorted, one a line.
    ///
    /// A server that knows of an answer the person did not see has another hash, and refuses the step as stale.
    pub fn hash(&self) -> String {
        self.hash_of("")
    }

    /// The same of a part: of the items whose ids end like this.
    pub fn hash_of(&self, part: &str) -> String {
        let own = self.heads.iter().filter(|it| it.0.as_str().ends_with(part));
        let answers = own.flat_map(|it| &it.1.all);
        let ids = sorted(answers.map(|it| it.fact.as_str()));
        hex::encode(Sha256::digest(ids.join("\n")))
    }
}

#[cfg(test)]
mod tests;
