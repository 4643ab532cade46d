//! The fair pages' access to the browser: address, history, quiz, pictures, share sheet, speech. Nothing is stored.

use super::{files, listen, page, window};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, HtmlImageElement, UrlSearchParams,
};

fn root() -> Option<HtmlElement> {
    window().document()?.document_element()?.dyn_into().ok()
}

/// Calls back when the fragment changes: another QR code was opened in the same page.
pub fn on_fragment(back: impl Fn() + 'static) {
    listen::<web_sys::Event>(&window(), "hashchange", move |_| back());
}

/// Removes the fragment from the URL, so that a used code is not shown and cannot be copied.
pub fn remove_fragment() {
    page::replace(&page::path());
}

/// Marks the current history entry as the first screen, also after a reload.
pub fn mark_first_step() {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", None);
    }
}

/// Pushes a history entry for the next screen, so that the browser's back button leads to the previous one. The entry
/// holds only the depth, none of the visitor's answers.
pub fn push_step(depth: usize) {
    if let Ok(history) = window().history() {
        let depth = JsValue::from_str(&depth.to_string());
        let _ = history.push_state_with_url(&depth, "", None);
    }
}

/// Goes back by some screens in the history; [`on_steps`] is called when the browser has done it.
pub fn step_back(by: usize) {
    if let (Ok(history), Ok(by)) = (window().history(), i32::try_from(by)) {
        let _ = history.go_with_delta(-by);
    }
}

/// Calls back with the depth (0 is the first screen) when the visitor goes back or forward.
pub fn on_step_change(back: impl Fn(usize) + 'static) {
    listen::<web_sys::Event>(&window(), "popstate", move |_| {
        let state = window().history().and_then(|it| it.state());
        let depth = state.ok().and_then(|it| it.as_string());
        back(depth.and_then(|it| it.parse().ok()).unwrap_or_default());
    });
}

/// A parameter of the URL's query.
pub fn query_param(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// Applies language, text size in percent, and contrast to the page.
pub fn apply_prefs(lang: &str, size: u16, is_strong: bool) {
    let Some(root) = root() else { return };
    let _ = root.set_attribute("lang", lang);
    let _ = root.set_attribute("data-size", &size.to_string());
    let _ = root.set_attribute("data-contrast", if is_strong { "more" } else { "usual" });
}

/// Focuses the main region and scrolls to the top, once the new screen is rendered.
pub fn to_top() {
    wasm_bindgen_futures::spawn_local(async {
        // Wait until the new screen is rendered.
        page::pause(0).await;
        // In this order: what takes the focus is scrolled into view, past the language bar above it.
        page::focus("main");
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
}

/// Outcome of saving or sharing the result card.
#[derive(Clone, PartialEq, Eq)]
pub enum CardOutcome {
    Saved,
    /// The browser of another app, which saves no files: here is the picture, as a URL.
    Shown(String),
    Shared,
    /// The visitor cancelled the share sheet.
    Cancelled,
    Failed,
}

/// Makes a picture of an SVG text and saves it, or hands it to the share sheet.
pub async fn export_card(svg: &str, size: (u32, u32), name: &str, is_shared: bool) -> CardOutcome {
    let Ok(png) = render_png(svg, size).await else {
        return CardOutcome::Failed;
    };
    if !is_shared && files::is_in_other_app() {
        return match files::url_of(&png, PNG) {
            Ok(url) => CardOutcome::Shown(url),
            Err(_) => CardOutcome::Failed,
        };
    }
    let done = if is_shared {
        files::share(name, &png, PNG).await
    } else {
        files::save_bytes(name, &png).await
    };
    match done {
        Ok(()) if is_shared => CardOutcome::Shared,
        Ok(()) => CardOutcome::Saved,
        Err(why) if files::is_cancelled(&why) => CardOutcome::Cancelled,
        Err(_) => CardOutcome::Failed,
    }
}

/// The type of the card.
const PNG: &str = "image/png";

async fn render_png(svg: &str, (width, height): (u32, u32)) -> Result<Vec<u8>, JsValue> {
    let parts = Array::of1(&JsValue::from_str(svg));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&url);
    let loaded = JsFuture::from(image.decode()).await;
    web_sys::Url::revoke_object_url(&url)?;
    loaded?;
    let document = window().document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let pen: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    pen.draw_image_with_html_image_element(&image, 0.0, 0.0)?;
    let made = Promise::new(&mut |done, _| {
        let _ = canvas.to_blob(&done);
    });
    let blob: web_sys::Blob = JsFuture::from(made).await?.dyn_into()?;
    let bytes = JsFuture::from(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

fn voice() -> Option<web_sys::SpeechSynthesis> {
    window().speech_synthesis().ok()
}

/// Calls back with whether a speech voice is available, now and whenever that changes.
pub fn on_voices(back: impl Fn(bool) + 'static) {
    // Browsers load voices asynchronously: the first list is often empty.
    let Some(voice) = voice() else { return };
    back(voice.get_voices().length() > 0);
    let own = voice.clone();
    listen::<web_sys::Event>(&voice, "voiceschanged", move |_| {
        back(own.get_voices().length() > 0);
    });
}

/// Reads a text aloud and stops whatever was being read. `lang` is a BCP 47 tag.
pub fn speak(text: &str, lang: &str) {
    stop_speech();
    if let (Some(voice), Ok(words)) = (
        voice(),
        web_sys::SpeechSynthesisUtterance::new_with_text(text),
    ) {
        words.set_lang(lang);
        voice.speak(&words);
    }
}

/// Stops reading aloud.
pub fn stop_speech() {
    if let Some(voice) = voice() {
        voice.cancel();
    }
}
