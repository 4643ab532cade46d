//! More time for a sheet is asked for with one tap; 職員課 sees it and decides.

use crate::i18n::{fill, locale, t};
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(crate) fn AskExtension(
    instrument: InstrumentId,
    cycle: Cycle,
    /// Period and form, as in a sentence.
    name: String,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let is_asked = RwSignal::new(false);
    let of = StoredValue::new((instrument, cycle));
    let ask = move |_| {
        let (instrument, cycle) = of.get_value();
        spawn_local(async move {
            match api::progress::ask_extension(instrument, cycle).await {
                Ok(()) => {
                    is_asked.try_set(true);
                    said.try_set(t("願い出ました。職員課が決めると、ここに出ます。").to_owned());
                }
                Err(error) => drop(said.try_set(error.sentence(locale()))),
            }
        });
    };
    view! {
        <button type="button" class="button small" hidden=move || is_asked.get() on:click=ask>
            {t("期限の延長を願い出る")}
            <span class="visually-hidden">{fill!("（{0}）", name)}</span>
        </button>
        <small role="status">{said}</small>
    }
}
