//! The client's shared state: the journal as a signal, written through to the store and synchronised with the server.

mod autosave_recovery;
mod cached_forms;
mod content_pages;
mod exchange;
mod input;
mod link_state;
mod server_session;
mod session;
mod write_queue;

use api::{ApiError, Code};
use browser::store::{Store, StoreError};
use browser::{autosave, clock, page, tabs, update};
use domain::fact::{FactBody, LoggedFact, Step, StepDetails};
use domain::ids::{Epoch, FactId, InstrumentId, PersonId};
use domain::instrument::{Edition, FormRole};
use domain::journal::{ImportError, Journal, TransferBundle};
use domain::person::CurrentUser;
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use link_state::LinkState;

pub(crate) use api::retry::Connection;
pub(crate) use session::SignOutResult;

/// A problem with this device's storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StorageProblem {
    /// The last write failed.
    WriteFailed(StoreError),
    /// The browser evicted the store: a journal was here before and is gone.
    Evicted,
}

/// Why a transfer file was not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TransferError {
    /// The content does not belong to this journal.
    Parcel(ImportError),
    /// The store could not write it.
    Store(StoreError),
}

pub(crate) use cached_forms::{CachedForm, edition_of};

/// Cache key of a checked-out sheet and its reference material.
pub(crate) fn checkout_key(sheet: &SheetId) -> String {
    format!(
        "along:{}:{}:{}",
        sheet.instrument, sheet.cycle, sheet.person
    )
}

/// The state that all pages share. `Copy`: it holds only handles of signals.
#[derive(Clone, Copy)]
pub(crate) struct AppState {
    /// The journal as it is in the store; `None` while nobody is signed in.
    pub(crate) journal: RwSignal<Option<Journal>>,
    /// The signed-in user's profile, from the server or from the cache.
    pub(crate) me: RwSignal<Option<CurrentUser>>,
    /// The forms this person is asked, from the cache.
    pub(crate) editions: RwSignal<Vec<CachedForm>>,
    /// Connection to the server, after the last attempt.
    pub(crate) connection: RwSignal<Connection>,
    /// Number of edits that are not committed yet.
    pub(crate) n_writing: RwSignal<usize>,
    /// The journal with the edits that are still being written (optimistic): no choice jumps back while a later one
    /// is being written. Nothing in it counts as saved.
    pub(crate) optimistic: RwSignal<Option<Journal>>,
    /// The current storage problem; `None` if the last write succeeded.
    pub(crate) storage_problem: RwSignal<Option<StorageProblem>>,
    /// Time of the last response to an exchange, by the device's clock.
    pub(crate) last_response_at: RwSignal<Option<Timestamp>>,
    /// Whether a newer build is installed and waits to be activated.
    pub(crate) update_available: RwSignal<bool>,
    /// Counter; text fields write their pending input at once when it changes.
    pub(crate) flush: RwSignal<u32>,
    /// Whether the first read of the store is done.
    pub(crate) is_ready: RwSignal<bool>,
    store: StoredValue<Option<Rc<Store>>, LocalStorage>,
    timer: StoredValue<Option<leptos::leptos_dom::helpers::TimeoutHandle>>,
    link: StoredValue<LinkState>,
    queue: StoredValue<write_queue::WriteQueue, LocalStorage>,
}

/// The connection after a response.
fn connection_after_response() -> Connection {
    // The network may have been lost after the response was sent.
    if page::is_online() {
        Connection::Online
    } else {
        Connection::Offline
    }
}

impl AppState {
    /// Creates the state and subscribes to network changes, page visibility, other tabs and newer builds.
    pub(crate) fn start() -> Self {
        let here = Self {
            journal: RwSignal::new(None),
            me: RwSignal::new(None),
            editions: RwSignal::new(Vec::new()),
            connection: RwSignal::new(connection_after_response()),
            n_writing: RwSignal::new(0),
            optimistic: RwSignal::new(None),
            storage_problem: RwSignal::new(None),
            last_response_at: RwSignal::new(None),
            update_available: RwSignal::new(false),
            flush: RwSignal::new(0),
            is_ready: RwSignal::new(false),
            store: StoredValue::new_local(None),
            timer: StoredValue::new(None),
            link: StoredValue::new(LinkState::default()),
            queue: StoredValue::new_local(write_queue::WriteQueue::default()),
        };
        Effect::new(move |_| {
            if here.n_writing.get() == 0 {
                here.optimistic.set(here.journal.get());
            }
        });
        page::on_network(move |online| {
            if online {
                here.schedule_exchange(0);
                update::check_for_update();
            } else {
                here.connection.set(Connection::Offline);
            }
        });
        page::on_hidden(move |hidden| {
            // A hidden page may be closed without notice: write now.
            if hidden {
                here.flush.update(|it| *it += 1);
            } else {
                here.link.update_value(|it| it.profile_may_be_old = true);
                here.schedule_exchange(0);
            }
        });
        tabs::on_message(move |word| match word {
            tabs::TabMessage::JournalWritten => spawn_local(here.reload_journal()),
            tabs::TabMessage::UserChanged => spawn_local(here.open_active_user()),
        });
        autosave::hold_tab_lock();
        update::on_waiting(move || here.update_available.set(true));
        let each_minute = move || {
            // A cycle may have been closed: the fields of a page that is looked at follow.
            here.link
                .update_value(|it| it.profile_may_be_old |= page::is_visible());
            here.schedule_exchange(0);
        };
        set_interval(each_minute, std::time::Duration::from_mins(1));
        spawn_local(here.open_active_user());
        here
    }

    /// The person whose journal is open. Not tracked.
    pub(crate) fn person(&self) -> Option<PersonId> {
        self.journal
            .with_untracked(|it| it.as_ref().map(|it| it.meta.person.clone()))
    }

    /// The person whose journal is open. Tracked: effects and views follow it.
    pub(crate) fn tracked_person(&self) -> Option<PersonId> {
        self.journal
            .with(|it| it.as_ref().map(|it| it.meta.person.clone()))
    }

    /// After signing out: how many entries stay on this device for the same person. `None` before.
    pub(crate) fn left_behind(self) -> Option<usize> {
        self.link.with_value(|it| it.left_behind)
    }

    pub(crate) fn set_left_behind(self, n: Option<usize>) {
        self.link.update_value(|it| it.left_behind = n);
    }

    fn store(&self) -> Option<Rc<Store>> {
        self.store.get_value()
    }

    /// Sets the journal signal, unless it already has a newer one: transactions may complete out of order.
    fn set_if_newer(self, journal: Journal) {
        let newer = self.journal.with_untracked(|it| {
            it.as_ref()
                .is_none_or(|shown| shown.meta.writes < journal.meta.writes)
        });
        if newer {
            self.journal.set(Some(journal));
        }
    }

    async fn reload_journal(self) {
        let Some(store) = self.store() else { return };
        let person = self.person();
        if let Ok(Some(journal)) = store.load().await
            && Some(&journal.meta.person) == person.as_ref()
        {
            self.set_if_newer(journal);
        }
    }

    /// Records a workflow step and exchanges at once.
    pub(crate) async fn record_step(
        self,
        sheet: SheetId,
        step: Step,
        act: StepDetails,
    ) -> Result<(), StoreError> {
        let edit = move |journal: &mut Journal| {
            journal
                .record_step(&sheet, step, act.clone(), clock::mint())
                .unwrap_or_default()
        };
        self.edit(Box::new(edit)).await?;
        self.exchange_now().await;
        Ok(())
    }

    /// Caches a value for offline use. Errors are ignored: the server can send it again.
    pub(crate) async fn cache_put(self, key: &str, it: &impl Serialize) {
        if let Some(store) = self.store() {
            let _ = store.cache_put(key, it).await;
        }
    }

    /// Calls the server and caches the response; if the server is unreachable, the cached one.
    pub(crate) async fn fetch_or_cached<T: Serialize + DeserializeOwned>(
        self,
        key: String,
        call: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let person = self.person();
        match call.await {
            Ok(it) => {
                // An answer that comes after signing out is not the next person's.
                if self.person() == person {
                    self.cache_put(&key, &it).await;
                }
                Ok(it)
            }
            Err(error) if matches!(error.code, Code::Unreachable | Code::Intercepted) => {
                self.cache_get(&key).await.ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// The id of the form that the program uses for something; empty if this person is not asked it.
    pub(crate) fn form_with_role(self, role: FormRole) -> InstrumentId {
        self.me.with_untracked(|me| {
            let mut cycles = me.iter().flat_map(|it| &it.cycles);
            let found = cycles.find(|it| it.role() == role);
            found.map(|it| it.instrument.clone()).unwrap_or_default()
        })
    }

    /// The form that the program uses for something, if this device has it.
    pub(crate) fn edition_with_role(self, role: FormRole) -> Option<Arc<Edition>> {
        self.editions.with_untracked(|all| {
            let found = all.iter().find(|it| it.edition.role() == role);
            found.map(|it| Arc::clone(&it.edition))
        })
    }

    /// Such a form, as soon as it is loaded; `None` if it is not within five seconds.
    pub(crate) async fn wait_for_edition(self, role: FormRole) -> Option<Arc<Edition>> {
        for _ in 0..50 {
            let found = self.edition_with_role(role);
            if found.is_some() {
                return found;
            }
            page::pause(100).await;
        }
        None
    }

    /// Gets a cached value; `None` if it is missing or cannot be decoded.
    pub(crate) async fn cache_get<T: DeserializeOwned>(self, key: &str) -> Option<T> {
        self.store()?.cache_get(key).await
    }

    /// Checks out a sheet that this person writes jointly with its owner, with the facts the server has of it.
    pub(crate) async fn check_out(
        self,
        sheet: SheetId,
        epoch: Epoch,
        facts: Vec<LoggedFact>,
    ) -> Result<(), StoreError> {
        let edit = move |journal: &mut Journal| journal.check_out(&sheet, &epoch, &facts);
        self.edit(Box::new(edit)).await.map(drop)
    }

    /// Records a step on another person's sheet, made on the version the server sent, and exchanges at once.
    pub(crate) async fn record_step_on(
        self,
        sheet: SheetId,
        body: FactBody,
    ) -> Result<(), StoreError> {
        let edit = move |journal: &mut Journal| {
            journal.record_shown_step(&sheet, body.clone(), clock::mint())
        };
        self.edit(Box::new(edit)).await?;
        self.exchange_now().await;
        Ok(())
    }

    /// Makes a new fact of a rejected one and pushes it.
    pub(crate) async fn retry_rejected(self, refused: FactId) {
        let _ = self
            .edit(Box::new(move |it| {
                it.retry_rejected(&refused, clock::mint())
            }))
            .await;
        self.schedule_exchange(0);
    }

    /// Drops a rejected fact. Called only on the user's request.
    pub(crate) async fn discard_rejected(self, refused: FactId) {
        let _ = self
            .edit(Box::new(move |it| it.discard_rejected(&refused)))
            .await;
    }

    /// Compares the log with the server's by checksum: the server's number of facts, and whether both agree.
    /// On a mismatch everything is pulled again; facts that are only on this device stay.
    pub(crate) async fn compare_with_server(self) -> Result<(u32, bool), ApiError> {
        self.exchange_now().await;
        let here = self
            .journal
            .with_untracked(|it| it.as_ref().map(|it| (it.meta.since, it.checksum())));
        let (since, here) = here.ok_or(Code::SignInRequired)?;
        let there = api::sheets::log_checksum(since).await?;
        let is_same = here == there;
        if !is_same {
            let again = self.edit(Box::new(Journal::drop_synced)).await;
            again.map_err(|_| Code::Internal)?;
            self.exchange_now().await;
        }
        Ok((there.facts, is_same))
    }

    /// Exports everything this device holds, for import on another device.
    pub(crate) async fn export_transfer(self) -> Option<TransferBundle> {
        let packed = Rc::new(Cell::new(None));
        let out = Rc::clone(&packed);
        let edit = move |journal: &mut Journal| {
            let (parcel, changes) = journal.export();
            out.set(Some(parcel));
            changes
        };
        self.edit(Box::new(edit)).await.ok()?;
        packed.take()
    }

    /// Imports a transfer bundle. Returns the number of entries that were new here, once they are on the disk.
    pub(crate) async fn import_transfer(
        self,
        parcel: TransferBundle,
    ) -> Result<usize, TransferError> {
        let taken = Rc::new(Cell::new(Ok(0)));
        let out = Rc::clone(&taken);
        let edit = move |journal: &mut Journal| match journal.import(parcel) {
            Ok((n, changes)) => {
                out.set(Ok(n));
                changes
            }
            Err(why) => {
                out.set(Err(why));
                Vec::new()
            }
        };
        self.edit(Box::new(edit))
            .await
            .map_err(TransferError::Store)?;
        self.schedule_exchange(0);
        taken.get().map_err(TransferError::Parcel)
    }
}
