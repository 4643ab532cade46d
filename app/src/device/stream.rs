//! A stream of messages from the server (server-sent events). The browser connects again by itself.

use super::listen;
use web_sys::{Event, EventSource, MessageEvent};

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
        listen::<MessageEvent>(source, "message", move |event| {
            back(event.data().as_string());
        });
        listen::<Event>(source, "error", move |_| lost(None));
    }
    send_wrapper::SendWrapper::new(Stream(source))
}
