//! A stream of messages from the server (server-sent events). The browser connects again by itself.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// An open stream; it ends when this is dropped.
pub(crate) struct Stream(Option<EventSource>);

impl Drop for Stream {
    fn drop(&mut self) {
        if let Some(source) = &self.0 {
            source.close();
        }
    }
}

/// Opens a stream. Calls back with each message, and with none when the connection is lost.
pub(crate) fn open(
    path: &str,
    back: impl Fn(Option<String>) + Clone + 'static,
) -> send_wrapper::SendWrapper<Stream> {
    let source = EventSource::new(path).ok();
    if let Some(source) = &source {
        let lost = back.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            back(event.data().as_string());
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        let failed = Closure::<dyn FnMut()>::new(move || lost(None));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        failed.forget();
    }
    send_wrapper::SendWrapper::new(Stream(source))
}
