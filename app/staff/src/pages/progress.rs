//! 職員課: how far everybody is with a form, by 課 and by name. Nothing of what anybody wrote.

mod chosen;
mod name_list;
mod names;
mod names_table;
mod reminder_text;
mod requests;
mod sections;

pub(super) use name_list::note_opened;
pub(super) use requests::ExtensionRequests;

use super::shared_sheets::CycleLinks;
use crate::components::loading::{Loading, ask};
use crate::i18n::{locale, t};
use crate::sync::AppState;
use api::progress::ProgressForm;
use browser::page;
use domain::aggregate::SectionProgress;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::instrument::FormRole;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use names::Names;
use sections::ProgressTable;
use std::time::Duration;

/// How often the page asks again how far everybody is.
const EVERY: Duration = Duration::from_mins(1);

/// What both parts of the page are about.
#[derive(Clone, PartialEq, Eq)]
struct FormCycle {
    instrument: InstrumentId,
    cycle: Cycle,
    /// In the page's language.
    title: String,
}

/// The form that the program uses for something, among those that this person is asked.
fn form_with_role(here: AppState, role: FormRole) -> Option<InstrumentId> {
    here.me.with(|me| {
        let mut all = me.iter().flat_map(|it| &it.cycles);
        all.find(|it| it.role() == role)
            .map(|it| it.instrument.clone())
    })
}

#[component]
pub(crate) fn ProgressPage(cycle: Cycle) -> impl IntoView {
    view! {
        <div class="page wide">
            <p class="eyebrow">{cycle.label(locale())}</p>
            <h1>{t("進み具合")}</h1>
            <p class="lead">
                {t(
                    "だれがどこまで進んだか。書いた内容は、ここには出ません。氏名の一覧を見たことは、監査記録に残ります。",
                )}
            </p>
            <CycleLinks at=cycle to=Route::Progress />
            <Loading asking=Box::new(move || {
                ask(
                    async move { Ok((cycle, api::progress::progress_forms(cycle).await?)) },
                    |(cycle, forms): (Cycle, Vec<ProgressForm>)| { view! { <Forms cycle forms /> }.into_any() },
                )
            }) />
        </div>
    }
}

/// Which form is looked at, and how far everybody is with it.
#[component]
fn Forms(cycle: Cycle, forms: Vec<ProgressForm>) -> impl IntoView {
    let here = expect_context::<AppState>();
    if forms.is_empty() {
        return view! {
            <div class="card">
                <p>{t("この時期に受け付けた様式は、まだありません。")}</p>
            </div>
        }
        .into_any();
    }
    let forms: Vec<FormCycle> = forms
        .into_iter()
        .map(|it| FormCycle {
            title: it.title.shown(locale()).to_owned(),
            instrument: it.instrument,
            cycle,
        })
        .collect();
    let forms = StoredValue::new(forms);
    let chosen = RwSignal::new(None::<InstrumentId>);
    let form = Memo::new(move |_| {
        let usual = chosen
            .get()
            .or_else(|| form_with_role(here, FormRole::SelfScoring));
        forms.with_value(|all| {
            let own = all.iter().find(|it| Some(&it.instrument) == usual.as_ref());
            own.or(all.first()).cloned()
        })
    });
    let options = move || {
        let options = forms.get_value().into_iter();
        options
            .map(|it| view! { <option value=it.instrument.to_string()>{it.title}</option> })
            .collect_view()
    };
    let choose = move |event| chosen.set(Some(event_target_value(&event).as_str().into()));
    let value = move || form.with(|it| it.as_ref().map(|it| it.instrument.to_string()));
    view! {
        <label class="field form-choice">
            <span>{t("様式")}</span>
            <select class="select" prop:value=value on:change=choose>
                {options}
            </select>
        </label>
        {move || form.get().map(|it| view! { <OneForm form=it /> })}
    }
    .into_any()
}

#[component]
fn OneForm(form: FormCycle) -> impl IntoView {
    let section = RwSignal::new(String::new());
    provide_context(ChosenSection(section));
    let n_looks = RwSignal::new(0);
    provide_context(Looks(n_looks));
    let look = move || {
        if page::is_visible() {
            n_looks.update(|it| *it += 1);
        }
    };
    if let Ok(looking) = set_interval_with_handle(look, EVERY) {
        on_cleanup(move || looking.clear());
    }
    let of_sections = form.clone();
    view! {
        <Loading asking=Box::new(move || {
            let form = of_sections.clone();
            let call = api::personnel::progress(form.instrument.clone(), form.cycle);
            ask(
                async move { Ok((form, call.await?)) },
                |(form, sections): (FormCycle, Vec<SectionProgress>)| {
                    view! { <LiveSections form sections /> }.into_any()
                },
            )
        }) />
        <Names form />
    }
}

/// The table of 課, as of the last look.
#[component]
fn LiveSections(form: FormCycle, sections: Vec<SectionProgress>) -> impl IntoView {
    let Looks(n_looks) = expect_context::<Looks>();
    let sections = RwSignal::new(sections);
    Effect::new(move |before: Option<u32>| {
        let n = n_looks.get();
        if before.is_some() {
            let call = api::personnel::progress(form.instrument.clone(), form.cycle);
            spawn_local(async move {
                // What was seen stays where the server cannot be reached: the names below say so.
                if let Ok(fresh) = call.await {
                    sections.try_set(fresh);
                }
            });
        }
        n
    });
    move || view! { <ProgressTable sections=sections.get() /> }
}

/// How often it was looked again: every minute, and by the button. Both parts of the page follow it.
#[derive(Clone, Copy)]
struct Looks(RwSignal<u32>);

/// The 課 whose names are looked at; a press in the table of 課 chooses it.
#[derive(Clone, Copy)]
struct ChosenSection(RwSignal<String>);
