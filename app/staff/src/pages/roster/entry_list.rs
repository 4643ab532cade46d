//! Entries of one kind, each with a box: a page of them at a time, all of them with one press.

use super::roster_state::RosterState;
use crate::i18n::fill;
use crate::pages::people::difference;
use domain::person::Role;
use domain::roster_difference::RosterEntry;
use leptos::prelude::*;
use std::rc::Rc;

/// Entries on one page.
const PAGE: usize = 25;

#[component]
pub(super) fn EntryList(
    state: RosterState,
    title: &'static str,
    hint: &'static str,
    entries: Vec<RosterEntry>,
) -> impl IntoView {
    let n = entries.len();
    let shown = RwSignal::new(PAGE.min(n));
    let entries = StoredValue::new_local(Rc::new(entries));
    let n_accepted = move || {
        let entries = entries.get_value();
        state.accepted.with(|all| {
            let own = entries.iter().filter(|it| all.contains(&it.person.id));
            own.count()
        })
    };
    let toggle_all = move |event| {
        let is_on = event_target_checked(&event);
        state.accept(&entries.get_value(), is_on);
    };
    let rows = move || {
        let entries = entries.get_value();
        let first = entries.iter().take(shown.get());
        first.map(|it| row(state, it)).collect_view()
    };
    let is_whole = move || shown.get() >= n;
    let show_more = move |_| shown.update(|it| *it = (*it + PAGE).min(n));
    view! {
        <div class="list-head">
            <h2>{title} " " <span class="count">{n}</span></h2>
            <label class="check">
                <input type="checkbox" prop:checked=move || n_accepted() == n on:change=toggle_all />
                <span>
                    {move || fill!("すべて（{0} / {1}人を選択）", n_accepted(), n)}
                    <span class="visually-hidden">{fill!("（{0}）", title)}</span>
                </span>
            </label>
        </div>
        <p class="hint">{hint}</p>
        <ul class="entries">{rows}</ul>
        <p hidden=is_whole>
            <button type="button" class="button small" on:click=show_more>
                {move || fill!("続きを見る（あと{0}人）", n.saturating_sub(shown.get()))}
            </button>
        </p>
    }
}

fn row(state: RosterState, it: &RosterEntry) -> AnyView {
    let entry = it.clone();
    let id = it.person.id.clone();
    let toggle = move |event| {
        let is_on = event_target_checked(&event);
        state.accept(std::slice::from_ref(&entry), is_on);
    };
    let fields: Vec<_> = it.fields.iter().map(difference).collect();
    let doubts: Vec<_> = it
        .doubts
        .iter()
        .map(|it| view! { <li class="form-error">{it.clone()}</li> })
        .collect();
    let roles: Vec<&str> = it.roles.iter().map(|it| Role::label(*it)).collect();
    let roles = (!roles.is_empty()).then(|| fill!("役割: {0}", roles.join("、")));
    let line = it.line.map(|it| fill!("{0}行目", it));
    view! {
        <li>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || state.accepted.with(|all| all.contains(&id))
                    on:change=toggle
                />
                <span>
                    <b>{it.person.name.clone()}</b>
                    " "
                    <small>{it.person.id.to_string()} "　" {it.org.label()} "　" {line}</small>
                </span>
            </label>
            <ul class="differences">{fields} {roles.map(|it| view! { <li>{it}</li> })} {doubts}</ul>
        </li>
    }
    .into_any()
}
