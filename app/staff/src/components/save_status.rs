//! Save status in three steps: 入力中 → この端末 → サーバー, as marks and as text.

use crate::i18n::{fill, t};
use crate::sync::{AppState, StorageProblem};
use leptos::prelude::*;
use serde_json::Value;
use std::time::Duration;

/// Save status of everything on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SaveStatus {
    Typing,
    /// Number of facts not pushed yet.
    LocalOnly(usize),
    /// Number of facts that the server rejected.
    Rejected(usize),
    OnServer,
}

impl SaveStatus {
    fn label(self) -> String {
        match self {
            Self::Typing => t("入力中").to_owned(),
            Self::LocalOnly(n) => fill!("{0} 件はこの端末だけ", n),
            Self::Rejected(n) => fill!("{0} 件が受け取られていません", n),
            Self::OnServer => t("サーバーに保存").to_owned(),
        }
    }

    /// Number of filled marks, of three.
    fn n_filled(self) -> usize {
        match self {
            Self::Typing => 1,
            Self::LocalOnly(_) | Self::Rejected(_) => 2,
            Self::OnServer => 3,
        }
    }
}

/// Status of everything on this device, in the header. It links to the page about this device.
#[component]
pub(crate) fn SaveStatusLink() -> impl IntoView {
    let here = expect_context::<AppState>();
    let rung = Memo::new(move |_| {
        let (only_here, refused) = here.journal.with(|it| {
            it.as_ref()
                .map_or((0, 0), |it| (it.n_local_only(), it.tray().count()))
        });
        // What cannot be stored on this device is nowhere but on the page.
        let is_stuck = here
            .storage_problem
            .with(|it| matches!(it, Some(StorageProblem::WriteFailed(_))));
        if is_stuck || here.n_writing.get() > 0 {
            SaveStatus::Typing
        } else if refused > 0 {
            SaveStatus::Rejected(refused)
        } else if only_here > 0 {
            SaveStatus::LocalOnly(only_here)
        } else {
            SaveStatus::OnServer
        }
    });
    view! {
        <a class="save-status" href="/device" class:on-server=move || rung.get() == SaveStatus::OnServer>
            <StatusMarks height=Memo::new(move |_| rung.get().n_filled()) />
            <span class="save-status-text">{move || rung.get().label()}</span>
        </a>
        <StatusAnnouncer rung=rung />
    }
}

/// Announces the status to screen readers, at most once in 5 seconds.
#[component]
fn StatusAnnouncer(rung: Memo<SaveStatus>) -> impl IntoView {
    let spoken = RwSignal::new(String::new());
    let waiting = StoredValue::new(false);
    Effect::new(move |before: Option<SaveStatus>| {
        let now = rung.get();
        if before.is_some_and(|it| it != now) && !waiting.get_value() {
            waiting.set_value(true);
            set_timeout(
                move || {
                    waiting.set_value(false);
                    // Nothing to announce once the person has signed out.
                    if let Some(now) = rung.try_get_untracked() {
                        spoken.set(now.label());
                    }
                },
                Duration::from_secs(5),
            );
        }
        now
    });
    view! {
        <span class="visually-hidden" role="status">
            {move || spoken.get()}
        </span>
    }
}

#[component]
fn StatusMarks(
    /// Number of filled marks, of three.
    height: Memo<usize>,
) -> impl IntoView {
    let stone = move |at: usize| view! { <i class:filled=move || { height.get() >= at }></i> };
    view! {
        <span class="save-status-dots" aria-hidden="true">
            {stone(1)}
            {stone(2)}
            {stone(3)}
        </span>
    }
}

/// Save status of one field.
#[component]
pub(crate) fn FieldSaveStatus(
    /// Set while typing is not persisted.
    is_typing: RwSignal<bool>,
    /// The answer including pending writes.
    value: Memo<Option<Value>>,
    /// The persisted answer; it differs while a write is pending.
    stored: Memo<Option<Value>>,
    /// Whether the server has not confirmed the answer yet.
    is_unsent: Memo<bool>,
) -> impl IntoView {
    let height = Memo::new(move |_| {
        match (
            is_typing.get() || value.get() != stored.get(),
            is_unsent.get(),
        ) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) if value.with(Option::is_some) => 3,
            _ => 0,
        }
    });
    let word = move || match height.get() {
        0 => "",
        1 => t("入力中"),
        2 => t("この端末に保存"),
        _ => t("サーバーに保存"),
    };
    view! {
        <span class="field-save-status" class:on-server=move || height.get() == 3 hidden=move || height.get() == 0>
            <StatusMarks height=height />
            {move || word()}
        </span>
    }
}
