//! Who asks for more time: given with a day, or refused.

use crate::components::day_input::DayInput;
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use api::progress::ExtensionRequest;
use domain::ids::Day;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Nothing where nobody asks.
#[component]
pub(crate) fn ExtensionRequests() -> impl IntoView {
    let all = RwSignal::new(Vec::<ExtensionRequest>::new());
    let problem = RwSignal::new(String::new());
    spawn_local(async move {
        if let Ok(fresh) = api::progress::extension_requests().await {
            all.try_set(fresh);
        }
    });
    let key = |it: &ExtensionRequest| (it.person.id.clone(), it.instrument.clone(), it.cycle);
    // A day that is typed for one person stays while another is decided.
    let children = move |it: ExtensionRequest| row(all, problem, it);
    view! {
        <section class="card waiting" aria-labelledby="extensions" hidden=move || all.with(Vec::is_empty)>
            <h2 id="extensions">
                {t("期限の延長の願い")} <span class="count">{move || all.with(Vec::len)}</span>
            </h2>
            <ul class="more-steps">
                <For each=move || all.get() key children />
            </ul>
            <p class="form-error" role="alert">
                {problem}
            </p>
        </section>
    }
}

fn row(
    all: RwSignal<Vec<ExtensionRequest>>,
    problem: RwSignal<String>,
    it: ExtensionRequest,
) -> AnyView {
    let here = expect_context::<AppState>();
    let day = RwSignal::new(String::new());
    let title = here.me.with_untracked(|me| {
        let cycles = me.iter().flat_map(|it| &it.cycles);
        let mut own = cycles.filter(|of| of.instrument == it.instrument);
        let form = own.next().map(|of| pick_language(&of.title, &of.title_en));
        fill!(
            "{0}の{1}",
            it.cycle.label(locale()),
            form.unwrap_or_default()
        )
    });
    let asked = StoredValue::new(it.clone());
    let give = move |_| {
        let (it, last_day) = (asked.get_value(), Day(day.get_untracked()));
        spawn_local(async move {
            let people = vec![it.person.id];
            let given = api::progress::extend(it.instrument, it.cycle, people, last_day).await;
            let fresh = match given {
                Ok(_) => api::progress::extension_requests().await,
                Err(error) => Err(error),
            };
            settle(all, problem, fresh);
        });
    };
    let refuse = move |_| {
        let it = asked.get_value();
        spawn_local(async move {
            let call = api::progress::refuse_extension(it.instrument, it.cycle, it.person.id);
            settle(all, problem, call.await);
        });
    };
    let of = fill!("（{0}）", it.person.name);
    let also_of = of.clone();
    view! {
        <li>
            <a href=Route::Person(it.person.id.clone()).to_string()>{it.person.name.clone()}</a>
            <small>{it.org.label()} " " {title} " " {it.asked_at.display(locale())}</small>
            <div class="page-actions">
                <label class="field">
                    <span class="visually-hidden">{fill!("{0}の新しい期限", it.person.name)}</span>
                    <DayInput value=day on_day=move |it| day.set(it) />
                </label>
                <button
                    type="button"
                    class="button small primary"
                    prop:disabled=move || day.with(String::is_empty)
                    on:click=give
                >
                    {t("この日まで延ばす")}
                    <span class="visually-hidden">{of}</span>
                </button>
                <button type="button" class="button small" on:click=refuse>
                    {t("延ばさない")}
                    <span class="visually-hidden">{also_of}</span>
                </button>
            </div>
        </li>
    }
    .into_any()
}

fn settle(
    all: RwSignal<Vec<ExtensionRequest>>,
    problem: RwSignal<String>,
    fresh: Result<Vec<ExtensionRequest>, api::ApiError>,
) {
    match fresh {
        Ok(fresh) => {
            all.try_set(fresh);
            problem.try_set(String::new());
        }
        Err(error) => drop(problem.try_set(error.sentence(locale()))),
    }
}
