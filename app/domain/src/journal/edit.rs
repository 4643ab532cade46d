//! Noting: an edit or a step becomes an unsent fact, or a draft while it cannot be an answer.

use super::{Base, Change, Draft, Journal};
use crate::fact::{Act, Body, Fact, Step, Unsent};
use crate::ids::{FactId, ItemId};
use crate::instrument::Item;
use crate::sheet::SheetId;
use serde_json::Value;

/// What a new fact gets from outside: a fresh id and the time.
#[derive(Clone, Debug)]
pub struct Minted {
    /// A UUID version 7 never used before.
    pub id: FactId,
    /// Milliseconds since 1970, by the device's clock.
    pub at: i64,
}

/// Why nothing was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNoted {
    /// The sheet is another person's.
    NotTheirs,
    /// The sheet is handed in or agreed here already.
    Locked,
    /// It is what the sheet says already.
    Unchanged,
}

/// What a person put in for an item.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The new value; `null` takes the answer back.
    pub value: Value,
    /// What they saw when they began. Another that arrived meanwhile is not replaced but kept apart (S6).
    pub seen: Base,
    /// Answers made apart that they saw and decided against.
    pub settles: Vec<FactId>,
}

impl Journal {
    /// Notes an answer to an item of a sheet.
    ///
    /// A value the item cannot take becomes a draft: kept and counted, but not offered. So does a text that was being
    /// typed when the sheet was submitted elsewhere.
    pub fn note(
        &mut self,
        sheet: &SheetId,
        item: &Item,
        input: Input,
        minted: Minted,
    ) -> Result<Vec<Change>, NotNoted> {
        self.is_theirs(sheet)?;
        let now = self.sheet(sheet);
        let Input {
            value,
            mut seen,
            settles,
        } = input;
        let stands = self.base(sheet, &item.id);
        if seen.value == stands.value {
            // Of two quick choices, the second was made before the first had its place.
            seen = stands;
        } else if seen.fact == stands.fact {
            // Another tab has rewritten the fact since.
            seen.fact = None;
        }
        let shown = now.heads(&item.id).and_then(|it| it.shown());
        let same = shown.map_or(value.is_null(), |it| it.value == value);
        let is_locked = !now.takes(item);
        if is_locked && (same || !item.kind.is_typed()) {
            return Err(NotNoted::Locked);
        }
        // A text under a person's hands while another device submits is theirs to keep, too.
        if is_locked || item.check(&value).is_err() {
            let (sheet, item) = (sheet.clone(), item.id.clone());
            return self.put_draft(Draft { sheet, item, value });
        }
        let mut changes = Vec::new();
        if let Some(at) = self.drafts.iter().position(|it| it.is_of(sheet, &item.id)) {
            let draft = self.drafts.remove(at);
            changes.push(Change::DropDraft(draft.sheet, draft.item));
        }
        if !same || !settles.is_empty() {
            changes.push(self.put_answer(
                sheet,
                &item.id,
                Input {
                    value,
                    seen,
                    settles,
                },
                minted,
            ));
        }
        if changes.is_empty() {
            Err(NotNoted::Unchanged)
        } else {
            Ok(self.written(changes))
        }
    }

    pub(super) fn put_draft(&mut self, draft: Draft) -> Result<Vec<Change>, NotNoted> {
        if self.drafts.contains(&draft) {
            return Err(NotNoted::Unchanged);
        }
        self.drafts
            .retain(|it| !it.is_of(&draft.sheet, &draft.item));
        self.drafts.push(draft.clone());
        Ok(self.written(vec![Change::PutDraft(draft)]))
    }

    /// Rewrites the item's own unsent fact if it was never offered, or adds a new one.
    pub(super) fn put_answer(
        &mut self,
        sheet: &SheetId,
        item: &ItemId,
        input: Input,
        minted: Minted,
    ) -> Change {
        let Input {
            value,
            seen: Base { fact: replaces, .. },
            settles,
        } = input;
        // A step says what it was made on, so nothing before it is rewritten.
        let since_last_step = self.unsent.iter_mut().rev().take_while(|it| {
            it.fact.sheet != *sheet || matches!(it.fact.body, Body::Answer { .. })
        });
        let own = { since_last_step }.find(|it| {
            it.fact.sheet == *sheet
                && matches!(&it.fact.body, Body::Answer { item: own, .. } if own == item)
        });
        if let Some(own) = own.filter(|it| !it.offered && replaces.as_ref() == Some(&it.fact.id)) {
            if let Body::Answer {
                value: old,
                settles: settled,
                ..
            } = &mut own.fact.body
            {
                *old = value;
                settled.extend(settles);
            }
            own.fact.noted_at = minted.at;
            return Change::PutUnsent(own.clone());
        }
        self.add(
            sheet,
            Body::Answer {
                item: item.clone(),
                value,
                settles,
            },
            replaces,
            minted,
        )
    }

    /// Notes a step, made on the sheet as this device knows it.
    pub fn step(
        &mut self,
        sheet: &SheetId,
        step: Step,
        act: Act,
        minted: Minted,
    ) -> Result<Vec<Change>, NotNoted> {
        self.is_theirs(sheet)?;
        let now = self.sheet(sheet);
        let made_on = now.hash_of(&act.part);
        let fact = self.make(sheet, Body::Step { step, made_on, act }, None, minted);
        let mut then = now.clone();
        then.take(&fact);
        if then == now {
            return Err(NotNoted::Unchanged);
        }
        let change = self.put(fact);
        Ok(self.written(vec![change]))
    }

    /// Notes a step on another person's sheet that this device does not hold: made on what the server showed of it.
    pub fn step_on(&mut self, sheet: &SheetId, body: Body, minted: Minted) -> Vec<Change> {
        let change = self.add(sheet, body, None, minted);
        self.written(vec![change])
    }

    /// A tab may still show one person's sheet when another has signed in: nothing of it goes into their journal. Others'
    /// sheets are written in only once they were taken along.
    fn is_theirs(&self, sheet: &SheetId) -> Result<(), NotNoted> {
        self.may_note(sheet)
            .then_some(())
            .ok_or(NotNoted::NotTheirs)
    }

    /// Whether this person writes in a sheet here: in their own, and in those taken along.
    pub fn may_note(&self, sheet: &SheetId) -> bool {
        sheet.person == self.meta.person || self.meta.along.contains(sheet)
    }

    /// Makes a new fact of a refused one, on top of what is shown now, and takes it out of the tray.
    pub fn try_again(&mut self, refused: &FactId, minted: Minted) -> Vec<Change> {
        let Some(refusal) = self.take_refused(refused) else {
            return Vec::new();
        };
        let fact = refusal.fact;
        let now = self.sheet(&fact.sheet);
        let (body, replaces) = match fact.body {
            Body::Answer { item, value, .. } => {
                let shown = now
                    .heads(&item)
                    .and_then(|it| it.shown())
                    .map(|it| it.fact.clone());
                (
                    Body::Answer {
                        item,
                        value,
                        settles: Vec::new(),
                    },
                    shown,
                )
            }
            Body::Step { step, act, .. } => (
                Body::Step {
                    step,
                    made_on: now.hash_of(&act.part),
                    act,
                },
                None,
            ),
            Body::Unknown => (Body::Unknown, fact.replaces),
        };
        let put = self.add(&fact.sheet, body, replaces, minted);
        self.written(vec![Change::DropRefused(refused.clone()), put])
    }

    /// Takes a refused fact out of the tray for good. Only ever done by the person.
    pub fn discard(&mut self, refused: &FactId) -> Vec<Change> {
        match self.take_refused(refused) {
            Some(_) => self.written(vec![Change::DropRefused(refused.clone())]),
            None => Vec::new(),
        }
    }

    fn add(
        &mut self,
        sheet: &SheetId,
        body: Body,
        replaces: Option<FactId>,
        minted: Minted,
    ) -> Change {
        let fact = self.make(sheet, body, replaces, minted);
        self.put(fact)
    }

    /// The next fact of this device; it is none before it is [`Self::put`].
    fn make(&self, sheet: &SheetId, body: Body, replaces: Option<FactId>, minted: Minted) -> Fact {
        Fact {
            id: minted.id,
            device: self.meta.device.clone(),
            n: self.meta.next_n,
            sheet: sheet.clone(),
            body,
            replaces,
            noted_at: minted.at,
        }
    }

    fn put(&mut self, fact: Fact) -> Change {
        self.meta.next_n += 1;
        if fact.sheet.person != self.meta.person {
            // Whether the server takes it or not, it tells those only who hold the sheet.
            self.hold(&fact.sheet, 0);
        }
        let unsent = Unsent {
            fact,
            offered: false,
        };
        self.put_unsent(unsent.clone());
        Change::PutUnsent(unsent)
    }
}
