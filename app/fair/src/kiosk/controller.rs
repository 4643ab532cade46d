//! What the tablet does between its screens: waking, taking, wiping.

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

/// What the tablet shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    Waking,
    /// This browser is no booth tablet yet.
    Enrol,
    NoQuiz,
    /// The tablet's own record does not read; it is left as it is.
    Unreadable,
    Attract,
    Language,
    Visit,
    Wiping,
    /// Something of a visitor may be left.
    Locked,
    /// Another tab of this browser is the tablet.
    Elsewhere,
    Pin,
    Drawer,
}

/// How the last push went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sent {
    #[default]
    NotYet,
    Going,
    Well,
    Unreachable,
    /// The tablet has no rights any more.
    Refused,
}

struct State {
    kept: Kept,
    key: Key,
    queue: Queue,
}

/// The tablet.
#[derive(Clone, Copy)]
pub(super) struct Machine {
    pub(super) screen: RwSignal<Screen>,
    pub(super) presence: RwSignal<Presence>,
    /// Changes whenever what [`told`](Self::told) tells may have.
    pub(super) changed: RwSignal<u32>,
    pub(super) sent: RwSignal<Sent>,
    /// Places where something was found.
    pub(super) found: RwSignal<Vec<&'static str>>,
    pub(super) quiz: StoredValue<Quiz>,
    idle: StoredValue<Idle>,
    comfort: Comfort,
    state: StoredValue<Option<State>, LocalStorage>,
    /// A change is being written: the next one waits.
    is_writing: StoredValue<bool>,
    /// Staff asked to close while a push was going.
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
        page::on_hidden(|is_hidden| {
            if !is_hidden {
                kiosk::stay_awake();
            }
        });
        spawn_local(async move { it.watch().await });
        it
    }

    /// Finds out what this browser is, and shows it.
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

    /// A tablet just taken on.
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
        // Whatever the tablet was doing when it was switched off: the next one who comes is somebody else.
        self.wipe(false).await;
        self.push(false).await;
    }

    fn is_awake(self) -> bool {
        self.state.with_value(Option::is_some)
    }

    /// Something of the tablet's own record, and a note that it is to be looked at again when it changes.
    pub(super) fn told<T>(self, look: impl FnOnce(&Kept, &Queue) -> T) -> Option<T> {
        self.changed.track();
        self.state
            .with_value(|it| it.as_ref().map(|it| look(&it.kept, &it.queue)))
    }

    pub(super) fn event(self) -> Option<Event> {
        self.state
            .with_value(|it| it.as_ref().map(|it| it.kept.enrolled.event.clone()))
    }

    /// Changes the tablet's own record and the queue, in memory and on the disk. If the disk does not take it, the memory
    /// is as the disk is.
    pub(super) async fn change(
        self,
        edit: impl FnOnce(&mut Kept, &mut Queue) -> Vec<Change>,
    ) -> bool {
        while self.is_writing.get_value() {
            page::pause(4).await;
        }
        self.is_writing.set_value(true);
        let edited = self.state.try_update_value(|it| {
            let it = it.as_mut()?;
            let changes = edit(&mut it.kept, &mut it.queue);
            (it.kept.took, it.kept.last) = (it.queue.took, it.queue.last);
            Some((it.kept.clone(), changes))
        });
        let done = match edited.flatten() {
            Some((kept, changes)) => store::write(&kept, &changes).await,
            None => false,
        };
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

    /// Seals what a visitor leaves and keeps it.
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

    /// Whether visitors are asked in: not once staff closed the tablet, the event is over, or its rights ended.
    pub(super) fn is_inviting(self) -> bool {
        let is_open = self.told(|kept, _| {
            !kept.done && !kept.refused && kept.enrolled.event.state == EventState::Open
        });
        is_open.unwrap_or(false)
    }

    /// A visitor begins.
    pub(super) fn meet(self) {
        kiosk::take_over();
        self.screen.set(Screen::Language);
        self.watch_anew();
        device::to_top();
    }

    /// The visit is over.
    pub(super) fn end(self) {
        spawn_local(async move { self.wipe(true).await });
    }

    /// Back to the visitors, without one having been there.
    pub(super) fn rest(self) {
        spawn_local(async move { self.wipe(false).await });
    }

    /// Removes every trace, looks whether one is left, and only then lets the next one come.
    async fn wipe(self, is_visitor: bool) {
        self.screen.set(Screen::Wiping);
        self.presence.set(Presence::Here);
        self.comfort.reset();
        // The screen of the visitor goes first, and its fields with it.
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

    /// Staff removed what was found.
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
            // Staff's screens are Japanese, whatever the visitor read.
            self.comfort.reset();
        }
    }
}

fn off() -> quiz::Idle {
    quiz::Idle {
        warn_after: 0,
        reset_after: 0,
    }
}
