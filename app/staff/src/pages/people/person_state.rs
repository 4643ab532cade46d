//! The person whose page is open, and what became of the last change of them.

use crate::components::outcome::Outcome;
use crate::i18n::locale;
use api::people::PersonDetails;
use api::{ApiError, Code};
use domain::ids::PersonId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// The person as the server knows them, and what became of the last change.
#[derive(Clone, Copy)]
pub(super) struct PersonState {
    pub(super) details: RwSignal<PersonDetails>,
    pub(super) said: RwSignal<Option<Outcome>>,
    pub(super) is_busy: RwSignal<bool>,
}

impl PersonState {
    /// Makes a change, shows the person as they are after it, and says what was done; `then` follows if it was.
    pub(super) fn change(
        self,
        call: impl Future<Output = Result<PersonDetails, ApiError>> + 'static,
        done: String,
        then: impl FnOnce() + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            let outcome = match call.await {
                Ok(fresh) => {
                    self.details.try_set(fresh);
                    then();
                    Outcome::Done(done)
                }
                Err(error) => {
                    if error.code == Code::Conflict {
                        self.refresh().await;
                    }
                    Outcome::Failed(error.sentence(locale()))
                }
            };
            self.said.try_set(Some(outcome));
            self.is_busy.try_set(false);
        });
    }

    /// Shows the person as they are now; if that cannot be heard, as they were.
    async fn refresh(self) {
        let id = self
            .details
            .try_with_untracked(|it| it.record.person.id.clone());
        let Some(id) = id else {
            return;
        };
        if let Ok(fresh) = api::people::person(id).await {
            self.details.try_set(fresh);
        }
    }

    pub(super) fn id(self) -> PersonId {
        self.details
            .with_untracked(|it| it.record.person.id.clone())
    }
}
