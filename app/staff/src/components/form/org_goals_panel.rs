//! Goals published by the person's leaders, next to the question they belong to: 組織目標 from the top down, and
//! the goals assigned to the person.

use super::SheetForm;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, t};
use api::interviews::{AssignedGoal, OrgGoal};
use domain::instrument::{Item, ItemRole};
use leptos::prelude::*;
use std::sync::Arc;

/// Published goals by level, each with a button that copies it into the sheet.
#[component]
pub(super) fn OrgGoalsPanel(form: SheetForm) -> impl IntoView {
    let year = form.with_id(|it| it.cycle.year);
    // [`ask`] takes a plain `fn`, which captures nothing: the form goes through the context.
    provide_context(StoredValue::new(form));
    let here = form.here;
    view! {
        <Loading asking=Box::new(move || {
            ask(
                here.fetch_or_cached(format!("org-goals:{year}"), api::interviews::org_goals(year)),
                |it: Vec<OrgGoal>| view! { <GoalLevels goals=it /> }.into_any(),
            )
        }) />
    }
}

#[component]
fn GoalLevels(goals: Vec<OrgGoal>) -> impl IntoView {
    let form = expect_context::<StoredValue<SheetForm>>().get_value();
    if goals.is_empty() {
        return view! {
            <p class="hint">
                {t(
                    "所属長の組織目標は、まだ示されていません。自分の言葉で書いておけます。",
                )}
            </p>
        }
        .into_any();
    }
    let levels = goals.into_iter().map(|it| {
        let goal = it.goal.clone();
        let handed = it
            .handed
            .into_iter()
            .map(|it| view! { <AssignedGoal form handed=it /> });
        let copy = move |_| {
            let item = form
                .edition
                .with_value(|it| it.item_with_role(ItemRole::OrgGoal).cloned());
            copy_into(form, item, &goal);
        };
        view! {
            <li class="org-goals-level">
                <p class="eyebrow">{it.leader}</p>
                <p>{it.goal}</p>
                <button type="button" class="button small" on:click=copy>
                    {t("ここに写す")}
                </button>
                <ul>{handed.collect_view()}</ul>
            </li>
        }
    });
    view! {
        <ol class="org-goals" aria-label=t("示されている組織目標")>
            {levels.collect_view()}
        </ol>
    }
    .into_any()
}

/// An assigned goal. Its button copies it into the first empty goal; nothing is copied unasked.
#[component]
fn AssignedGoal(form: SheetForm, handed: AssignedGoal) -> impl IntoView {
    let said = RwSignal::new(String::new());
    // Number of the goal that it was copied into.
    let copied = RwSignal::new(None::<usize>);
    let own = handed.clone();
    let take = move |_| {
        let goals: Vec<Item> = form
            .edition
            .with_value(|it| it.items_with_role(ItemRole::Goal).cloned().collect());
        let free = form.sheet.with_untracked(|sheet| {
            let at = goals.iter().position(|it| sheet.value(&it.id).is_none());
            at.map(|it| it + 1)
        });
        let Some(n) = free else {
            said.set(t("目標はもう4つあります。").to_owned());
            return;
        };
        for (role, text) in [
            (ItemRole::Goal, &own.goal),
            (ItemRole::FutureState, &own.future),
            (ItemRole::Indicator, &own.indicator),
        ] {
            let item = form
                .edition
                .with_value(|it| it.copy_with_role(role, n).cloned());
            copy_into(form, item, text);
        }
        said.set(fill!("目標{0}に写しました。", n));
        copied.set(Some(n));
    };
    let open = move |_| {
        let at = form.edition.with_value(|it| {
            let goal = it.copy_with_role(ItemRole::Goal, copied.get_untracked()?)?;
            it.items().position(|it| it.id == goal.id)
        });
        if let Some(at) = at {
            form.go(at);
        }
    };
    let open = move || {
        copied.get().map(|n| {
            view! {
                <button type="button" class="link" on:click=open>
                    {fill!("目標{0}を開く", n)}
                </button>
            }
        })
    };
    view! {
        <li class="org-goals-share">
            <p>
                <span class="tag">{t("配られた目標")}</span>
                {handed.goal}
            </p>
            <button type="button" class="button small" on:click=take>
                {t("自分の目標に写す")}
            </button>
            <span class="hint" role="status">
                {move || said.get()}
            </span>
            {open}
        </li>
    }
}

/// Appends `text` to the answer of an item, as the person's own edit. Nothing if the answer contains it already.
fn copy_into(form: SheetForm, item: Option<Item>, text: &str) {
    if let Some(item) = item.filter(|it| !text.is_empty() && untrack(|| form.accepts(it))) {
        // Existing text is kept; the copy goes below it.
        let own = form.base(&item).value;
        let text = match own.as_str() {
            Some(own) if own.contains(text) => return,
            Some(own) if !own.is_empty() => format!("{own}\n{text}"),
            _ => text.to_owned(),
        };
        form.answer(&Arc::new(item), text.into());
    }
}
