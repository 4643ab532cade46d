//! The grants of a year as the server knew them last, and what became of a change.

use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use api::{ApiError, Code};
use browser::page;
use domain::grant::{GrantYear, grouped};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// Id of the line that says what became of a change.
pub(super) const STATUS: &str = "grants-status";

#[derive(Clone, Copy)]
pub(super) struct GrantsState {
    pub(super) year: u16,
    pub(super) all: RwSignal<GrantYear>,
    pub(super) said: RwSignal<Option<Outcome>>,
    is_busy: RwSignal<bool>,
}

impl GrantsState {
    pub(super) fn new(year: u16, all: GrantYear) -> Self {
        Self {
            year,
            all: RwSignal::new(all),
            said: RwSignal::new(None),
            is_busy: RwSignal::new(false),
        }
    }

    /// Makes a change, shows what the server answers, and says what became of it.
    pub(super) fn change(
        self,
        call: impl Future<Output = Result<GrantYear, ApiError>> + 'static,
        done: &'static str,
        then: impl FnOnce() + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            self.is_busy.try_set(false);
            let said = match answer {
                Ok(fresh) => {
                    then();
                    self.all.try_set(fresh);
                    Outcome::Done(done.to_owned())
                }
                Err(error) if error.code == Code::Conflict => Outcome::Failed(
                    t("この申請は、いま変わったか、ほかの人が決めました。画面を読み込み直してください。").to_owned(),
                ),
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            self.said.try_set(Some(said));
            page::microtask().await;
            page::focus(STATUS);
        });
    }

    /// What the form calls a kind.
    pub(super) fn kind(self, id: &str) -> String {
        self.all.with(|all| {
            let kind = all.kinds.iter().find(|it| it.id == id);
            kind.map_or(id, |it| it.words.shown(locale())).to_owned()
        })
    }
}

/// An amount in words.
pub(super) fn amount(yen: i64) -> String {
    fill!("{0}円", grouped(yen))
}
