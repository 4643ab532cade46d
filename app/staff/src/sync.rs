//! The journal in the page: one reactive copy of it, written through to the store, and when to exchange.

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

/// What is wrong with this device's storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The last write did not happen.
    NotSaved(StoreError),
    /// The browser emptied the store.
    Emptied,
}

/// Why a parcel was not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Untaken {
    /// It does not belong here.
    Parcel(NotTaken),
    /// This device could not write it.
    Store(StoreError),
}

/// A form as it is kept for use without network: its tag, and the newest edition this person is asked.
pub(crate) type Kept = (String, Arc<Edition>);

/// Under which a sheet taken along is kept, with what belongs beside it.
pub(crate) fn along_key(sheet: &SheetId) -> String {
    format!(
        "along:{}:{}:{}",
        sheet.instrument, sheet.cycle, sheet.person
    )
}

/// The kept edition of a form.
pub(crate) fn edition_of<'a>(all: &'a [Kept], instrument: &InstrumentId) -> Option<&'a Kept> {
    all.iter().find(|it| it.1.instrument == *instrument)
}

/// What every page shares. Copy it freely: it is a handful of signals.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    /// The journal as the store has it; none while nobody uses this browser.
    pub(crate) journal: RwSignal<Option<Journal>>,
    /// Whose it is.
    pub(crate) me: RwSignal<Option<Me>>,
    /// The forms this person is asked.
    pub(crate) editions: RwSignal<Vec<Kept>>,
    /// How things stand with the server.
    pub(crate) link: RwSignal<Link>,
    /// Inputs on their way to the store.
    pub(crate) n_writing: RwSignal<usize>,
    /// The journal as it will be once what is being written is on the disk: shown at once, so that no choice jumps back
    /// while a later one is on its way. Nothing of it counts as saved.
    pub(crate) ahead: RwSignal<Option<Journal>>,
    /// What is wrong with the storage, if anything.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// When the server last answered, by the device's clock.
    pub(crate) heard_at: RwSignal<Option<i64>>,
    /// Whether a newer build waits.
    pub(crate) update_waits: RwSignal<bool>,
    /// Goes up when texts being typed should be written at once.
    pub(crate) flush: RwSignal<u32>,
    /// Whether the first look into the store is over.
    pub(crate) is_ready: RwSignal<bool>,
    store: StoredValue<Option<Rc<Store>>, LocalStorage>,
    timer: StoredValue<Option<leptos::leptos_dom::helpers::TimeoutHandle>>,
    n_failures: StoredValue<u32>,
    queue: StoredValue<write_queue::Queue, LocalStorage>,
}

/// How things stand after an answer: it may have been on its way when the network went.
fn reached() -> Link {
    if page::is_online() {
        Link::Online
    } else {
        Link::Offline
    }
}

impl Here {
    /// The shared state, listening to network, other tabs and newer builds.
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

    /// The person whose journal is open.
    pub(crate) fn person(&self) -> Option<PersonId> {
        self.journal
            .with_untracked(|it| it.as_ref().map(|it| it.meta.person.clone()))
    }

    /// The same, followed by what shows it.
    pub(crate) fn person_shown(&self) -> Option<PersonId> {
        self.journal
            .with(|it| it.as_ref().map(|it| it.meta.person.clone()))
    }

    fn store(&self) -> Option<Rc<Store>> {
        self.store.get_value()
    }

    /// Shows a journal, unless a newer one is shown already: transactions may end out of order.
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

    /// Notes an input; the answer is the fact that now carries it, once this device has it.
    pub(crate) async fn note(
        self,
        by: &PersonId,
        sheet: SheetId,
        item: Arc<Item>,
        input: Input,
    ) -> Result<Option<FactId>, StoreError> {
        let is_theirs = self.journal.with_untracked(|it| {
            it.as_ref()
                .is_some_and(|it| it.meta.person == *by && it.may_note(&sheet))
        });
        if !is_theirs {
            return Err(StoreError::Failed("the sheet of another person"));
        }
        self.n_writing.update(|it| *it += 1);
        let first = self
            .journal
            .with_untracked(|it| it.as_ref().is_some_and(|it| it.meta.next_n == 1));
        let (at, of) = (sheet.clone(), item.id.clone());
        let minted = clock::mint();
        let edit = move |journal: &mut Journal| {
            let noted = journal.note(&sheet, &item, input.clone(), minted.clone());
            noted.unwrap_or_default()
        };
        self.ahead.update(|it| drop(it.as_mut().map(&edit)));
        let done = self.edit(Box::new(edit)).await.and_then(|it| {
            // The right to write there ended before this was written: its copy stays, to be taken up as what it is.
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

    /// Notes a step and exchanges at once.
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

    /// Keeps something beside the journal, for use without network.
    pub(crate) async fn keep(self, key: &str, it: &impl Serialize) {
        if let Some(store) = self.store() {
            let _ = store.keep(key, it).await;
        }
    }

    /// What the server answers, kept for use without network; without network, what was kept.
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

    /// A form this person is asked, once it is here; none if it does not come within some seconds.
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

    /// What was kept under a key.
    pub(crate) async fn kept<T: Read>(self, key: &str) -> Option<T> {
        self.store()?.kept(key).await
    }

    /// Takes a sheet along that this person writes together with its owner.
    pub(crate) async fn take_along(
        self,
        sheet: SheetId,
        epoch: Epoch,
        facts: Vec<Heard>,
    ) -> Result<(), StoreError> {
        let edit = move |journal: &mut Journal| journal.take_along(&sheet, &epoch, &facts);
        self.edit(Box::new(edit)).await.map(drop)
    }

    /// Notes a step on another's sheet as the server showed it, and exchanges at once.
    pub(crate) async fn step_on(self, sheet: SheetId, body: Body) -> Result<(), StoreError> {
        let edit =
            move |journal: &mut Journal| journal.step_on(&sheet, body.clone(), clock::mint());
        self.edit(Box::new(edit)).await?;
        self.exchange_now().await;
        Ok(())
    }

    /// Makes a new fact of a refused one.
    pub(crate) async fn try_again(self, refused: FactId) {
        let _ = self
            .edit(Box::new(move |it| it.try_again(&refused, clock::mint())))
            .await;
        self.exchange_soon(0);
    }

    /// Drops a refused fact, because the person said so.
    pub(crate) async fn discard(self, refused: FactId) {
        let _ = self.edit(Box::new(move |it| it.discard(&refused))).await;
    }

    /// Whether this device has heard what the server has. If not, all is heard again; what is only here stays.
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

    /// Everything this device holds, for another one.
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

    /// Takes in what another device packed; how many entries were new here, once this device has them.
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
