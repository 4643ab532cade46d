//! Buttons. Each kind is made in one place, so that a visitor's phone brings its code once.

use super::reading_prefs::say;
use domain::quiz::Text;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

type Press = SendWrapper<Box<dyn Fn()>>;

/// The one thing to do next.
pub(super) fn main_button(words: impl Into<Text>, press: impl Fn() + 'static) -> AnyView {
    plain("main-button", say(words), SendWrapper::new(Box::new(press)))
}

/// Something else that can be done.
pub(super) fn quiet(words: impl Into<Text>, press: impl Fn() + 'static) -> AnyView {
    plain("quiet", say(words), SendWrapper::new(Box::new(press)))
}

/// The way back.
pub(super) fn back(words: impl Into<Text>, press: impl Fn() + 'static) -> AnyView {
    let label = view! { "← "{say(words)} }.into_any();
    plain("quiet", label, SendWrapper::new(Box::new(press)))
}

fn plain(class: &'static str, label: AnyView, press: Press) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| press()>{label}</button> }
        .into_any()
}

/// One of several that can be chosen.
pub(super) fn choice(
    class: &'static str,
    label: AnyView,
    is_on: Signal<bool>,
    press: impl Fn() + 'static,
) -> AnyView {
    chosen(class, label, is_on, SendWrapper::new(Box::new(press)))
}

fn chosen(class: &'static str, label: AnyView, is_on: Signal<bool>, press: Press) -> AnyView {
    let pressed = move || if is_on.get() { "true" } else { "false" };
    view! { <button type="button" class=class aria-pressed=pressed on:click=move |_| press()>{label}</button> }.into_any()
}
