//! Who is how far, by name: loaded when it is asked for, as each look is recorded.

use super::name_list::{NameList, section_to_return_to};
use super::names_table::NamesTable;
use super::{ChosenSection, FormCycle};
use crate::components::loading::{Loading, ask};
use crate::i18n::t;
use api::progress::PeopleProgress;
use leptos::prelude::*;

/// Id of the heading of the names.
pub(super) const NAMES: &str = "names";

#[component]
pub(super) fn Names(form: FormCycle) -> impl IntoView {
    let ChosenSection(section) = expect_context::<ChosenSection>();
    let back = section_to_return_to(&form);
    let is_open = RwSignal::new(back.is_some());
    if let Some(back) = back {
        section.set(back);
    }
    // A 課 that was chosen asks for its names.
    Effect::new(move |_| {
        if section.with(|it| !it.is_empty()) {
            is_open.set(true);
        }
    });
    let form = StoredValue::new(form);
    view! {
        <section aria-labelledby=NAMES>
            <h2 id=NAMES tabindex="-1">
                {t("氏名で見る")}
            </h2>
            <p hidden=move || is_open.get()>
                <button type="button" class="button" on:click=move |_| is_open.set(true)>
                    {t("氏名の一覧を開く")}
                </button>
            </p>
            {move || is_open.get().then(|| view! { <LoadedNames form=form.get_value() /> })}
        </section>
    }
}

#[component]
fn LoadedNames(form: FormCycle) -> impl IntoView {
    view! {
        <Loading asking=Box::new(move || {
            let form = form.clone();
            let call = api::progress::people_progress(form.instrument.clone(), form.cycle);
            ask(
                async move { Ok((form, call.await?)) },
                |(form, it): (FormCycle, PeopleProgress)| {
                    view! { <NamesTable list=NameList::of(form, it) /> }.into_any()
                },
            )
        }) />
    }
}
