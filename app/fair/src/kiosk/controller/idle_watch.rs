//! Idle watch: shows the idle prompt, wipes after the timeout, and starts the periodic push.

use super::{Kiosk, Screen};
use browser::{clock, kiosk, page};
use domain::kiosk::{IdleTimer, Presence};
use domain::quiz;
use leptos::prelude::*;

/// Intervals of the push and of the idle check, in milliseconds.
const PUSH_INTERVAL_MS: u64 = 30_000;
const CHECK_INTERVAL_MS: i32 = 250;

/// How long the thanks stay with the usual idle times, in seconds.
const THANKS_SECONDS: u32 = 10;

/// Idle times of the staff's screens, in seconds, where the quiz sets none.
const STAFF_IDLE_TIMES: quiz::IdleTimeouts = quiz::IdleTimeouts {
    warn_after: 45,
    reset_after: 75,
};

impl Kiosk {
    /// How long the tablet waits.
    pub(in crate::kiosk) fn visitor_idle_times(self) -> quiz::IdleTimeouts {
        let own = self
            .state
            .with_value(|it| it.as_ref().and_then(|it| it.kept.idle.clone()));
        own.unwrap_or_else(|| self.quiz.with_value(|it| it.kiosk.clone()))
    }

    /// How long the thanks stay, in seconds: longer where staff have lengthened the idle times; `None` without
    /// timeouts.
    pub(in crate::kiosk) fn thanks_seconds(self) -> Option<u32> {
        let usual = self.quiz.with_value(|it| it.kiosk.reset_after).max(1);
        let own = self.visitor_idle_times().reset_after;
        (own > 0).then(|| THANKS_SECONDS * own.div_ceil(usual))
    }

    /// Idle times of the current screen.
    fn screen_idle_times(self) -> quiz::IdleTimeouts {
        match self.screen.get_untracked() {
            // The staff menu always times out, even where visitors' screens do not: staff may be called away from it.
            Screen::Pin | Screen::StaffMenu => {
                self.quiz.with_value(|it| match it.kiosk.reset_after {
                    0 => STAFF_IDLE_TIMES,
                    _ => it.kiosk.clone(),
                })
            }
            _ => self.visitor_idle_times(),
        }
    }

    /// The idle timer's clock, in milliseconds: it goes on while the tablet sleeps.
    fn now_millis(self) -> u64 {
        let (monotonic, wall) = (kiosk::monotonic_millis(), clock::now());
        let now = self.sleep.try_update_value(|it| it.read(monotonic, wall));
        now.unwrap_or(monotonic)
    }

    /// Uncovers the screen after the page was hidden, and before it ends a visit that nobody was at meanwhile.
    pub(super) async fn wake(self) {
        let now = self.now_millis();
        self.idle.update_value(IdleTimer::interrupt_composition);
        self.check_presence(now).await;
        kiosk::uncover_if_visible();
    }

    pub(in crate::kiosk) fn restart_idle_timer(self) {
        self.idle
            .set_value(IdleTimer::new(self.screen_idle_times(), self.now_millis()));
        self.presence.set(Presence::Active);
    }

    pub(super) fn record_activity(self, sign: kiosk::Activity) {
        let now = self.now_millis();
        let is_asked = matches!(self.presence.get_untracked(), Presence::Prompting(_));
        self.idle.update_value(|it| match sign {
            // Only a button answers the idle prompt: a key on the way to it, or a stray tap, restarts the countdown.
            kiosk::Activity::Once if is_asked => it.restart_countdown(now),
            kiosk::Activity::Once => it.record_activity(now),
            kiosk::Activity::Composing => it.set_composing(true, now),
            kiosk::Activity::Composed => it.set_composing(false, now),
        });
    }

    /// Runs for as long as the page: checks for presence, and pushes every `PUSH_EVERY`.
    pub(super) async fn run_idle_watch(self) {
        let mut pushed = 0;
        loop {
            page::pause(CHECK_INTERVAL_MS).await;
            let now = self.now_millis();
            if self.is_enrolled() && now.saturating_sub(pushed) >= PUSH_INTERVAL_MS {
                pushed = now;
                self.push_in_background(false);
            }
            // Not every browser ends a composition when its field is removed.
            if !kiosk::is_in_field() {
                self.idle.update_value(|it| it.end_composition(now));
            }
            self.check_presence(now).await;
            // A page that came back without an event of its own.
            kiosk::uncover_if_visible();
        }
    }

    /// Asks whether somebody is there, or ends the visit.
    async fn check_presence(self, now: u64) {
        let screen = self.screen.get_untracked();
        if !matches!(
            screen,
            Screen::Language | Screen::Visit | Screen::Pin | Screen::StaffMenu
        ) {
            return;
        }
        let presence = self.idle.with_value(|it| it.presence(now));
        if presence == Presence::TimedOut {
            // Staff who leave the menu of a locked tablet have not cleaned it: it stays locked.
            let was_locked = !self.residue.with_untracked(Vec::is_empty);
            if was_locked && screen != Screen::Visit {
                self.presence.set(Presence::Active);
                self.screen.set(Screen::Locked);
            } else {
                self.wipe(matches!(screen, Screen::Visit)).await;
            }
        } else if self.presence.get_untracked() != presence {
            self.presence.set(presence);
        }
    }
}
