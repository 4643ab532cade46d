//! The way of an input: copied at once, written to the journal, and only then is the copy deleted.

use super::AppState;
use browser::store::StoreError;
use browser::{autosave, clock, page};
use domain::ids::{FactId, ItemId, PersonId};
use domain::instrument::Item;
use domain::journal::{AnswerEdit, BaseVersion, Journal};
use domain::sheet::SheetId;
use leptos::prelude::{Update, WithUntracked};
use serde_json::Value;
use std::sync::Arc;

impl AppState {
    /// Copies what is being typed, in the input event itself; [`Self::record_input`] deletes the copy.
    pub(crate) fn autosave(
        by: &PersonId,
        sheet: &SheetId,
        item: &ItemId,
        value: &Value,
        base: &BaseVersion,
    ) {
        autosave::save(by, sheet, item, value, base);
    }

    /// Records an input and schedules an exchange. Returns the fact that is now the answer, once it is on the disk.
    ///
    /// The copy is written before this returns, so that it survives a crash between the event and the write. If the
    /// write fails the copy stays, and is recovered when the page opens again.
    pub(crate) fn record_input(
        self,
        by: PersonId,
        sheet: SheetId,
        item: Arc<Item>,
        mut input: AnswerEdit,
    ) -> impl Future<Output = Result<Option<FactId>, StoreError>> {
        // A copy cannot say which conflicting answers a choice settles: losing that choice leaves the conflict shown.
        if input.settles.is_empty() {
            input.typed = autosave::save(&by, &sheet, &item.id, &input.value, &input.seen);
        }
        async move {
            let (own, id, value) = (sheet.clone(), item.id.clone(), input.value.clone());
            let fact = self.write_input(&by, sheet, item, input).await?;
            autosave::drop_copy(&by, &own, &id, &value);
            Ok(fact)
        }
    }

    async fn write_input(
        self,
        by: &PersonId,
        sheet: SheetId,
        item: Arc<Item>,
        input: AnswerEdit,
    ) -> Result<Option<FactId>, StoreError> {
        // The user may have been switched since the form was rendered.
        let is_theirs = self.journal.with_untracked(|it| {
            it.as_ref()
                .is_some_and(|it| it.meta.person == *by && it.may_edit(&sheet))
        });
        if !is_theirs {
            return Err(StoreError::Failed("the sheet of another person"));
        }
        self.n_writing.update(|it| *it += 1);
        // Asking for persistent storage at the first fact, not at the start: some browsers decide by engagement.
        let first = self
            .journal
            .with_untracked(|it| it.as_ref().is_some_and(|it| it.meta.next_n == 1));
        let (at, of) = (sheet.clone(), item.id.clone());
        // Stamped once: the edit runs on `optimistic` and on the stored journal, and both must make the same fact.
        let stamp = clock::mint();
        let edit = move |journal: &mut Journal| {
            let changes = journal.record_edit(&sheet, &item, input.clone(), stamp.clone());
            changes.unwrap_or_default()
        };
        self.optimistic.update(|it| drop(it.as_mut().map(&edit)));
        let done = self.edit(Box::new(edit)).await.and_then(|it| {
            // The permission to write ended meanwhile: the autosave copy stays, and is pushed when it is recovered.
            let shown = it.may_edit(&at).then(|| it.shown_fact(&at, &of));
            shown.ok_or(StoreError::Failed("the sheet of another person"))
        });
        self.n_writing.update(|it| *it = it.saturating_sub(1));
        if first {
            page::ask_to_persist();
        }
        self.schedule_exchange(600);
        done
    }
}
