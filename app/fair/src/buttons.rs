//! Buttons. Each kind is built by one function that is not generic, so that its code is downloaded once.

use super::reading_prefs::say;
use domain::quiz::Text;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

type Press = SendWrapper<Box<dyn Fn()>>;

/// The page's primary action.
pub(super) fn main_button(words: impl Into<Text>, press: impl Fn() + 'static) -> AnyView {
    plain("main-button", say(words), SendWrapper::new(Box::new(press)))
}

/// A secondary action of the page.
pub(super) fn quiet(words: impl Into<Text>, press: impl Fn() + 'static) -> AnyView {
    plain("quiet", say(words), SendWrapper::new(Box::new(press)))
}

/// A secondary action with a back arrow.
pub(super) fn back(words: impl Into<Text>, press: impl Fn() + 'static) -> AnyView {
    let label = view! { "← "{say(words)} }.into_any();
    plain("quiet", label, SendWrapper::new(Box::new(press)))
}

fn plain(class: &'static str, label: AnyView, press: Press) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| press()>{label}</button> }
        .into_any()
}

/// A toggle button: an option, or a switch.
pub(super) fn choice(
    class: &'static str,
    label: AnyView,
    is_on: Signal<bool>,
    press: impl Fn() + 'static,
) -> AnyView {
    chosen(class, label, is_on, SendWrapper::new(Box::new(press)))
}

fn chosen(class: &'static str, label: AnyView, is_on: Signal<bool>, press: Press) -> AnyView {
    // As text: a `bool` would add or remove the attribute.
    let pressed = move || if is_on.get() { "true" } else { "false" };
    view! { <button type="button" class=class aria-pressed=pressed on:click=move |_| press()>{label}</button> }.into_any()
}
