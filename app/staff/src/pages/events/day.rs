//! State of an event's page: the event, its tablets, and the stage that is looked at.

use super::error_lines;
use api::ApiError;
use api::fair::EventDetails;
use browser::{clock, page};
use domain::fair::{Event, EventStage};
use domain::ids::EventId;
use domain::kiosk::Tablet;
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the stage that is on the page.
pub(super) const SCREEN: &str = "event-screen";

/// An event and its tablets, as the server knew them last.
#[derive(Clone, Copy)]
pub(super) struct EventDay {
    pub(super) event: RwSignal<Event>,
    /// What was lost, as noted when it was closed; empty if nothing was.
    pub(super) noted: RwSignal<String>,
    pub(super) tablets: RwSignal<Vec<Tablet>>,
    /// When the tablets were asked for, by this device's clock.
    pub(super) seen_at: RwSignal<Timestamp>,
    /// The stage that is on the page.
    pub(super) shown: RwSignal<EventStage>,
    pub(super) problem: RwSignal<String>,
    pub(super) is_busy: RwSignal<bool>,
}

impl EventDay {
    pub(super) fn id(self) -> EventId {
        self.event.with_untracked(|it| it.id.clone())
    }

    /// The stage that the event is in, whatever is on the page.
    pub(super) fn stage(self) -> EventStage {
        let today = clock::now().day();
        self.event.with(|it| it.stage(&today))
    }

    /// Asks for the tablets again.
    pub(super) fn renew(self) {
        let id = self.id();
        spawn_local(async move {
            if let Ok(fresh) = api::fair::tablets(id).await {
                self.show_tablets(fresh);
            }
        });
    }

    pub(super) fn show_tablets(self, fresh: Vec<Tablet>) {
        self.tablets.try_set(fresh);
        self.seen_at.try_set(clock::now());
    }

    /// Runs a call that changes the event, and shows the stage that follows.
    pub(super) fn change(
        self,
        call: impl Future<Output = Result<EventDetails, ApiError>> + 'static,
    ) {
        self.is_busy.set(true);
        spawn_local(async move {
            match call.await {
                Ok(fresh) => {
                    self.problem.try_set(String::new());
                    self.noted.try_set(fresh.history.note);
                    self.event.try_set(fresh.event);
                    self.shown.try_set(untrack(|| self.stage()));
                    page::focus(SCREEN);
                }
                Err(error) => drop(self.problem.try_set(error_lines(&error))),
            }
            self.is_busy.try_set(false);
        });
    }
}
