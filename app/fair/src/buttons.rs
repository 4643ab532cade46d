//! Buttons. Each kind is built by one function that is not generic, so that its code is downloaded once.

use super::reading_prefs::localized;
use domain::quiz::FuriganaText;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

type OnPress = SendWrapper<Box<dyn Fn()>>;

/// The page's primary action.
pub(super) fn primary_button(
    words: impl Into<FuriganaText>,
    press: impl Fn() + 'static,
) -> AnyView {
    button_view(
        "primary-button",
        localized(words),
        SendWrapper::new(Box::new(press)),
    )
}

/// A secondary action of the page.
pub(super) fn secondary_button(
    words: impl Into<FuriganaText>,
    press: impl Fn() + 'static,
) -> AnyView {
    button_view(
        "secondary-button",
        localized(words),
        SendWrapper::new(Box::new(press)),
    )
}

/// A secondary action with a back arrow.
pub(super) fn back_button(words: impl Into<FuriganaText>, press: impl Fn() + 'static) -> AnyView {
    let label = view! {
        "← "
        {localized(words)}
    }
    .into_any();
    button_view("secondary-button", label, SendWrapper::new(Box::new(press)))
}

fn button_view(class: &'static str, label: AnyView, press: OnPress) -> AnyView {
    view! {
        <button type="button" class=class on:click=move |_| press()>
            {label}
        </button>
    }
    .into_any()
}

/// A toggle button: an option, or a switch.
pub(super) fn toggle_button(
    class: &'static str,
    label: AnyView,
    is_on: Signal<bool>,
    press: impl Fn() + 'static,
) -> AnyView {
    toggle_view(class, label, is_on, SendWrapper::new(Box::new(press)))
}

fn toggle_view(
    class: &'static str,
    label: AnyView,
    is_on: Signal<bool>,
    press: OnPress,
) -> AnyView {
    // As text: a `bool` would add or remove the attribute.
    let pressed = move || if is_on.get() { "true" } else { "false" };
    view! {
        <button type="button" class=class aria-pressed=pressed on:click=move |_| press()>
            {label}
        </button>
    }
    .into_any()
}
