//! Who has opened the person's sheets, and when.

use crate::components::earlier::EarlierButton;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use crate::sync::{AppState, edition_of};
use api::sheets::{SheetView, VIEWS_PAGE};
use leptos::prelude::*;

#[component]
pub(crate) fn ReadersPage() -> impl IntoView {
    view! {
        <div class="page">
            <h1>{t("あなたのシートを開いた人")}</h1>
            <p class="lead">
                {t(
                    "だれが、いつ、どのシートを開いたかが、開かれるたびにここに残ります。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                let latest = api::sheets::sheet_views(None);
                ask(latest, |it: Vec<SheetView>| view! { <ViewLog openings=it /> }.into_any())
            }) />
        </div>
    }
}

#[component]
fn ViewLog(openings: Vec<SheetView>) -> impl IntoView {
    let here = expect_context::<AppState>();
    if openings.is_empty() {
        return view! { <p class="hint">{t("まだだれも開いていません。")}</p> }.into_any();
    }
    let all = RwSignal::new(openings);
    let row = move |it: SheetView| {
        let form = here.editions.with_untracked(|all| {
            edition_of(all, &it.sheet.instrument)
                .map(|it| it.edition.words.shown(locale()).to_owned())
        });
        let (form, cycle) = (form.unwrap_or_default(), it.sheet.cycle.label(locale()));
        let as_deputy = it.as_deputy.then(|| t("（所属長の代理として）"));
        let line = fill!(
            "{0}　{1}（{2} {3}）",
            it.at.display(locale()),
            it.reader,
            form,
            cycle
        );
        view! { <li>{line} {as_deputy}</li> }
    };
    view! {
        <ul class="plain">
            <For each=move || all.get() key=|it| it.seq children=row />
        </ul>
        <EarlierButton all page_size=VIEWS_PAGE load=|it: &SheetView| api::sheets::sheet_views(Some(it.seq)) />
    }
    .into_any()
}
