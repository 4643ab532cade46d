//! The write queue: edits that arrive while a transaction runs are coalesced into the next one.
//!
//! Forty quick choices thus take a few transactions, and each edit sees the result of the one before.

use super::{AppState, StorageProblem};
use browser::store::{JournalEdit, StoreError};
use browser::{prefs, tabs};
use domain::ids::PersonId;
use domain::journal::Journal;
use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// The journal after the transaction, or why it failed.
type Written = Result<Rc<Journal>, StoreError>;

/// Waiting edits, each with its author and a channel for the result.
#[derive(Default)]
pub(super) struct WriteQueue {
    waiting: Vec<(PersonId, JournalEdit, oneshot::Sender<Written>)>,
    is_running: bool,
}

impl AppState {
    /// Queues an edit; returns the journal after it, once it is on the disk.
    pub(super) async fn edit(self, edit: JournalEdit) -> Written {
        let nobody = || StoreError::Failed("nobody is signed in here");
        let person = self.person().ok_or_else(nobody)?;
        let (done, answer) = oneshot::channel();
        let mut starts = false;
        self.queue.update_value(|queue| {
            queue.waiting.push((person, edit, done));
            starts = !std::mem::replace(&mut queue.is_running, true);
        });
        if starts {
            spawn_local(self.drain_queue());
        }
        answer.await.map_err(|_| nobody())?
    }

    async fn drain_queue(self) {
        loop {
            let mut waiting = Vec::new();
            self.queue.update_value(|queue| {
                waiting = std::mem::take(&mut queue.waiting);
                // Reset in the same step that finds the queue empty: an edit queued later starts a new run.
                queue.is_running = !waiting.is_empty();
            });
            if waiting.is_empty() {
                return;
            }
            // Never write to another person's journal: if the user was switched, dropping the sender fails the edit.
            let person = self.person();
            waiting.retain(|it| Some(&it.0) == person.as_ref());
            let (edits, answers): (Vec<JournalEdit>, Vec<_>) = waiting
                .into_iter()
                .map(|(_, edit, done)| (edit, done))
                .unzip();
            let all =
                move |journal: &mut Journal| edits.into_iter().flat_map(|it| it(journal)).collect();
            let written = self.write(Box::new(all)).await;
            for answer in answers {
                let _ = answer.send(written.clone());
            }
        }
    }

    async fn write(self, edit: JournalEdit) -> Written {
        let (store, journal) = (self.store(), self.journal.get_untracked());
        let (Some(store), Some(journal)) = (store, journal) else {
            return Err(StoreError::Failed("nobody is signed in here"));
        };
        let (person, before) = (journal.meta.person.clone(), journal.meta.writes);
        let journal = store.edit(journal, edit).await.inspect_err(|error| {
            self.storage_problem
                .set(Some(StorageProblem::WriteFailed(error.clone())));
        })?;
        if journal.meta.writes != before {
            if self.storage_problem.with_untracked(Option::is_some) {
                self.storage_problem.set(None);
            }
            if before == 0 {
                prefs::set_had_journal(&person, true);
            }
            tabs::broadcast(tabs::TabMessage::JournalWritten);
        }
        // The user may have been switched during the transaction.
        if self.person().as_ref() == Some(&person) {
            self.set_if_newer(journal.clone());
        }
        Ok(Rc::new(journal))
    }
}
