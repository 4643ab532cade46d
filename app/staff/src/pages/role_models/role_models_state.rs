//! What the page of role models shows, and what became of a change.

use super::page_form::PageDraft;
use crate::components::outcome::Outcome;
use crate::i18n::{locale, t};
use crate::sync::AppState;
use api::role_models::{RoleModelOffice, RoleModels};
use api::{ApiError, Code};
use browser::page;
use domain::ids::PersonId;
use domain::role_model::RoleModelKind;
use leptos::prelude::*;

/// Id of the line that says what became of a change.
pub(super) const STATUS: &str = "role-models-status";

#[derive(Clone, Copy)]
pub(super) struct RoleModelsState {
    pub(super) here: AppState,
    pub(super) seen: RwSignal<RoleModels>,
    /// The kind that is looked at alone.
    pub(super) kind: RwSignal<Option<RoleModelKind>>,
    pub(super) said: RwSignal<Option<Outcome>>,
}

impl RoleModelsState {
    pub(super) fn new(here: AppState, seen: RoleModels, kind: Option<RoleModelKind>) -> Self {
        Self {
            here,
            seen: RwSignal::new(seen),
            kind: RwSignal::new(kind),
            said: RwSignal::new(None),
        }
    }

    /// Shows what the server answered, says that it is done, and leads there.
    pub(super) async fn take(self, fresh: RoleModels, done: &'static str) {
        self.here.cache_put("role-models", &fresh).await;
        self.seen.try_set(fresh);
        self.say(done).await;
    }

    /// What 職員課 changed may be shown to everybody: the page is asked for again.
    pub(super) async fn take_office(
        self,
        office: RwSignal<RoleModelOffice>,
        fresh: RoleModelOffice,
        done: &'static str,
    ) {
        office.try_set(fresh);
        if let Ok(seen) = api::role_models::role_models().await {
            self.seen.try_set(seen);
        }
        self.say(done).await;
    }

    async fn say(self, done: &'static str) {
        self.said.try_set(Some(Outcome::Done(done.to_owned())));
        page::microtask().await;
        page::focus(STATUS);
    }
}

/// The page that is being written: whose, if it is somebody's already, with its version and text.
pub(super) type Written = Option<(Option<(PersonId, String, i64)>, PageDraft)>;

/// What 職員課 works on.
#[derive(Clone, Copy)]
pub(super) struct OfficeState {
    pub(super) page: RoleModelsState,
    pub(super) all: RwSignal<RoleModelOffice>,
    pub(super) written: RwSignal<Written>,
    pub(super) problem: RwSignal<String>,
}

/// Why something could not be saved.
pub(super) fn why_not(error: &ApiError) -> String {
    if error.code == Code::Conflict {
        let told = t(
            "ほかの人が先に変えました。書いた文は残っています。画面を読み込み直して、いまの文と見比べてください。",
        );
        return told.to_owned();
    }
    error.sentence(locale())
}
