//! Idle watch: shows the idle prompt, wipes after the timeout, and starts the periodic push.

use super::{Machine, Screen};
use browser::{kiosk, page};
use domain::kiosk::{Idle, Presence};
use domain::quiz;
use leptos::prelude::*;

/// Intervals of the push and of the idle check, in milliseconds.
const PUSH_EVERY: u64 = 30_000;
const LOOK_EVERY: i32 = 250;

/// Idle times of the staff's screens, in seconds, where the quiz sets none.
const STAFF: quiz::Idle = quiz::Idle {
    warn_after: 45,
    reset_after: 75,
};

impl Machine {
    /// How long the tablet waits.
    pub(in crate::kiosk) fn times(self) -> quiz::Idle {
        let own = self
            .state
            .with_value(|it| it.as_ref().and_then(|it| it.kept.idle.clone()));
        own.unwrap_or_else(|| self.quiz.with_value(|it| it.kiosk.clone()))
    }

    /// Idle times of the current screen.
    fn times_here(self) -> quiz::Idle {
        match self.screen.get_untracked() {
            // The staff menu always times out, even where visitors' screens do not: staff may be called away from it.
            Screen::Pin | Screen::Drawer => self.quiz.with_value(|it| match it.kiosk.reset_after {
                0 => STAFF,
                _ => it.kiosk.clone(),
            }),
            _ => self.times(),
        }
    }

    pub(in crate::kiosk) fn watch_anew(self) {
        self.idle
            .set_value(Idle::new(self.times_here(), kiosk::ticks()));
        self.presence.set(Presence::Here);
    }

    pub(super) fn sign(self, sign: kiosk::Sign) {
        let now = kiosk::ticks();
        let is_asked = matches!(self.presence.get_untracked(), Presence::Asking(_));
        self.idle.update_value(|it| match sign {
            // Only a button answers the idle prompt: a key on the way to it, or a stray tap, restarts the countdown.
            kiosk::Sign::Once if is_asked => it.nudge(now),
            kiosk::Sign::Once => it.sign(now),
            kiosk::Sign::Composing => it.lasting(true, now),
            kiosk::Sign::Composed => it.lasting(false, now),
        });
    }

    /// Runs for as long as the page: checks for presence, and pushes every `PUSH_EVERY`.
    pub(super) async fn watch(self) {
        let mut pushed = 0;
        loop {
            page::pause(LOOK_EVERY).await;
            let now = kiosk::ticks();
            if self.is_awake() && now.saturating_sub(pushed) >= PUSH_EVERY {
                pushed = now;
                self.push_soon(false);
            }
            let screen = self.screen.get_untracked();
            if !matches!(
                screen,
                Screen::Language | Screen::Visit | Screen::Pin | Screen::Drawer
            ) {
                continue;
            }
            // Not every browser ends a composition when its field is removed.
            if !kiosk::is_in_field() {
                self.idle.update_value(|it| it.settle(now));
            }
            let presence = self.idle.with_value(|it| it.presence(now));
            if presence == Presence::Gone {
                // Staff who leave the menu of a locked tablet have not cleaned it: it stays locked.
                let was_locked = !self.found.with_untracked(Vec::is_empty);
                if was_locked && screen != Screen::Visit {
                    self.presence.set(Presence::Here);
                    self.screen.set(Screen::Locked);
                } else {
                    self.wipe(matches!(screen, Screen::Visit)).await;
                }
            } else if self.presence.get_untracked() != presence {
                self.presence.set(presence);
            }
        }
    }
}
