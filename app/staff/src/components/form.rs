//! Renders any form: the frame of a question, and one module per kind of answer.

mod choice;
mod confirmation;
mod conflict;
mod date;
mod frame;
mod lazy;
mod likert;
mod number;
mod org_goals_panel;
mod people;
mod print_record;
mod question;
mod rank;
mod readers;
mod reorder;
mod rows;
mod scale;
mod section;
mod section_terms;
mod text;
mod text_help;

pub(crate) use choice::option_words;
pub(crate) use confirmation::ReopenForm;
pub(crate) use frame::QuestionFrame;
pub(crate) use lazy::printed_sheet;
pub(crate) use number::half_width_digits;
use question::Question;
pub(crate) use section::section_questions;

use crate::i18n::{fill, locale};
use crate::sync::AppState;
use browser::page;
use domain::ids::PersonId;
use domain::instrument::{Edition, Item, WrittenBy};
use domain::journal::{AnswerEdit, BaseVersion, Journal};
use domain::scoring::{SheetProgress, is_answered, progress};
use domain::sheet::{Sheet, SheetId, SheetState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::sync::Arc;

/// Microtasks within which the view shows a question that was not on the page.
const MICROTASKS: usize = 16;

/// State shared by the questions of one sheet.
#[derive(Clone, Copy)]
pub(crate) struct SheetForm {
    /// The sheet's id, and the person at this device.
    ids: StoredValue<(SheetId, PersonId)>,
    pub(crate) edition: StoredValue<Arc<Edition>>,
    /// The sheet as persisted on this device.
    stored: Memo<Sheet>,
    /// As `stored`, plus edits whose write has not completed.
    pub(crate) sheet: Memo<Sheet>,
    /// Index of the question that has, or had last, the focus; among all items of the edition.
    pub(crate) at: RwSignal<usize>,
    /// Ascending indexes, among all items, of those that are asked now.
    pub(crate) asked: Memo<Vec<usize>>,
    pub(crate) here: AppState,
}

impl SheetForm {
    /// Form of sheet `id`. The current person is read once, here.
    pub(crate) fn new(here: AppState, id: SheetId, edition: Arc<Edition>) -> Self {
        let sheet_of = |journal: RwSignal<Option<Journal>>| {
            let own = id.clone();
            Memo::new(move |_| {
                journal.with(|it| it.as_ref().map(|it| it.sheet(&own)).unwrap_or_default())
            })
        };
        let (stored, sheet) = (sheet_of(here.journal), sheet_of(here.optimistic));
        let by = here.person().unwrap_or_default();
        let (whose, edition) = (StoredValue::new((id, by)), StoredValue::new(edition));
        let asked = Memo::new(move |_| {
            edition.with_value(|edition| {
                sheet.with(|sheet| {
                    edition
                        .visible_items(sheet)
                        .iter()
                        .map(|it| it.index)
                        .collect()
                })
            })
        });
        Self {
            ids: whose,
            edition,
            stored,
            sheet,
            at: RwSignal::new(0),
            asked,
            here,
        }
    }

    pub(crate) fn id(self) -> SheetId {
        self.ids.with_value(|it| it.0.clone())
    }

    /// Reads the sheet's id without cloning it.
    pub(crate) fn with_id<T>(self, look: impl FnOnce(&SheetId) -> T) -> T {
        self.ids.with_value(|it| look(&it.0))
    }

    /// The person at this device when the form was created.
    pub(crate) fn by(self) -> PersonId {
        self.ids.with_value(|it| it.1.clone())
    }

    /// Whether [`SheetForm::by`] owns the sheet.
    pub(crate) fn is_own(self) -> bool {
        self.ids.with_value(|it| it.0.person == it.1)
    }

    /// Whether the sheet's state lets its owner edit it.
    pub(crate) fn is_open(self) -> bool {
        self.sheet.with(|it| it.state.is_open()) && !self.is_cycle_closed()
    }

    /// The state of a sheet that is no draft, with what was said about it.
    pub(crate) fn state_sentence(self) -> String {
        self.sheet.with(|it| {
            let said = match it.state {
                SheetState::Returned => fill!("差し戻されました: {0}", it.reason),
                state if it.reopened > 0 => fill!(
                    "{0}（{1}回、改めて直しました。直近の理由: {2}）",
                    state.label(locale()),
                    it.reopened,
                    it.reason
                ),
                state => state.label(locale()).to_owned(),
            };
            if it.comment.is_empty() || it.state.is_open() {
                said
            } else {
                fill!("{0}。所属長から: {1}", said, it.comment)
            }
        })
    }

    /// Whether 職員課 has closed the sheet's cycle, as far as this page knows.
    pub(crate) fn is_cycle_closed(self) -> bool {
        self.here.me.with(|me| {
            let mut cycles = me.iter().flat_map(|it| &it.cycles);
            self.with_id(|id| {
                cycles.any(|it| it.instrument == id.instrument && it.cycle == id.cycle && !it.open)
            })
        })
    }

    /// Whether [`SheetForm::by`] may answer `item` in the sheet's current state.
    pub(crate) fn accepts(self, item: &Item) -> bool {
        let mine = match item.by {
            WrittenBy::Either => true,
            by => (by == WrittenBy::Person) == self.is_own(),
        };
        mine && !item.retired
            && !self.is_cycle_closed()
            && self.sheet.with(|it| item.accepts_answers(it))
    }

    /// The answer to an item: first including pending writes, then as persisted.
    pub(crate) fn value(self, item: &Item) -> [Memo<Option<Value>>; 2] {
        [self.sheet, self.stored].map(|sheet| {
            let id = item.id.clone();
            Memo::new(move |_| sheet.with(|it| it.value(&id).cloned()))
        })
    }

    /// Fact and value that an edit made now is based on; the journal detects conflicts by it.
    pub(crate) fn base(self, item: &Item) -> BaseVersion {
        self.here.optimistic.with_untracked(|it| {
            let journal = it.as_ref();
            let base = journal.map(|it| it.shown_version(&self.id(), &item.id));
            base.unwrap_or_default()
        })
    }

    /// Whether an item's answer has not been pushed yet.
    pub(crate) fn is_pending(self, item: &Item) -> Memo<bool> {
        let id = item.id.clone();
        Memo::new(move |_| {
            let sheet = self.id();
            self.here
                .journal
                .with(|it| it.as_ref().is_some_and(|it| it.is_pending(&sheet, &id)))
        })
    }

    /// Progress of one section (by index), or of the whole form.
    pub(crate) fn progress(self, section: Option<usize>) -> Memo<SheetProgress> {
        Memo::new(move |_| {
            self.edition
                .with_value(|edition| self.sheet.with(|sheet| progress(edition, section, sheet)))
        })
    }

    /// Records an answer that is given in one act (a choice, not typing).
    pub(crate) fn answer(self, item: &Arc<Item>, value: Value) {
        let (by, sheet, item) = (self.by(), self.id(), item.clone());
        let input = AnswerEdit {
            value,
            seen: self.base(&item),
            ..AnswerEdit::default()
        };
        let written = self.here.record_input(by, sheet, item, input);
        spawn_local(async move { drop(written.await) });
    }

    /// Goes to the question at index `at` among all items, else to the next one that is asked, else to the last.
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
        if page::is_displayed(&id) {
            page::scroll_to(&id);
            return;
        }
        // The view has yet to show it. The next key press is for this question, so no frame is waited for.
        spawn_local(async move {
            for _ in 0..MICROTASKS {
                page::microtask().await;
                if page::is_displayed(&id) {
                    break;
                }
            }
            page::scroll_to(&id);
        });
    }

    /// Index of the next unanswered question after `from`, wrapping around; `None` if all are answered.
    pub(crate) fn next_unanswered(self, from: usize) -> Option<usize> {
        self.edition.with_value(|edition| {
            self.sheet.with_untracked(|sheet| {
                let asked = edition.visible_items(sheet).into_iter();
                let open: Vec<usize> = asked
                    .filter(|it| !is_answered(it.item, sheet) && it.section.is_counted(sheet))
                    .map(|it| it.index)
                    .collect();
                open.iter()
                    .find(|it| **it > from)
                    .or_else(|| open.first())
                    .copied()
            })
        })
    }
}

/// Id of a question's element.
pub(crate) fn dom_id(item: &str) -> String {
    format!("q-{item}")
}
