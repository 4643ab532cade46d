//! Server-sent events. The browser reconnects by itself after a connection loss, but not after an HTTP error: that is
//! retried here.

use super::{listen, page};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Event, EventSource, MessageEvent};

/// Interval of the check for a closed connection, in milliseconds.
const CHECK_INTERVAL: i32 = 5_000;

/// An open event stream. Dropping it closes the connection.
pub struct EventStream(Rc<RefCell<Option<EventSource>>>);

impl Drop for EventStream {
    fn drop(&mut self) {
        if let Some(source) = self.0.borrow_mut().take() {
            source.close();
        }
    }
}

/// Opens an event stream. Calls back with each message, and with `None` when the connection is lost.
pub fn open(
    path: &str,
    back: impl Fn(Option<String>) + Clone + 'static,
) -> send_wrapper::SendWrapper<EventStream> {
    let source = Rc::new(RefCell::new(connect(path, back.clone())));
    // A weak reference: the retry loop ends when the owner drops the stream.
    let (own, path) = (Rc::downgrade(&source), path.to_owned());
    wasm_bindgen_futures::spawn_local(async move {
        loop {
            page::pause(CHECK_INTERVAL).await;
            let Some(source) = own.upgrade() else { return };
            let is_closed = source
                .borrow()
                .as_ref()
                .is_none_or(|it| it.ready_state() == EventSource::CLOSED);
            if is_closed {
                let fresh = connect(&path, back.clone());
                *source.borrow_mut() = fresh;
            }
        }
    });
    send_wrapper::SendWrapper::new(EventStream(source))
}

fn connect(path: &str, back: impl Fn(Option<String>) + Clone + 'static) -> Option<EventSource> {
    let source = EventSource::new(path).ok()?;
    let lost = back.clone();
    listen::<MessageEvent>(&source, "message", move |event| {
        back(event.data().as_string());
    });
    listen::<Event>(&source, "error", move |_| lost(None));
    Some(source)
}
