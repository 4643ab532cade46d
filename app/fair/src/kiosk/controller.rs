//! The kiosk's controller: startup, accepting submissions, wiping between visitors.

mod idle_watch;
mod uploader;

use crate::reading_prefs::Comfort;
use browser::visitor as device;
use browser::webcrypto::Key;
use browser::{clock, kiosk, kiosk_store as store, page, wipe_audit};
use domain::decode::Read;
use domain::fair::{Event, EventState};
use domain::kiosk::{Change, Idle, Kept, Presence, Queue, boxed};
use domain::quiz::{self, Quiz};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    Waking,
    /// This browser is not enrolled.
    Enrol,
    NoQuiz,
    /// The stored kiosk state does not decode; it is left untouched.
    Unreadable,
    Attract,
    Language,
    Visit,
    Wiping,
    /// The wipe audit found possible traces of a visitor; only staff can go on.
    Locked,
    /// Another tab of this browser runs the kiosk.
    Elsewhere,
    Pin,
    Drawer,
}

/// Outcome of the last push, or that one is running.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sent {
    #[default]
    NotYet,
    Going,
    Well,
    Unreachable,
    /// The server rejected the push: the tablet is revoked or unknown.
    Refused,
}

struct State {
    kept: Kept,
    key: Key,
    queue: Queue,
}

/// Handle of the kiosk; all state is in signals and stored values, so it is `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Machine {
    pub(super) screen: RwSignal<Screen>,
    pub(super) presence: RwSignal<Presence>,
    /// Incremented after every write of the stored state: what makes [`Self::told`] reactive.
    pub(super) changed: RwSignal<u32>,
    pub(super) sent: RwSignal<Sent>,
    /// Browser stores in which the wipe audit found something; empty if clean.
    pub(super) found: RwSignal<Vec<&'static str>>,
    pub(super) quiz: StoredValue<Quiz>,
    idle: StoredValue<Idle>,
    comfort: Comfort,
    state: StoredValue<Option<State>, LocalStorage>,
    /// Lock of [`Self::change`]: one write at a time.
    is_writing: StoredValue<bool>,
    /// A closing push was requested while another push was running.
    is_to_close: StoredValue<bool>,
}

impl Machine {
    pub(super) fn new(comfort: Comfort) -> Self {
        let it = Self {
            screen: RwSignal::new(Screen::Waking),
            presence: RwSignal::new(Presence::Here),
            changed: RwSignal::new(0),
            sent: RwSignal::new(Sent::NotYet),
            found: RwSignal::new(Vec::new()),
            quiz: StoredValue::new(Quiz::blank()),
            idle: StoredValue::new(Idle::new(off(), 0)),
            comfort,
            state: StoredValue::new_local(None),
            is_writing: StoredValue::new(false),
            is_to_close: StoredValue::new(false),
        };
        kiosk::on_signs(move |sign| it.sign(sign));
        kiosk::on_staff(move || it.ask_staff());
        page::on_network(move |is_there| {
            if is_there {
                it.push_soon(false);
            }
        });
        // The browser releases the wake lock whenever the page is hidden.
        page::on_hidden(|is_hidden| {
            if !is_hidden {
                kiosk::stay_awake();
            }
        });
        spawn_local(async move { it.watch().await });
        it
    }

    /// Loads the stored state and shows the screen that it calls for.
    pub(super) fn wake(self) {
        self.screen.set(Screen::Waking);
        spawn_local(async move {
            if !kiosk::is_only_tab().await {
                self.screen.set(Screen::Elsewhere);
                return;
            }
            match store::load().await {
                Ok(None) => self.screen.set(Screen::Enrol),
                Err(()) => self.screen.set(Screen::Unreadable),
                Ok(Some(found)) => {
                    self.state.set_value(Some(State {
                        kept: found.kept,
                        key: found.key,
                        queue: found.queue,
                    }));
                    self.open().await;
                }
            }
        });
    }

    /// Stores a new enrolment and starts; false if it could not be stored.
    pub(super) async fn begin(self, kept: Kept, key: Key) -> bool {
        if !store::begin_with(&kept, &key).await {
            return false;
        }
        page::ask_to_persist();
        self.state.set_value(Some(State {
            kept,
            key,
            queue: Queue::default(),
        }));
        self.open().await;
        true
    }

    async fn open(self) {
        let Some(tag) = self.event().map(|it| it.quiz) else {
            return;
        };
        kiosk::worker_ready().await;
        // Kept with the tablet's own things, which no browser evicts while it keeps the rest.
        let quiz = match crate::fetch::fetch_quiz(&tag).await {
            Some(quiz) => {
                store::keep_quiz(&quiz).await;
                quiz
            }
            None => match store::kept_quiz().await {
                Some(quiz) => quiz,
                None => return self.screen.set(Screen::NoQuiz),
            },
        };
        self.quiz.set_value(quiz);
        kiosk::stay_awake();
        // The tablet may have been switched off during a visit: wipe before the next visitor.
        self.wipe(false).await;
        self.push(false).await;
    }

    fn is_awake(self) -> bool {
        self.state.with_value(Option::is_some)
    }

    /// Reads the stored state and the outbox, tracking their changes. `None` before the tablet is enrolled.
    pub(super) fn told<T>(self, look: impl FnOnce(&Kept, &Queue) -> T) -> Option<T> {
        self.changed.track();
        self.state
            .with_value(|it| it.as_ref().map(|it| look(&it.kept, &it.queue)))
    }

    pub(super) fn event(self) -> Option<Event> {
        self.state
            .with_value(|it| it.as_ref().map(|it| it.kept.enrolled.event.clone()))
    }

    /// Edits the state and the outbox in memory and writes both in one transaction; whether it was committed.
    pub(super) async fn change(
        self,
        edit: impl FnOnce(&mut Kept, &mut Queue) -> Vec<Change>,
    ) -> bool {
        // Tasks interleave at every `await`: a second edit waits for the first one's transaction.
        while self.is_writing.get_value() {
            page::pause(4).await;
        }
        self.is_writing.set_value(true);
        let edited = self.state.try_update_value(|it| {
            let it = it.as_mut()?;
            let changes = edit(&mut it.kept, &mut it.queue);
            // The outbox counters are stored in the state record.
            (it.kept.took, it.kept.last) = (it.queue.took, it.queue.last);
            Some((it.kept.clone(), changes))
        });
        let done = match edited.flatten() {
            Some((kept, changes)) => store::write(&kept, &changes).await,
            None => false,
        };
        // The write failed: memory goes back to what is stored.
        if !done && let Ok(Some(found)) = store::load().await {
            self.state.set_value(Some(State {
                kept: found.kept,
                key: found.key,
                queue: found.queue,
            }));
        }
        self.is_writing.set_value(false);
        self.changed.update(|it| *it += 1);
        done
    }

    /// Encrypts a submission to the server's key and adds it to the outbox; false if it could not be stored.
    pub(super) async fn take(self, text: &str) -> bool {
        let to = self.state.with_value(|it| {
            it.as_ref().map(|it| {
                (
                    it.kept.enrolled.event.id.clone(),
                    it.kept.enrolled.seal.clone(),
                )
            })
        });
        let (Some((event, seal)), Some(random)) = (to, clock::random()) else {
            return false;
        };
        let Some(one) = boxed(text, &event, &seal, random) else {
            return false;
        };
        let taken = self.change(|_, queue| queue.take(one)).await;
        self.push_soon(false);
        taken
    }

    /// Whether visits may start: not once staff closed the tablet, the event is closed, or the tablet was revoked.
    pub(super) fn is_inviting(self) -> bool {
        let is_open = self.told(|kept, _| {
            !kept.done && !kept.refused && kept.enrolled.event.state == EventState::Open
        });
        is_open.unwrap_or(false)
    }

    /// Starts a visit at the language choice.
    pub(super) fn meet(self) {
        // Browsers grant full screen only right after a tap.
        kiosk::take_over();
        self.screen.set(Screen::Language);
        self.watch_anew();
        device::to_top();
    }

    /// Ends a visit: wipes, and counts it in [`Kept::wiped`].
    pub(super) fn end(self) {
        spawn_local(async move { self.wipe(true).await });
    }

    /// Returns to the attract screen without counting a visit.
    pub(super) fn rest(self) {
        spawn_local(async move { self.wipe(false).await });
    }

    /// Removes all traces, audits the browser, and shows the attract screen only if the audit is clean.
    async fn wipe(self, is_visitor: bool) {
        self.screen.set(Screen::Wiping);
        self.presence.set(Presence::Here);
        self.comfort.reset();
        // The visitor's view and its input fields have to be unmounted before the audit looks for fields.
        page::pause(0).await;
        wipe_audit::sweep().await;
        let before = self
            .state
            .with_value(|it| it.as_ref().map(|it| it.kept.before.clone()));
        let found = wipe_audit::look(&before.unwrap_or_default()).await;
        if !found.is_empty() {
            self.found.set(found);
            self.screen.set(Screen::Locked);
            device::to_top();
            return;
        }
        self.found.set(Vec::new());
        if is_visitor {
            self.change(|kept, _| {
                kept.wiped += 1;
                kept.wiped_at = Some(clock::now());
                Vec::new()
            })
            .await;
        }
        self.screen.set(Screen::Attract);
    }

    /// Staff action on a locked tablet: removes what the audit found, then wipes and audits again.
    pub(super) async fn clean(self) {
        let before = self
            .state
            .with_value(|it| it.as_ref().map(|it| it.kept.before.clone()));
        wipe_audit::remove(&before.unwrap_or_default()).await;
        self.wipe(true).await;
    }

    fn ask_staff(self) {
        let may = matches!(
            self.screen.get_untracked(),
            Screen::Attract | Screen::Language | Screen::Visit | Screen::Locked | Screen::NoQuiz
        );
        if may && self.is_awake() {
            self.screen.set(Screen::Pin);
            self.watch_anew();
            // The staff menu is in Japanese only.
            self.comfort.reset();
        }
    }
}

/// Timer switched off, until the quiz is loaded.
fn off() -> quiz::Idle {
    quiz::Idle {
        warn_after: 0,
        reset_after: 0,
    }
}
