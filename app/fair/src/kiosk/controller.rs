//! The kiosk's controller: startup, accepting submissions, wiping between visitors.

mod idle_watch;
mod uploader;

pub(super) use uploader::Closing;

use crate::reading_prefs::ReadingPrefs;
use browser::kiosk_store::KioskStoreError;
use browser::visitor as device;
use browser::webcrypto::SigningKey;
use browser::{clock, kiosk, kiosk_store as store, page, wipe_audit};
use domain::fair::{Event, EventState};
use domain::kiosk::{
    IdleTimer, KioskState, Outbox, OutboxWrite, Presence, SleepWatch, encrypt_visit,
};
use domain::quiz::{self, Quiz};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    Starting,
    /// This browser is not enrolled.
    Enrol,
    NoQuiz,
    /// The stored kiosk state does not decode; it is left untouched.
    StateUnreadable,
    Attract,
    Language,
    Visit,
    Wiping,
    /// The wipe audit found possible traces of a visitor; only staff can go on.
    Locked,
    /// Another tab of this browser runs the kiosk.
    OtherTab,
    Pin,
    StaffMenu,
}

/// Outcome of the last push, or that one is running.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum UploadStatus {
    #[default]
    NotYet,
    Running,
    Done,
    Unreachable,
    /// The server rejected the push: the tablet is revoked or unknown.
    Rejected,
}

struct StoredKiosk {
    kept: KioskState,
    key: SigningKey,
    queue: Outbox,
}

/// Handle of the kiosk; all state is in signals and stored values, so it is `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Kiosk {
    pub(super) screen: RwSignal<Screen>,
    pub(super) presence: RwSignal<Presence>,
    /// Incremented after every write of the stored state: what makes [`Self::read_state`] reactive.
    pub(super) state_version: RwSignal<u32>,
    pub(super) upload: RwSignal<UploadStatus>,
    /// Browser stores in which the wipe audit found something; empty if clean.
    pub(super) residue: RwSignal<Vec<&'static str>>,
    pub(super) quiz: StoredValue<Quiz>,
    idle: StoredValue<IdleTimer>,
    /// The clock of the idle timer.
    sleep: StoredValue<SleepWatch>,
    prefs: ReadingPrefs,
    state: StoredValue<Option<StoredKiosk>, LocalStorage>,
    /// Lock of [`Self::update_state`]: one write at a time.
    is_writing: StoredValue<bool>,
    /// A closing push was requested while another push was running.
    close_requested: StoredValue<bool>,
}

/// Why a visit is not in the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VisitNotStored {
    /// They are too long, the server's key is unusable, or the browser gave no randomness.
    NotEncrypted,
    /// The outbox could not be written.
    Store(KioskStoreError),
}

impl Kiosk {
    pub(super) fn new(comfort: ReadingPrefs) -> Self {
        let it = Self {
            screen: RwSignal::new(Screen::Starting),
            presence: RwSignal::new(Presence::Active),
            state_version: RwSignal::new(0),
            upload: RwSignal::new(UploadStatus::NotYet),
            residue: RwSignal::new(Vec::new()),
            quiz: StoredValue::new(Quiz::default()),
            idle: StoredValue::new(IdleTimer::new(no_timeout(), 0)),
            sleep: StoredValue::new(SleepWatch::new(kiosk::monotonic_millis(), clock::now())),
            prefs: comfort,
            state: StoredValue::new_local(None),
            is_writing: StoredValue::new(false),
            close_requested: StoredValue::new(false),
        };
        kiosk::on_activity(move |sign| it.record_activity(sign));
        kiosk::on_staff_gesture(move || it.show_pin_prompt());
        page::on_network(move |is_there| {
            if is_there {
                it.push_in_background(false);
            }
        });
        // The browser releases the wake lock whenever the page is hidden.
        page::on_hidden(move |is_hidden| {
            if is_hidden {
                // What a woken tablet shows first is what it showed last.
                kiosk::cover();
            } else {
                kiosk::request_wake_lock();
                spawn_local(async move { it.wake().await });
            }
        });
        spawn_local(async move { it.run_idle_watch().await });
        it
    }

    /// Loads the stored state and shows the screen that it calls for.
    pub(super) fn start(self) {
        self.screen.set(Screen::Starting);
        spawn_local(async move {
            if !kiosk::acquire_kiosk_lock().await {
                self.screen.set(Screen::OtherTab);
                return;
            }
            match store::load().await {
                Ok(None) => self.screen.set(Screen::Enrol),
                Err(_) => self.screen.set(Screen::StateUnreadable),
                Ok(Some(found)) => {
                    self.state.set_value(Some(StoredKiosk {
                        kept: found.kept,
                        key: found.key,
                        queue: found.queue,
                    }));
                    self.load_quiz().await;
                }
            }
        });
    }

    /// Stores a new enrolment and starts.
    pub(super) async fn start_enrolled(
        self,
        kept: KioskState,
        key: SigningKey,
    ) -> Result<(), KioskStoreError> {
        store::save_enrolment(&kept, &key).await?;
        page::ask_to_persist();
        self.state.set_value(Some(StoredKiosk {
            kept,
            key,
            queue: Outbox::default(),
        }));
        self.load_quiz().await;
        Ok(())
    }

    async fn load_quiz(self) {
        let Some(tag) = self.event().map(|it| it.quiz) else {
            return;
        };
        kiosk::wait_for_offline_cache().await;
        // Kept with the tablet's own things, which no browser evicts while it keeps the rest.
        let quiz = match crate::fetch::fetch_quiz(tag.as_str()).await {
            Some(quiz) => {
                store::cache_quiz(&quiz).await;
                quiz
            }
            None => match store::cached_quiz().await {
                Some(quiz) => quiz,
                None => return self.screen.set(Screen::NoQuiz),
            },
        };
        self.quiz.set_value(quiz);
        kiosk::request_wake_lock();
        // The tablet may have been switched off during a visit: wipe before the next visitor.
        self.wipe(false).await;
        self.push(false).await;
    }

    fn is_enrolled(self) -> bool {
        self.state.with_value(Option::is_some)
    }

    /// Reads the stored state and the outbox, tracking their changes. `None` before the tablet is enrolled.
    pub(super) fn read_state<T>(self, look: impl FnOnce(&KioskState, &Outbox) -> T) -> Option<T> {
        self.state_version.track();
        self.state
            .with_value(|it| it.as_ref().map(|it| look(&it.kept, &it.queue)))
    }

    pub(super) fn event(self) -> Option<Event> {
        self.state
            .with_value(|it| it.as_ref().map(|it| it.kept.enrolled.event.clone()))
    }

    /// Edits the state and the outbox in memory and writes both in one transaction. If that fails, memory goes back to
    /// what is stored: a caller whose change is repeated by the next one may ignore it.
    pub(super) async fn update_state(
        self,
        edit: impl FnOnce(&mut KioskState, &mut Outbox) -> Vec<OutboxWrite>,
    ) -> Result<(), KioskStoreError> {
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
            None => Err(KioskStoreError::NotEnrolled),
        };
        // The write failed: memory goes back to what is stored.
        if done.is_err()
            && let Ok(Some(found)) = store::load().await
        {
            self.state.set_value(Some(StoredKiosk {
                kept: found.kept,
                key: found.key,
                queue: found.queue,
            }));
        }
        self.is_writing.set_value(false);
        self.state_version.update(|it| *it += 1);
        done
    }

    /// Encrypts a submission to the server's key and adds it to the outbox.
    pub(super) async fn store_visit(self, text: &str) -> Result<(), VisitNotStored> {
        let to = self.state.with_value(|it| {
            it.as_ref().map(|it| {
                (
                    it.kept.enrolled.event.id.clone(),
                    it.kept.enrolled.server_key.clone(),
                )
            })
        });
        let (event, key) = to.ok_or(VisitNotStored::Store(KioskStoreError::NotEnrolled))?;
        let random = clock::random_bytes().ok_or(VisitNotStored::NotEncrypted)?;
        let one = encrypt_visit(text, &event, &key, random);
        let one = one.ok_or(VisitNotStored::NotEncrypted)?;
        let taken = self.update_state(|_, queue| queue.add_visit(one)).await;
        self.push_in_background(false);
        taken.map_err(VisitNotStored::Store)
    }

    /// Whether visits may start: not once staff closed the tablet, the event is closed, or the tablet was revoked.
    pub(super) fn accepts_visitors(self) -> bool {
        let is_open = self.read_state(|kept, _| {
            !kept.done && !kept.refused && kept.enrolled.event.state == EventState::Open
        });
        is_open.unwrap_or(false)
    }

    /// Starts a visit at the language choice.
    pub(super) fn start_visit(self) {
        // Browsers grant full screen only right after a tap.
        kiosk::enter_fullscreen();
        self.screen.set(Screen::Language);
        self.restart_idle_timer();
        device::to_top();
    }

    /// Ends a visit: wipes, and counts it in [`KioskState::wiped`].
    pub(super) fn end_visit(self) {
        spawn_local(async move { self.wipe(true).await });
    }

    /// Returns to the attract screen without counting a visit.
    pub(super) fn show_attract(self) {
        spawn_local(async move { self.wipe(false).await });
    }

    /// Removes all traces, audits the browser, and shows the attract screen only if the audit is clean.
    async fn wipe(self, is_visitor: bool) {
        self.screen.set(Screen::Wiping);
        self.presence.set(Presence::Active);
        self.prefs.reset();
        // The visitor's view and its input fields have to be unmounted before the audit looks for fields.
        page::pause(0).await;
        self.prefs.forget_gone_views();
        wipe_audit::clear_focus_and_clipboard().await;
        let before = self
            .state
            .with_value(|it| it.as_ref().map(|it| it.kept.before.clone()));
        let found = wipe_audit::audit(&before.unwrap_or_default()).await;
        if !found.is_empty() {
            self.residue.set(found);
            self.screen.set(Screen::Locked);
            device::to_top();
            return;
        }
        self.residue.set(Vec::new());
        if is_visitor {
            let _ = self
                .update_state(|kept, _| {
                    kept.wiped += 1;
                    kept.wiped_at = Some(clock::now());
                    Vec::new()
                })
                .await;
        }
        self.screen.set(Screen::Attract);
    }

    /// Staff action on a locked tablet: removes what the audit found, then wipes and audits again.
    pub(super) async fn remove_residue(self) {
        let before = self
            .state
            .with_value(|it| it.as_ref().map(|it| it.kept.before.clone()));
        wipe_audit::wipe(&before.unwrap_or_default()).await;
        self.wipe(true).await;
    }

    fn show_pin_prompt(self) {
        let may = matches!(
            self.screen.get_untracked(),
            Screen::Attract | Screen::Language | Screen::Visit | Screen::Locked | Screen::NoQuiz
        );
        if may && self.is_enrolled() {
            self.screen.set(Screen::Pin);
            self.restart_idle_timer();
            // The staff menu is in Japanese only.
            self.prefs.reset();
        }
    }
}

/// Timer switched off, until the quiz is loaded.
fn no_timeout() -> quiz::IdleTimeouts {
    quiz::IdleTimeouts {
        warn_after: 0,
        reset_after: 0,
    }
}
