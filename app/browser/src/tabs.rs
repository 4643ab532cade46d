//! Other tabs of the same browser: broadcast messages and locks, so that only one tab pushes at a time.

use super::window;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

const CHANNEL: &str = "michishirube";

/// A message between tabs, sent over a `BroadcastChannel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabMessage {
    /// The stored journal changed.
    JournalWritten,
    /// The active user changed.
    UserChanged,
}

thread_local! {
    static BROADCAST: Option<web_sys::BroadcastChannel> = web_sys::BroadcastChannel::new(CHANNEL).ok();
}

/// Sends a message to all other tabs. Ignored where `BroadcastChannel` is missing.
pub fn broadcast(word: TabMessage) {
    let text = match word {
        TabMessage::JournalWritten => "written",
        TabMessage::UserChanged => "person",
    };
    BROADCAST.with(|it| {
        it.as_ref()
            .map(|it| it.post_message(&JsValue::from_str(text)))
    });
}

/// Calls back with every message of the other tabs.
pub fn on_message(mut back: impl FnMut(TabMessage) + 'static) {
    BROADCAST.with(|it| {
        let Some(channel) = it else { return };
        super::listen::<web_sys::MessageEvent>(channel, "message", move |event| {
            match event.data().as_string().as_deref() {
                Some("written") => back(TabMessage::JournalWritten),
                Some("person") => back(TabMessage::UserChanged),
                _ => {}
            }
        });
    });
}

/// A boxed future, so that the wasm has one copy of the locking code.
pub type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Holds the tab lock `name` while this page lives. The browser releases it even if the tab crashes.
pub fn hold_tab_lock(name: &str) {
    let name = lock_name(name);
    wasm_bindgen_futures::spawn_local(async move {
        with_exclusive_lock(&name, Box::pin(std::future::pending()), false).await;
    });
}

/// Whether no page holds the tab lock `name`. Without Web Locks this is always `true`.
pub async fn is_closed(name: &str) -> bool {
    with_exclusive_lock(&lock_name(name), Box::pin(std::future::ready(())), false).await
}

fn lock_name(name: &str) -> String {
    format!("michishirube-tab-{name}")
}

/// Runs `work` under an exclusive lock. Returns `false` at once, without running it, if another tab holds the lock;
/// with `takes_over`, the other tab loses it.
pub async fn with_exclusive_lock(name: &str, work: Work, takes_over: bool) -> bool {
    let navigator: JsValue = window().navigator().into();
    let locks = js_sys::Reflect::get(&navigator, &"locks".into()).ok();
    let Some(locks) = locks.and_then(|it| it.dyn_into::<web_sys::LockManager>().ok()) else {
        // Without Web Locks two tabs may push the same facts: harmless, since the server deduplicates by fact id.
        work.await;
        return true;
    };
    let options = web_sys::LockOptions::new();
    // One or the other: what is taken over is not waited for.
    options.set_if_available(!takes_over);
    options.set_steal(takes_over);
    let mut work = Some(work);
    let granted = Closure::<dyn FnMut(JsValue) -> js_sys::Promise>::new(move |lock: JsValue| {
        let work = work.take().filter(|_| !lock.is_null());
        future_to_promise(async move {
            let ran = work.is_some();
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::from_bool(ran))
        })
    });
    let request: JsValue = locks
        .request_with_options(name, &options, granted.as_ref().unchecked_ref())
        .into();
    let ran = JsFuture::from(js_sys::Promise::resolve(&request)).await;
    ran.is_ok_and(|it| it.is_truthy())
}
