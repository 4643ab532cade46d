//! Views whose code is in a chunk of its own.

use super::buttons::primary_button;
use super::reading_prefs::localized;
use super::texts::{FairText, FairTexts};
use browser::visitor as device;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use std::future::Future;
use std::pin::Pin;

/// Builds a view whose code is in a chunk; an error if the chunk could not be loaded.
pub(super) type LazyView = Result<Box<dyn FnOnce() -> AnyView>, SplitLoaderError>;

/// Label and action of the button that is shown if a full-screen chunk cannot be loaded.
pub(super) type Fallback = Option<(FairText, Callback<()>)>;

/// A placeholder until the chunk is loaded, then its view.
pub(super) fn lazy_view(coming: Pin<Box<dyn Future<Output = LazyView>>>, or: Fallback) -> AnyView {
    // The loaded view is `FnOnce` and cannot be cloned out of a signal: a stored value, and a flag that tells of it.
    let came = StoredValue::new_local(None::<LazyView>);
    let is_here = RwSignal::new(false);
    spawn_local(async move {
        let it = coming.await;
        // A value handed back means that the page is unmounted.
        if came.try_set_value(Some(it)).is_none() {
            is_here.set(true);
            if or.is_some() {
                device::to_top();
            }
        }
    });
    let shown = move || {
        is_here.track();
        match (came.try_update_value(Option::take).flatten(), or) {
            (Some(Ok(show)), _) => show(),
            (Some(Err(_)), Some((word, go))) => view! {
                <main id="main" tabindex="-1" class="centered">
                    <h1>{localized(FairTexts::NOT_LOADED)}</h1>
                    {primary_button(word, move || go.run(()))}
                </main>
            }
            .into_any(),
            (Some(Err(_)), None) => view! {
                <p class="loading-text" role="status">
                    {localized(FairTexts::NOT_LOADED)}
                </p>
            }
            .into_any(),
            (None, _) => view! {
                <p class="loading-text" role="status">
                    {localized(FairTexts::LOADING)}
                </p>
            }
            .into_any(),
        }
    };
    shown.into_any()
}
