//! The client's shared state: the journal as a signal, written through to the store and synchronised with the server.

mod exchange;
mod recovery;
mod session;
mod slow_path;
mod write_queue;

use api::{self, ApiError, Code};
use browser::store::{Store, StoreError};
use browser::{clock, page, prefs, tabs, update};
use domain::decode::Read;
use domain::fact::{Act, Body, Heard, Step};
use domain::ids::{Epoch, FactId, InstrumentId, PersonId};
use domain::instrument::{Edition, Item};
use domain::journal::{Input, Journal, NotTaken, Parcel};
use domain::person::Me;
use domain::sheet::SheetId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

pub(crate) use api::retry::Link;
pub(crate) use session::Leaving;

/// A problem with this device's storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The last write failed.
    NotSaved(StoreError),
    /// The browser evicted the store: a journal was here before and is gone.
    Emptied,
}

/// Why a transfer file was not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Untaken {
    /// The content does not belong to this journal.
    Parcel(NotTaken),
    /// The store could not write it.
    Store(StoreError),
}

/// A cached form: its tag, and the newest edition as this person is asked it.
pub(crate) type Kept = (String, Arc<Edition>);

/// Cache key of a checked-out sheet and its reference material.
pub(crate) fn along_key(sheet: &SheetId) -> String {
    format!(
        "along:{}:{}:{}",
        sheet.instrument, sheet.cycle, sheet.person
    )
}

/// The cached edition of a form, with its tag.
pub(crate) fn edition_of<'a>(all: &'a [Kept], instrument: &InstrumentId) -> Option<&'a Kept> {
    all.iter().find(|it| it.1.instrument == *instrument)
}

/// The state that all pages share. `Copy`: it holds only handles of signals.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    /// The journal as it is in the store; `None` while nobody is signed in.
    pub(crate) journal: RwSignal<Option<Journal>>,
    /// The signed-in user's profile, from the server or from the cache.
    pub(crate) me: RwSignal<Option<Me>>,
    /// The forms this person is asked, from the cache.
    pub(crate) editions: RwSignal<Vec<Kept>>,
    /// Connection to the server, after the last attempt.
    pub(crate) link: RwSignal<Link>,
    /// Number of edits that are not committed yet.
    pub(crate) n_writing: RwSignal<usize>,
    /// The journal with the edits that are still being written (optimistic): no choice jumps back while a later one
    /// is being written. Nothing in it counts as saved.
    pub(crate) ahead: RwSignal<Option<Journal>>,
    /// The current storage problem; `None` if the last write succeeded.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// Time of the last response to an exchange: milliseconds since 1970, by the device's clock.
    pub(crate) heard_at: RwSignal<Option<i64>>,
    /// Whether a newer build is installed and waits to be activated.
    pub(crate) update_waits: RwSignal<bool>,
    /// Counter; text fields write their pending input at once when it changes.
    pub(crate) flush: RwSignal<u32>,
    /// Whether the first read of the store is done.
    pub(crate) is_ready: RwSignal<bool>,
    store: StoredValue<Option<Rc<Store>>, LocalStorage>,
    timer: StoredValue<Option<leptos::leptos_dom::helpers::TimeoutHandle>>,
    n_failures: StoredValue<u32>,
    queue: StoredValue<write_queue::Queue, LocalStorage>,
}

/// The connection after a response.
fn reached() -> Link {
    // The network may have been lost after the response was sent.
    if page::is_online() {
        Link::Online
    } else {
        Link::Offline
    }
}

impl Here {
    /// Creates the state and subscribes to network changes, page visibility, other tabs and newer builds.
    pub(crate) fn start() -> Self {
        let here = Self {
            journal: RwSignal::new(None),
            me: RwSignal::new(None),
            editions: RwSignal::new(Vec::new()),
            link: RwSignal::new(reached()),
            n_writing: RwSignal::new(0),
            ahead: RwSignal::new(None),
            trouble: RwSignal::new(None),
            heard_at: RwSignal::new(None),
            update_waits: RwSignal::new(false),
            flush: RwSignal::new(0),
            is_ready: RwSignal::new(false),
            store: StoredValue::new_local(None),
            timer: StoredValue::new(None),
            n_failures: StoredValue::new(0),
            queue: StoredValue::new_local(write_queue::Queue::default()),
        };
        Effect::new(move |_| {
            if here.n_writing.get() == 0 {
                here.ahead.set(here.journal.get());
            }
        });
        page::on_network(move |online| {
            if online {
                here.exchange_soon(0);
                update::look();
            } else {
                here.link.set(Link::Offline);
            }
        });
        page::on_hidden(move |hidden| {
            // A hidden page may be closed without notice: write now.
            if hidden {
                here.flush.update(|it| *it += 1);
            } else {
                here.exchange_soon(0);
            }
        });
        tabs::hear(move |word| match word {
            tabs::Word::Written => spawn_local(here.read_again()),
            tabs::Word::Person => spawn_local(here.open_person_of_browser()),
        });
        prefs::live();
        update::on_waiting(move || here.update_waits.set(true));
        set_interval(
            move || here.exchange_soon(0),
            std::time::Duration::from_mins(1),
        );
        spawn_local(here.open_person_of_browser());
        here
    }

    /// The person whose journal is open. Not tracked.
    pub(crate) fn person(&self) -> Option<PersonId> {
        self.journal
            .with_untracked(|it| it.as_ref().map(|it| it.meta.person.clone()))
    }

    /// The person whose journal is open. Tracked: effects and views follow it.
    pub(crate) fn person_shown(&self) -> Option<PersonId> {
        self.journal
            .with(|it| it.as_ref().map(|it| it.meta.person.clone()))
    }

    fn store(&self) -> Option<Rc<Store>> {
        self.store.get_value()
    }

    /// Sets the journal signal, unless it already has a newer one: transactions may complete out of order.
    fn show(self, journal: Journal) {
        let newer = self.journal.with_untracked(|it| {
            it.as_ref()
                .is_none_or(|shown| shown.meta.writes < journal.meta.writes)
        });
        if newer {
            self.journal.set(Some(journal));
        }
    }

    async fn read_again(self) {
        let Some(store) = self.store() else { return };
        let person = self.person();
        if let Ok(Some(journal)) = store.load().await
            && Some(&journal.meta.person) == person.as_ref()
        {
            self.show(journal);
        }
    }

    /// Records an input and schedules an exchange. Returns the fact that is now the answer, once it is on the disk.
    pub(crate) async fn note(
        self,
        by: &PersonId,
        sheet: SheetId,
        item: Arc<Item>,
        input: Input,
    ) -> Result<Option<FactId>, StoreError> {
        // The user may have been switched since the form was rendered.
        let is_theirs = self.journal.with_untracked(|it| {
            it.as_ref()
                .is_some_and(|it| it.meta.person == *by && it.may_note(&sheet))
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
        // Stamped once: the edit runs twice, on `ahead` and on the stored journal, and both must make the same fact.
        let minted = clock::mint();
        let edit = move |journal: &mut Journal| {
            let noted = journal.note(&sheet, &item, input.clone(), minted.clone());
            noted.unwrap_or_default()
        };
        self.ahead.update(|it| drop(it.as_mut().map(&edit)));
        let done = self.edit(Box::new(edit)).await.and_then(|it| {
            // The permission to write ended meanwhile: the autosave copy stays, and is pushed when it is recovered.
            let shown = it.may_note(&at).then(|| it.shown(&at, &of));
            shown.ok_or(StoreError::Failed("the sheet of another person"))
        });
        self.n_writing.update(|it| *it = it.saturating_sub(1));
        if first {
            page::ask_to_persist();
        }
        self.exchange_soon(600);
        done
    }

    /// Records a workflow step and exchanges at once.
    pub(crate) async fn step(self, sheet: SheetId, step: Step, act: Act) -> Result<(), StoreError> {
        let edit = move |journal: &mut Journal| {
            journal
                .step(&sheet, step, act.clone(), clock::mint())
                .unwrap_or_default()
        };
        self.edit(Box::new(edit)).await?;
        self.exchange_now().await;
        Ok(())
    }

    /// Caches a value for offline use. Errors are ignored: the server can send it again.
    pub(crate) async fn keep(self, key: &str, it: &impl Serialize) {
        if let Some(store) = self.store() {
            let _ = store.keep(key, it).await;
        }
    }

    /// Calls the server and caches the response; if the server is unreachable, the cached one.
    pub(crate) async fn bring<T: Serialize + Read>(
        self,
        key: String,
        call: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        match call.await {
            Ok(it) => {
                self.keep(&key, &it).await;
                Ok(it)
            }
            Err(error) if error.code == Code::Unreachable => self.kept(&key).await.ok_or(error),
            Err(error) => Err(error),
        }
    }

    /// A form this person is asked, as soon as it is loaded; `None` if it is not within five seconds.
    pub(crate) async fn edition(self, instrument: &str) -> Option<Arc<Edition>> {
        for _ in 0..50 {
            let found = self.editions.with_untracked(|it| {
                edition_of(it, &instrument.into()).map(|it| Arc::clone(&it.1))
            });
            if found.is_some() {
                return found;
            }
            page::pause(100).await;
        }
        None
    }

    /// Gets a cached value; `None` if it is missing or cannot be decoded.
    pub(crate) async fn kept<T: Read>(self, key: &str) -> Option<T> {
        self.store()?.kept(key).await
    }

    /// Checks out a sheet that this person writes jointly with its owner, with the facts the server has of it.
    pub(crate) async fn take_along(
        self,
        sheet: SheetId,
        epoch: Epoch,
        facts: Vec<Heard>,
    ) -> Result<(), StoreError> {
        let edit = move |journal: &mut Journal| journal.take_along(&sheet, &epoch, &facts);
        self.edit(Box::new(edit)).await.map(drop)
    }

    /// Records a step on another person's sheet, made on the version the server sent, and exchanges at once.
    pub(crate) async fn step_on(self, sheet: SheetId, body: Body) -> Result<(), StoreError> {
        let edit =
            move |journal: &mut Journal| journal.step_on(&sheet, body.clone(), clock::mint());
        self.edit(Box::new(edit)).await?;
        self.exchange_now().await;
        Ok(())
    }

    /// Makes a new fact of a rejected one and pushes it.
    pub(crate) async fn try_again(self, refused: FactId) {
        let _ = self
            .edit(Box::new(move |it| it.try_again(&refused, clock::mint())))
            .await;
        self.exchange_soon(0);
    }

    /// Drops a rejected fact. Called only on the user's request.
    pub(crate) async fn discard(self, refused: FactId) {
        let _ = self.edit(Box::new(move |it| it.discard(&refused))).await;
    }

    /// Compares the log with the server's by checksum: the server's number of facts, and whether both agree.
    /// On a mismatch everything is pulled again; facts that are only on this device stay.
    pub(crate) async fn compare(self) -> Result<(u32, bool), ApiError> {
        self.exchange_now().await;
        let here = self
            .journal
            .with_untracked(|it| it.as_ref().map(|it| (it.meta.since, it.state())));
        let (since, here) = here.ok_or(Code::SignInRequired)?;
        let there = api::state_of_log(since).await?;
        let is_same = here == there;
        if !is_same {
            let again = self.edit(Box::new(Journal::shed)).await;
            again.map_err(|_| Code::Internal)?;
            self.exchange_now().await;
        }
        Ok((there.facts, is_same))
    }

    /// Exports everything this device holds, for import on another device.
    pub(crate) async fn pack(self) -> Option<Parcel> {
        let packed = Rc::new(Cell::new(None));
        let out = Rc::clone(&packed);
        let edit = move |journal: &mut Journal| {
            let (parcel, changes) = journal.pack();
            out.set(Some(parcel));
            changes
        };
        self.edit(Box::new(edit)).await.ok()?;
        packed.take()
    }

    /// Imports a transfer bundle. Returns the number of entries that were new here, once they are on the disk.
    pub(crate) async fn unpack(self, parcel: Parcel) -> Result<usize, Untaken> {
        let taken = Rc::new(Cell::new(Ok(0)));
        let out = Rc::clone(&taken);
        let edit = move |journal: &mut Journal| match journal.unpack(parcel) {
            Ok((n, changes)) => {
                out.set(Ok(n));
                changes
            }
            Err(why) => {
                out.set(Err(why));
                Vec::new()
            }
        };
        self.edit(Box::new(edit)).await.map_err(Untaken::Store)?;
        self.exchange_soon(0);
        taken.get().map_err(Untaken::Parcel)
    }
}
