//! Service worker updates: a newer build is installed, waits, and takes over only when the user asks for it.

use super::{listen, page, window};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

fn container() -> Option<ServiceWorkerContainer> {
    let navigator: JsValue = window().navigator().into();
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    JsFuture::from(container()?.ready().ok()?)
        .await
        .ok()?
        .dyn_into()
        .ok()
}

/// Calls back when a newer build is installed and waiting.
pub fn on_waiting(back: impl Fn() + 'static) {
    let back = Rc::new(back);
    spawn_local(async move {
        let Some(registration) = registration().await else {
            return;
        };
        // Without a controller this is the first installation, not an update.
        let is_update = || container().is_some_and(|it| it.controller().is_some());
        if registration.waiting().is_some() && is_update() {
            back();
        }
        let own = registration.clone();
        listen::<web_sys::Event>(&registration, "updatefound", move |_| {
            let Some(worker) = own.installing() else {
                return;
            };
            let back = Rc::clone(&back);
            let installed: ServiceWorker = worker.clone();
            listen::<web_sys::Event>(&worker, "statechange", move |_| {
                if installed.state() == ServiceWorkerState::Installed && is_update() {
                    back();
                }
            });
        });
    });
}

/// Asks the browser to check the server for a newer build.
pub fn check_for_update() {
    spawn_local(async {
        if let Some(registration) = registration().await {
            let _ = registration.update().map(JsFuture::from);
        }
    });
}

/// Activates the waiting build; the page reloads once the new service worker controls it.
pub fn activate_waiting() {
    let Some(container) = container() else { return };
    listen::<web_sys::Event>(&container, "controllerchange", |_| page::reload());
    spawn_local(async {
        if let Some(waiting) = registration().await.and_then(|it| it.waiting()) {
            let _ = waiting.post_message(&JsValue::from_str("take-over"));
        }
    });
}
