//! The one renderer of every form: a question's frame, and one file for each kind of answer.

mod apart;
mod choice;
mod number;
mod question;
mod scale;
mod text;

pub(crate) use number::half_width_digits;
pub(crate) use question::Question;

use crate::device::{page, settings};
use crate::journal::{Base, Input, Journal};
use crate::model::instrument::{Edition, Item};
use crate::model::sheet::{Sheet, SheetId, SheetState};
use crate::scoring::{Progress, progress};
use crate::sync::Here;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;

/// A form being filled in: what its questions share.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// The sheet's name.
    pub(crate) id: StoredValue<SheetId>,
    /// The form.
    pub(crate) edition: StoredValue<Arc<Edition>>,
    /// The sheet as this device has stored it.
    stored: Memo<Sheet>,
    /// The same with what is being written.
    pub(crate) sheet: Memo<Sheet>,
    /// The question that has, or would have, the focus: its place among all.
    pub(crate) at: RwSignal<usize>,
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
        let (id, edition) = (StoredValue::new(id), StoredValue::new(edition));
        Self {
            id,
            edition,
            stored,
            sheet,
            at: RwSignal::new(0),
            here,
        }
    }

    /// Whether answers are taken.
    pub(crate) fn is_open(self) -> bool {
        self.sheet.with(|it| it.state == SheetState::Draft)
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
            let base = journal.map(|it| it.base(&self.id.get_value(), &item.id));
            base.unwrap_or_default()
        })
    }

    /// Whether an item's answer is only here.
    pub(crate) fn is_unsent(self, item: &Item) -> Memo<bool> {
        let id = item.id.clone();
        Memo::new(move |_| {
            let sheet = self.id.get_value();
            self.here
                .journal
                .with(|it| it.as_ref().is_some_and(|it| it.is_unsent(&sheet, &id)))
        })
    }

    /// How far a section, or the whole form, is filled in.
    pub(crate) fn progress(self, section: Option<usize>) -> Memo<Progress> {
        Memo::new(move |_| {
            self.edition.with_value(|edition| {
                self.sheet.with(|sheet| match section {
                    Some(at) => progress(&edition.sections[at].items, sheet),
                    None => progress(edition.items(), sheet),
                })
            })
        })
    }

    /// Notes an answer that is given in one act (a choice, not typing). A copy outlives a tab that dies meanwhile.
    pub(crate) fn answer(self, item: &Arc<Item>, value: Value) {
        let (sheet, item) = (self.id.get_value(), item.clone());
        let base = self.base(&item);
        settings::copy_typing(&sheet, &item.id, &value, &base);
        let input = Input {
            value: value.clone(),
            seen: base,
            settles: Vec::new(),
        };
        spawn_local(async move {
            let id = item.id.clone();
            if self.here.note(sheet.clone(), item, input).await.is_ok() {
                settings::drop_typing(&sheet, &id, &value);
            }
        });
    }

    /// Goes to a question by its place among all.
    pub(crate) fn go(self, at: usize) {
        let n = self.edition.with_value(|it| it.items().count());
        self.at.set(at.min(n.saturating_sub(1)));
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
                let open: Vec<usize> = edition
                    .items()
                    .enumerate()
                    .filter(|(_, it)| progress([*it], sheet).answered == 0)
                    .map(|(at, _)| at)
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
