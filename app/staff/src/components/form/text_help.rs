//! Help beside a text: published goals, what the person wanted to grow in, and an example to compare one's own with.

use super::SheetForm;
use super::org_goals_panel::OrgGoalsPanel;
use crate::i18n::{fill, locale, t};
use crate::sync::edition_of;
use domain::instrument::{FormRole, HelpPanel, Item, ItemRole, Localized};
use domain::sheet::SheetId;
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

#[component]
pub(super) fn TextHelp(form: SheetForm, item: Arc<Item>) -> impl IntoView {
    let goals =
        (item.help_panel() == HelpPanel::OrgGoals).then(|| view! { <OrgGoalsPanel form /> });
    // The self-scoring may come from the server while the goals are open.
    let is_goal = item.role() == ItemRole::Goal;
    let growth = Memo::new(move |_| is_goal.then(|| growth_points(form)).flatten());
    let title = item.words.shown(locale()).to_owned();
    view! {
        {goals}
        {move || {
            growth
                .get()
                .map(|it| view! { <p class="hint">{fill!("前回、伸ばしたいと書いたこと: {0}", it)}</p> })
        }}
        {item.example().map(|it| example(title, [it.good, it.weak, it.why]))}
    }
}

/// A good text, a weak one, and what makes the difference. Closed at first: one writes, then compares.
fn example(title: String, texts: [Localized; 3]) -> AnyView {
    let [good, weak, why] = texts.map(|it| it.shown(locale()).to_owned());
    view! {
        <details class="example">
            <summary>{t("例を見る")} <span class="visually-hidden">{fill!("（{0}）", title)}</span></summary>
            <dl class="pairs">
                <dt>{t("伝わる書き方")}</dt>
                <dd>{good}</dd>
                <dt>{t("伝わりにくい書き方")}</dt>
                <dd>{weak}</dd>
                <dt>{t("違い")}</dt>
                <dd>{why}</dd>
            </dl>
        </details>
    }
    .into_any()
}

/// What the person chose to grow in, in their latest self-scoring on this device; `None` if nothing.
fn growth_points(form: SheetForm) -> Option<String> {
    let here = form.here;
    let instrument = here.form_with_role(FormRole::SelfScoring);
    let cycles = here.me.with_untracked(|me| {
        let all = me.iter().flat_map(|it| &it.cycles);
        let own = all.filter(|it| it.instrument == instrument);
        own.map(|it| it.cycle).collect::<Vec<_>>()
    });
    let person = form.with_id(|it| it.person.clone());
    let edition = here
        .editions
        .with(|all| edition_of(all, &instrument).map(|it| Arc::clone(&it.edition)))?;
    let item = edition.item_with_role(ItemRole::GrowthPoint)?;
    here.journal.with(|journal| {
        let journal = journal.as_ref()?;
        let newest = cycles.into_iter().rev().find_map(|cycle| {
            let id = SheetId {
                person: person.clone(),
                instrument: instrument.clone(),
                cycle,
            };
            let value = journal.sheet(&id).value(&item.id).cloned();
            value.filter(|it| it.as_array().is_some_and(|it| !it.is_empty()))
        });
        newest.map(|it: Value| edition.display_answer(item, &it, locale()))
    })
}
