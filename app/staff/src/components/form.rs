//! The one renderer of every form: a question's frame, and one file for each kind of answer.

mod choice;
mod confirmation;
mod conflict;
mod date;
mod lazy;
mod likert;
mod number;
mod org_goals_panel;
mod people;
mod question;
mod rank;
mod reorder;
mod rows;
mod scale;
mod text;

pub(crate) use confirmation::OpenAgain;
pub(crate) use number::half_width_digits;
pub(crate) use question::Question;

use crate::sync::Here;
use browser::{page, prefs};
use domain::ids::PersonId;
use domain::instrument::{Edition, Hand, Item};
use domain::journal::{Base, Input, Journal};
use domain::scoring::{Progress, is_answered, progress};
use domain::sheet::{Sheet, SheetId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;

/// A form being filled in: what its questions share.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// The sheet's name, and who sits here.
    whose: StoredValue<(SheetId, PersonId)>,
    /// The form.
    pub(crate) edition: StoredValue<Arc<Edition>>,
    /// The sheet as this device has stored it.
    stored: Memo<Sheet>,
    /// The same with what is being written.
    pub(crate) sheet: Memo<Sheet>,
    /// The question that has, or would have, the focus: its place among all.
    pub(crate) at: RwSignal<usize>,
    /// Where the items stand that are asked now, among all.
    pub(crate) asked: Memo<Vec<usize>>,
    /// The shared state.
    pub(crate) here: Here,
}

impl Form {
    /// The form of a sheet, over the shared state.
    pub(crate) fn new(here: Here, id: SheetId, edition: Arc<Edition>) -> Self {
        let sheet_of = |journal: RwSignal<Option<Journal>>| {
            let own = id.clone();
            Memo::new(move |_| {
                journal.with(|it| it.as_ref().map(|it| it.sheet(&own)).unwrap_or_default())
            })
        };
        let (stored, sheet) = (sheet_of(here.journal), sheet_of(here.ahead));
        let by = here.person().unwrap_or_default();
        let (whose, edition) = (StoredValue::new((id, by)), StoredValue::new(edition));
        let asked = Memo::new(move |_| {
            edition.with_value(|edition| {
                sheet.with(|sheet| edition.asked(sheet).iter().map(|it| it.0).collect())
            })
        });
        Self {
            whose,
            edition,
            stored,
            sheet,
            at: RwSignal::new(0),
            asked,
            here,
        }
    }

    /// The sheet's name.
    pub(crate) fn id(self) -> SheetId {
        self.whose.with_value(|it| it.0.clone())
    }

    /// Looks at the sheet's name.
    pub(crate) fn with_id<T>(self, look: impl FnOnce(&SheetId) -> T) -> T {
        self.whose.with_value(|it| look(&it.0))
    }

    /// Who sits here.
    pub(crate) fn by(self) -> PersonId {
        self.whose.with_value(|it| it.1.clone())
    }

    /// Whether it is their own sheet.
    pub(crate) fn is_own(self) -> bool {
        self.whose.with_value(|it| it.0.person == it.1)
    }

    /// Whether the sheet is its owner's to fill in.
    pub(crate) fn is_open(self) -> bool {
        self.sheet.with(|it| it.state.is_open())
    }

    /// Whether an item takes an answer from who sits here.
    pub(crate) fn takes(self, item: &Item) -> bool {
        let mine = match item.by {
            Hand::Either => true,
            by => (by == Hand::Person) == self.is_own(),
        };
        mine && self.sheet.with(|it| it.takes(item))
    }

    /// The answer to an item, and what of it is on the disk.
    pub(crate) fn value(self, item: &Item) -> [Memo<Option<Value>>; 2] {
        [self.sheet, self.stored].map(|sheet| {
            let id = item.id.clone();
            Memo::new(move |_| sheet.with(|it| it.value(&id).cloned()))
        })
    }

    /// What the field of an item shows, now.
    pub(crate) fn base(self, item: &Item) -> Base {
        self.here.ahead.with_untracked(|it| {
            let journal = it.as_ref();
            let base = journal.map(|it| it.base(&self.id(), &item.id));
            base.unwrap_or_default()
        })
    }

    /// Whether an item's answer is only here.
    pub(crate) fn is_unsent(self, item: &Item) -> Memo<bool> {
        let id = item.id.clone();
        Memo::new(move |_| {
            let sheet = self.id();
            self.here
                .journal
                .with(|it| it.as_ref().is_some_and(|it| it.is_unsent(&sheet, &id)))
        })
    }

    /// How far a section, or the whole form, is filled in.
    pub(crate) fn progress(self, section: Option<usize>) -> Memo<Progress> {
        Memo::new(move |_| {
            self.edition
                .with_value(|edition| self.sheet.with(|sheet| progress(edition, section, sheet)))
        })
    }

    /// Notes an answer that is given in one act (a choice, not typing). A copy outlives a tab that dies meanwhile.
    pub(crate) fn answer(self, item: &Arc<Item>, value: Value) {
        let (by, sheet, item) = (self.by(), self.id(), item.clone());
        let base = self.base(&item);
        prefs::copy_typing(&by, &sheet, &item.id, &value, &base);
        let input = Input {
            value: value.clone(),
            seen: base,
            settles: Vec::new(),
        };
        spawn_local(async move {
            let id = item.id.clone();
            let noted = self.here.note(&by, sheet.clone(), item, input).await;
            if noted.is_ok() {
                prefs::drop_typing(&by, &sheet, &id, &value);
            }
        });
    }

    /// Goes to a question by its place among all, or to the next one after it that is asked.
    pub(crate) fn go(self, at: usize) {
        let next = self.asked.with_untracked(|it| {
            let next = it.iter().find(|it| **it >= at).or(it.last());
            next.copied().unwrap_or_default()
        });
        self.at.set(next);
        let item = self.edition.with_value(|it| {
            it.items()
                .nth(self.at.get_untracked())
                .map(|it| it.id.clone())
        });
        let Some(id) = item.map(|it| dom_id(it.as_str())) else {
            return;
        };
        if page::is_there(&id) && !page::is_narrow() {
            // At once: the next key press may follow before the next frame.
            page::go_to(&id);
        } else {
            request_animation_frame(move || page::go_to(&id));
        }
    }

    /// The place of the next question after `from` without an answer, going round; none if all have one.
    pub(crate) fn next_unanswered(self, from: usize) -> Option<usize> {
        self.edition.with_value(|edition| {
            self.sheet.with_untracked(|sheet| {
                let asked = edition.asked(sheet).into_iter();
                let open: Vec<usize> = asked
                    .filter(|it| !is_answered(it.2, sheet) && it.1.counts(sheet))
                    .map(|it| it.0)
                    .collect();
                open.iter()
                    .find(|it| **it > from)
                    .or_else(|| open.first())
                    .copied()
            })
        })
    }
}

/// The element of a question in the page.
pub(crate) fn dom_id(item: &str) -> String {
    format!("q-{item}")
}
