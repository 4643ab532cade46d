//! What somebody types into a form that is sent as a whole: it stays on this device until it is sent or given up.

use crate::i18n::t;
use crate::sync::AppState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A draft as it is kept, with the number of what it was written on top of.
#[derive(Clone, Serialize, Deserialize)]
struct KeptDraft<T> {
    base: i64,
    value: T,
}

/// A draft of `T`, under a key of the person's store.
pub(crate) struct Draft<T: Send + Sync + 'static> {
    here: AppState,
    key: StoredValue<String>,
    /// Number of what it is written on top of.
    base: i64,
    value: RwSignal<T>,
    /// What was typed on top of something that somebody has changed since.
    stale: RwSignal<Option<T>>,
}

impl<T: Send + Sync + 'static> Clone for Draft<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Draft<T> {}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Draft<T> {
    /// Begins with `value`, which has the number `base`, and goes on with what was typed before the page was left. What
    /// was typed on top of another number is only offered: it must not pass for a change of what stands there now.
    pub(crate) fn new(here: AppState, key: String, base: i64, value: T) -> Self {
        let it = Self {
            here,
            key: StoredValue::new(key.clone()),
            base,
            value: RwSignal::new(value),
            stale: RwSignal::new(None),
        };
        spawn_local(async move {
            let kept: Option<Option<KeptDraft<T>>> = here.cache_get(&key).await;
            match kept.flatten() {
                Some(kept) if kept.base == base => drop(it.value.try_set(kept.value)),
                Some(kept) => drop(it.stale.try_set(Some(kept.value))),
                None => {}
            }
        });
        it
    }

    pub(crate) fn get(self) -> T {
        self.value.get_untracked()
    }

    /// Reads a part of it, and follows it.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.value.with(read)
    }

    /// Takes what was typed.
    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        self.value.update(change);
        let kept = KeptDraft {
            base: self.base,
            value: self.get(),
        };
        let (here, key) = (self.here, self.key.get_value());
        spawn_local(async move { here.cache_put(&key, &Some(kept)).await });
    }

    /// What forgets the draft, also once the page that it was written on is gone.
    pub(crate) fn forgetting(self) -> impl FnOnce() + 'static {
        let (here, key) = (self.here, self.key.get_value());
        move || {
            let nothing = None::<KeptDraft<T>>;
            spawn_local(async move { here.cache_put(&key, &nothing).await });
        }
    }

    /// What was typed before somebody else changed what stands there, in words, and what is done with it.
    pub(crate) fn stale_note(self, words: fn(&T) -> String) -> AnyView {
        let take = move |_| {
            if let Some(value) = self.stale.get_untracked() {
                self.update(|it| *it = value);
            }
            self.stale.set(None);
        };
        let drop_it = move |_| {
            self.stale.set(None);
            self.forgetting()();
        };
        let note = move || {
            let text = self.stale.with(|it| it.as_ref().map(words))?;
            Some(view! {
                <div class="notice stack" role="status">
                    <p>
                        {t(
                            "前に書きかけた文があります。そのあとに、ほかの人が変えています。見比べて、どちらかを選んでください。",
                        )}
                    </p>
                    <blockquote class="draft-words">{text}</blockquote>
                    <p class="page-actions">
                        <button type="button" class="button small" on:click=take>
                            {t("書きかけの文を使う")}
                        </button>
                        <button type="button" class="button small" on:click=drop_it>
                            {t("書きかけの文を捨てる")}
                        </button>
                    </p>
                </div>
            })
        };
        note.into_any()
    }
}
