//! Three small stones: 入力中 → この端末 → サーバー. The word beside them says how far the input has come.

use crate::journal::Journal;
use crate::sync::Here;
use leptos::prelude::*;
use std::time::Duration;

/// How far the input has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rung {
    Typing,
    OnlyHere(usize),
    OnServer,
}

impl Rung {
    fn word(self) -> String {
        match self {
            Self::Typing => "入力中".to_owned(),
            Self::OnlyHere(n) => format!("{n} 件はこの端末だけ"),
            Self::OnServer => "サーバーに保存".to_owned(),
        }
    }

    /// How many of the three stones are filled.
    fn height(self) -> usize {
        match self {
            Self::Typing => 1,
            Self::OnlyHere(_) => 2,
            Self::OnServer => 3,
        }
    }
}

/// The ladder for everything on this device, in the header. It leads to what is only here.
#[component]
pub(crate) fn SaveLadder() -> impl IntoView {
    let here = expect_context::<Here>();
    let rung = Memo::new(move |_| {
        let only_here = here
            .journal
            .with(|it| it.as_ref().map_or(0, Journal::only_here));
        if here.n_writing.get() > 0 {
            Rung::Typing
        } else if only_here > 0 {
            Rung::OnlyHere(only_here)
        } else {
            Rung::OnServer
        }
    });
    view! {
        <a class="ladder" href="/device" class:on-server=move || rung.get() == Rung::OnServer>
            <Stones height=Signal::derive(move || rung.get().height())/>
            <span class="ladder-word">{move || rung.get().word()}</span>
        </a>
        <Spoken rung=rung/>
    }
}

/// What a screen reader hears of it: at most once in some seconds.
#[component]
fn Spoken(rung: Memo<Rung>) -> impl IntoView {
    let spoken = RwSignal::new(String::new());
    let waiting = StoredValue::new(false);
    Effect::new(move |before: Option<Rung>| {
        let now = rung.get();
        if before.is_some_and(|it| it != now) && !waiting.get_value() {
            waiting.set_value(true);
            set_timeout(
                move || {
                    waiting.set_value(false);
                    spoken.set(rung.get_untracked().word());
                },
                Duration::from_secs(5),
            );
        }
        now
    });
    view! { <span class="visually-hidden" role="status">{spoken}</span> }
}

/// The stones alone.
#[component]
fn Stones(
    /// How many are filled.
    height: Signal<usize>,
) -> impl IntoView {
    let stone = move |at: usize| view! { <i class:filled=move || { height.get() >= at }></i> };
    view! { <span class="stones" aria-hidden="true">{stone(1)}{stone(2)}{stone(3)}</span> }
}

/// The word beside a field: where its answer is.
#[component]
pub(crate) fn FieldLadder(
    /// Whether it is being typed or written.
    is_typing: Signal<bool>,
    /// Whether there is an answer at all.
    is_there: Signal<bool>,
    /// Whether the server has not been heard to have it.
    is_unsent: Signal<bool>,
) -> impl IntoView {
    let rung = move || match (
        is_typing.get(),
        is_there.get() || is_unsent.get(),
        is_unsent.get(),
    ) {
        (true, ..) => Some((1, "入力中")),
        (false, false, _) => None,
        (false, true, true) => Some((2, "この端末に保存")),
        (false, true, false) => Some((3, "サーバーに保存")),
    };
    move || {
        rung().map(|(height, word)| {
            view! {
                <span class="field-ladder" class:on-server=height == 3>
                    <Stones height=Signal::stored(height)/>
                    {word}
                </span>
            }
        })
    }
}
