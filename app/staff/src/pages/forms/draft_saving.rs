//! What is written of a form, kept on this device at once and on the server a moment later; somebody else's is told.

use super::editor_state::{FormEditor, Kept};
use crate::i18n::locale;
use api::forms::FormToWrite;
use api::{ApiError, Code};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Typing pauses this long before the server keeps it.
const PAUSE: Duration = Duration::from_millis(900);

/// After so long it is tried again where the server could not be reached.
const AGAIN: Duration = Duration::from_secs(15);

/// What a device keeps of a form that is written on it.
#[derive(Clone, Serialize, Deserialize)]
struct KeptSource {
    seq: i64,
    /// The edition that was in force; 0 for none.
    version: u32,
    source: Value,
}

impl FormEditor {
    fn cache_key(self) -> String {
        format!("form-draft:{}", self.instrument())
    }

    /// Where what this device had on top of another draft waits until somebody has decided.
    fn stale_key(self) -> String {
        format!("form-draft-stale:{}", self.instrument())
    }

    fn version(self) -> u32 {
        let version = |it: &Option<std::sync::Arc<domain::instrument::Edition>>| {
            it.as_ref().map_or(0, |it| it.version)
        };
        self.in_force.with_untracked(version)
    }

    /// Somebody has decided about it.
    pub(super) fn forget_stale(self) {
        self.stale.set(None);
        let (here, key) = (self.here.get_value(), self.stale_key());
        spawn_local(async move { here.cache_put(&key, &None::<KeptSource>).await });
    }

    /// Goes on with what this device kept, if nobody has saved the form since; else that is only offered.
    pub(super) async fn recover(self) {
        let (here, own, offered) = (self.here.get_value(), self.cache_key(), self.stale_key());
        let earlier: Option<Option<KeptSource>> = here.cache_get(&offered).await;
        let kept: Option<Option<KeptSource>> = here.cache_get(&own).await;
        if let Some(earlier) = earlier.flatten() {
            self.stale.try_set(Some(earlier.source));
        }
        let Some(kept) = kept.flatten() else { return };
        let is_same = self.source.try_with_untracked(|it| *it == kept.source);
        if is_same != Some(false) {
            return;
        }
        if self.seq.get_untracked() == kept.seq && self.version() == kept.version {
            self.source.set(kept.source);
            self.keep();
        } else {
            // What is typed from now on is kept under another key.
            let (here, key) = (self.here.get_value(), self.stale_key());
            self.stale.set(Some(kept.source.clone()));
            here.cache_put(&key, &Some(kept)).await;
        }
    }

    /// Keeps it on this device now, and on the server after a pause.
    pub(super) fn keep(self) {
        if self.kept.with_untracked(|it| *it != Kept::Conflict) {
            self.kept.set(Kept::Waiting);
        }
        let (here, key) = (self.here.get_value(), self.cache_key());
        let kept = KeptSource {
            seq: self.seq.get_untracked(),
            version: self.version(),
            source: self.source.get_untracked(),
        };
        spawn_local(async move { here.cache_put(&key, &Some(kept)).await });
        self.save_after(PAUSE);
    }

    fn save_after(self, pause: Duration) {
        let timer = set_timeout_with_handle(move || self.save(), pause).ok();
        let earlier = self
            .timer
            .try_update_value(|it| std::mem::replace(it, timer));
        if let Some(earlier) = earlier.flatten() {
            earlier.clear();
        }
    }

    /// Saves what is written, unless that is on its way already or somebody else's is there.
    pub(super) fn save(self) {
        let is_waiting = self
            .kept
            .try_with_untracked(|it| matches!(it, Kept::Waiting | Kept::Failed(_)));
        if is_waiting != Some(true) {
            return;
        }
        if self.is_saving.get_value() {
            return self.save_after(PAUSE);
        }
        self.is_saving.set_value(true);
        let sent = self.source.get_untracked();
        let call =
            api::forms::save_form_draft(self.instrument(), self.seq.get_untracked(), sent.clone());
        spawn_local(async move {
            let answer = call.await;
            if self.is_saving.try_update_value(|it| *it = false).is_none() {
                return;
            }
            match answer {
                Ok(seq) => self.saved(seq, &sent),
                Err(error) if error.code == Code::Conflict => self.kept.set(Kept::Conflict),
                Err(error) => {
                    self.kept.set(Kept::Failed(error.sentence(locale())));
                    self.save_after(AGAIN);
                }
            }
        });
    }

    fn saved(self, seq: i64, sent: &Value) {
        self.seq.set(seq);
        if self.source.with_untracked(|it| it == sent) {
            self.kept.set(Kept::Saved);
            self.forget_on_device();
        } else {
            self.keep();
        }
    }

    pub(super) fn forget_on_device(self) {
        let (here, key) = (self.here.get_value(), self.cache_key());
        spawn_local(async move { here.cache_put(&key, &None::<KeptSource>).await });
    }

    /// Whether the page was left: nothing of it may be touched then.
    pub(super) fn is_gone(self) -> bool {
        self.source.try_with_untracked(|_| ()).is_none()
    }

    /// Takes the form as somebody else has saved it.
    pub(super) fn take_theirs(self) {
        let call = api::forms::form_to_write(self.instrument());
        spawn_local(async move {
            let answer = call.await;
            if self.is_gone() {
                return;
            }
            match answer {
                Ok(form) => self.begin_with(form),
                Err(error) => self.fail(&error),
            }
        });
    }

    /// Puts what is written here in the place of what somebody else has saved.
    pub(super) fn take_own(self) {
        let call = api::forms::form_to_write(self.instrument());
        spawn_local(async move {
            let answer = call.await;
            if self.is_gone() {
                return;
            }
            match answer {
                Ok(form) => {
                    self.seq.set(form.seq);
                    self.kept.set(Kept::Waiting);
                    self.save();
                }
                Err(error) => self.fail(&error),
            }
        });
    }

    pub(super) fn fail(self, error: &ApiError) {
        self.kept.try_set(Kept::Failed(error.sentence(locale())));
    }

    /// Begins again with what the server has; what was typed here is a step back.
    pub(super) fn begin_with(self, form: FormToWrite) {
        self.forget_on_device();
        self.select_what_is_there(&form.source);
        self.past.update(|it| it.push(self.source.get_untracked()));
        self.future.set(Vec::new());
        self.last_key.set_value(String::new());
        self.seq.set(form.seq);
        self.in_force.set(form.in_force.map(Arc::new));
        self.newer.set_value(form.newer_shipped);
        self.source.set(form.source);
        self.kept.set(Kept::Saved);
    }
}
