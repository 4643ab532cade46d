//! What somebody types into a form that is sent as a whole: it stays on this device until it is sent or given up.

use crate::sync::AppState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A draft of `T`, under a key of the person's store.
pub(crate) struct Draft<T: Send + Sync + 'static> {
    here: AppState,
    key: StoredValue<String>,
    value: RwSignal<T>,
}

impl<T: Send + Sync + 'static> Clone for Draft<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Draft<T> {}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Draft<T> {
    /// Begins with `value`, and goes on with what was typed before the page was left.
    pub(crate) fn new(here: AppState, key: String, value: T) -> Self {
        let it = Self {
            here,
            key: StoredValue::new(key),
            value: RwSignal::new(value),
        };
        spawn_local(async move {
            let kept: Option<Option<T>> = here.cache_get(&it.key.get_value()).await;
            if let Some(kept) = kept.flatten() {
                it.value.try_set(kept);
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
        self.keep(Some(self.get()));
    }

    /// Nothing of it is kept any more.
    pub(crate) fn forget(self) {
        self.keep(None);
    }

    fn keep(self, value: Option<T>) {
        let (here, Some(key)) = (self.here, self.key.try_get_value()) else {
            return;
        };
        spawn_local(async move { here.cache_put(&key, &value).await });
    }
}
