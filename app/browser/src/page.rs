//! The page: URL, title, focus, scrolling, visibility, file download and upload, printing.

use super::{listen, window};
use domain::panic_message::without_data;
use wasm_bindgen::{JsCast, JsValue};

/// Writes the message and the place of a panic to the console, and tells `public/stopped.js`, by an event, what of it
/// may leave the device.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
        let message = without_data(panic.payload_as_str().unwrap_or_default());
        let place = panic.location().map(ToString::to_string);
        let told = format!("{message} ({})", place.unwrap_or_default());
        let detail = web_sys::CustomEventInit::new();
        detail.set_detail(&told.into());
        if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict("panic", &detail) {
            let _ = window().dispatch_event(&event);
        }
    }));
}

/// Removes the skeleton screen once the app is mounted.
pub fn remove_skeleton() {
    let skeleton = window()
        .document()
        .and_then(|it| it.get_element_by_id("skeleton"));
    if let Some(skeleton) = skeleton {
        skeleton.remove();
    }
}

/// Path of the current URL, without query and fragment.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Fragment of the URL, without the `#`.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Origin of this site: scheme, host and port.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Pushes a path of the app onto the history. It does not render the page.
pub fn push(path: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Replaces the current history entry's URL: "back" does not return to the old one.
pub fn replace(path: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Calls back when the person presses a key or a pointer.
pub fn on_activity(back: impl FnMut() + Clone + 'static) {
    for name in ["keydown", "pointerdown"] {
        let mut back = back.clone();
        listen::<web_sys::Event>(&window(), name, move |_| back());
    }
}

/// Calls back on `popstate`: the user went back or forward.
pub fn on_pop(mut back: impl FnMut() + 'static) {
    listen::<web_sys::Event>(&window(), "popstate", move |_| back());
}

/// Calls back with the path when the user plainly clicks a link within the app.
pub fn on_link_click(mut back: impl FnMut(String) + 'static) {
    listen::<web_sys::MouseEvent>(&window(), "click", move |event| {
        // A click with a modifier key or another button opens a new tab or window: left to the browser.
        let plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        let element = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        let link = element.and_then(|it| it.closest("a[href^='/']:not([rel])").ok().flatten());
        let href = link.and_then(|it| it.get_attribute("href"));
        if let Some(href) = href.filter(|_| plain && !event.default_prevented()) {
            event.prevent_default();
            back(href);
        }
    });
}

/// Sets the window title to the page's title.
pub fn set_title(title: &str) {
    if let Some(document) = window().document() {
        document.set_title(&format!("{title} — 道しるべ"));
    }
}

/// After navigation: sets the title, scrolls to the top and focuses the main region.
pub fn begin_page(title: &str) {
    set_title(title);
    window().scroll_to_with_x_and_y(0.0, 0.0);
    focus("main");
}

/// Focuses an element by its id; does nothing if it is missing.
pub fn focus(id: &str) {
    let element = window().document().and_then(|it| it.get_element_by_id(id));
    if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Focuses an element by its id even if it has the focus: what describes it is read out again.
pub fn focus_again(id: &str) {
    let element = window().document().and_then(|it| it.get_element_by_id(id));
    if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.blur();
        let _ = element.focus();
    }
}

/// Opens a `<dialog>` by its id as a modal.
pub fn show_modal(id: &str) {
    let element = window().document().and_then(|it| it.get_element_by_id(id));
    if let Some(dialog) = element.and_then(|it| it.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        let _ = dialog.show_modal();
    }
}

/// Scrolls an element, by its id, to the centre and focuses its first (or checked) control.
pub fn scroll_to(id: &str) {
    let Some(element) = window().document().and_then(|it| it.get_element_by_id(id)) else {
        return;
    };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let find = |selector| element.query_selector(selector).ok().flatten();
    let inside = find("input:checked").or_else(|| find("input, textarea, button"));
    if let Some(inside) = inside.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        // Focusing would scroll again and undo the centring.
        options.set_prevent_scroll(true);
        let _ = inside.focus_with_options(&options);
    }
}

/// Index of the child of `#id` that covers the viewport height `y`, in CSS pixels.
pub fn child_index_at(id: &str, y: f64) -> Option<usize> {
    let children = window().document()?.get_element_by_id(id)?.children();
    let is_there = |at: &u32| {
        let child = children.item(*at).map(|it| it.get_bounding_client_rect());
        child.is_some_and(|it| (it.top()..it.bottom()).contains(&y))
    };
    let at = (0..children.length()).find(is_there)?;
    usize::try_from(at).ok()
}

/// Captures the pointer: its moves go to the element it went down on, wherever it moves.
pub fn capture_pointer(event: &web_sys::PointerEvent) {
    let element = event.current_target();
    if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::Element>().ok()) {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Whether what has the focus is written in: keys are text there.
pub fn is_in_text_field() -> bool {
    let focused = window().document().and_then(|it| it.active_element());
    focused.is_some_and(|it| {
        it.matches("textarea, select, input:not([type=radio], [type=checkbox])")
            .unwrap_or_default()
    })
}

/// The id of what has the focus; empty if it has none.
pub fn focused_id() -> String {
    let focused = window().document().and_then(|it| it.active_element());
    focused.map_or_else(String::new, |it| it.id())
}

/// Whether the focus is on a radio button.
pub fn is_on_radio() -> bool {
    let focused = window().document().and_then(|it| it.active_element());
    focused.is_some_and(|it| it.matches("input[type=radio]").unwrap_or_default())
}

/// Whether the keyboard is this page's: no other tab or window has it.
pub fn has_focus() -> bool {
    let document = window().document();
    document.is_some_and(|it| it.has_focus().unwrap_or_default())
}

/// A table that is pasted, as text with tabs between its cells; `None` if it is none.
pub fn pasted_table(event: &web_sys::ClipboardEvent) -> Option<String> {
    let data = event.clipboard_data()?;
    let text = data.get_data("text/plain").ok()?;
    // A column of a spreadsheet has no tabs, but comes as a table, too.
    let is_table = text.contains('\t')
        || data
            .get_data("text/html")
            .is_ok_and(|it| it.contains("<table"));
    is_table.then_some(text)
}

/// Whether an element with this id takes room on the page.
pub fn is_displayed(id: &str) -> bool {
    let element = window().document().and_then(|it| it.get_element_by_id(id));
    let element = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    element.is_some_and(|it| it.offset_height() > 0)
}

/// Whether the layout is narrow, so that one question is shown at a time. The same breakpoint as in `style/main.css`.
pub fn is_narrow() -> bool {
    let query = window().match_media("(max-width: 699px)").ok().flatten();
    query.is_some_and(|it| it.matches())
}

/// The browser's own guess: `true` does not mean that the server is reachable.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Calls back when the browser goes online (`true`) or offline (`false`).
pub fn on_network(back: impl Fn(bool) + Clone + 'static) {
    let came = back.clone();
    listen::<web_sys::Event>(&window(), "online", move |_| came(true));
    listen::<web_sys::Event>(&window(), "offline", move |_| back(false));
}

/// Whether the page is in view, as far as the browser knows.
pub fn is_visible() -> bool {
    window().document().is_some_and(|it| !it.hidden())
}

/// Calls back when the page is hidden (`true`) or shown (`false`).
pub fn on_hidden(back: impl Fn(bool) + Clone + 'static) {
    let Some(document) = window().document() else {
        return;
    };
    let seen = back.clone();
    let own = document.clone();
    listen::<web_sys::Event>(&document, "visibilitychange", move |_| seen(own.hidden()));
    // `pagehide` may be the last event that a closing tab gets.
    listen::<web_sys::Event>(&window(), "pagehide", move |_| back(true));
}

/// Whether the focus went to a part of an element.
pub fn contains(element: &web_sys::Element, target: &web_sys::EventTarget) -> bool {
    let node = target.dyn_ref::<web_sys::Node>();
    node.is_some_and(|it| element.contains(Some(it)))
}

/// Calls back before printing (`true`) and after it (`false`).
pub fn on_print(back: impl Fn(bool) + Clone + 'static) {
    let ends = back.clone();
    listen::<web_sys::Event>(&window(), "beforeprint", move |_| back(true));
    listen::<web_sys::Event>(&window(), "afterprint", move |_| ends(false));
}

/// Requests persistent storage, so that the browser does not evict this site's data. The answer is not awaited.
pub fn ask_to_persist() {
    let _ = window().navigator().storage().persist();
}

/// Whether the browser keeps pages for use without network, and makes keys: not on plain http.
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// Reloads the page.
pub fn reload() {
    let _ = window().location().reload();
}

/// Opens the browser's print dialog.
pub fn print() {
    let _ = window().print();
}

/// Whether the field of an event shows something that is no value yet, such as a day without its month.
pub fn has_bad_input(event: &web_sys::Event) -> bool {
    let field = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
    field.is_some_and(|it| it.validity().bad_input())
}

/// Content of the file chosen in the `<input type="file">` with this id; `None` if there is none or it is unreadable.
pub async fn read_chosen_file(id: &str) -> Option<Vec<u8>> {
    let element = window().document()?.get_element_by_id(id)?;
    let input = element.dyn_into::<web_sys::HtmlInputElement>().ok()?;
    let file = input.files()?.get(0)?;
    let bytes = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await;
    Some(js_sys::Uint8Array::new(&bytes.ok()?).to_vec())
}

/// Name and content of the file chosen in the `<input type="file">` with this id, which is then empty: the same file
/// can be chosen again once it was corrected.
pub async fn take_chosen_file(id: &str) -> Option<(String, Vec<u8>)> {
    let element = window().document()?.get_element_by_id(id)?;
    let input = element.dyn_into::<web_sys::HtmlInputElement>().ok()?;
    let file = input.files()?.get(0)?;
    let bytes = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await;
    input.set_value("");
    Some((file.name(), js_sys::Uint8Array::new(&bytes.ok()?).to_vec()))
}

/// Lets what is due run, the view's updates among it, before the browser takes the next event.
pub async fn microtask() {
    let due = js_sys::Promise::resolve(&JsValue::UNDEFINED);
    let _ = wasm_bindgen_futures::JsFuture::from(due).await;
}

/// Sleeps for some milliseconds.
pub async fn pause(millis: i32) {
    let wait = js_sys::Promise::new(&mut |done, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
}

/// Puts a text on the clipboard; `false` if the browser does not allow it.
pub async fn copy_text(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Without a secure context there is none.
    if clipboard.is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text))
        .await
        .is_ok()
}
