//! List of the sheets that others shared with the reader.

pub(crate) mod list_state;
mod print_job;

use crate::components::loading::{Loading, ask};
use crate::components::pager::{Pager, focus_first, move_focus};
use crate::components::search_field::SearchField;
use crate::components::sort_head::SortHead;
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use api::sheets::{SharedList, SharedSheet};
use browser::page;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::route::Route;
use domain::sheet::SheetId;
use domain::sorted_vec::to_sorted_vec;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use list_state::{PAGE, SheetList, note_opened, take_opened};
use print_job::PrintJob;

/// Id of the field in which one types what to look for.
const SEARCH: &str = "shared-search";

#[component]
pub(crate) fn SharedSheetsPage(cycle: Cycle) -> impl IntoView {
    view! {
        <div class="page wide">
            <p class="eyebrow">{cycle.label(locale())}</p>
            <h1>{t("共有されたシート")}</h1>
            <p class="lead">
                {t("本人が選んだ人にだけ届きます。開いたことは本人に知らされます。")}
            </p>
            <CycleLinks at=cycle to=Route::Shared />
            <Loading asking=Box::new(move || {
                ask(api::sheets::shared_sheets(cycle), |it: SharedList| view! { <SharedSheets list=it /> }.into_any())
            }) />
        </div>
    }
}

/// Links to the same page for the other cycles.
#[component]
pub(crate) fn CycleLinks(
    /// Cycle of the current page.
    at: Cycle,
    /// Route of the page for a cycle.
    to: fn(Cycle) -> Route,
) -> impl IntoView {
    let here = expect_context::<AppState>();
    let cycles = move || {
        here.me.with(|it| {
            let cycles = it.iter().flat_map(|it| &it.cycles);
            to_sorted_vec(cycles.map(|it| it.cycle))
        })
    };
    let link = move |cycle: Cycle| {
        view! {
            <li>
                <a href=to(cycle).to_string() aria-current=(cycle == at).then_some("page")>
                    {cycle.label(locale())}
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=t("時期")>
            <ul class="tabs">{move || cycles().into_iter().map(link).collect_view()}</ul>
        </nav>
    }
}

#[component]
fn SharedSheets(list: SharedList) -> AnyView {
    let count = (list.n_people > 0)
        .then(|| fill!("あなたを所属長とする職員は {0} 人です。", list.n_people));
    let Some(cycle) = list.sheets.first().map(|it| it.sheet.cycle) else {
        return view! {
            <p class="hint">{count}</p>
            <div class="card">
                <p>
                    {t(
                        "いま読めるシートはありません。職員が公開範囲を選んで提出すると、ここに並びます。",
                    )}
                </p>
            </div>
        }
        .into_any();
    };
    let list = SheetList::open(cycle, list.sheets);
    view! {
        <p class="hint">{count}</p>
        <Filter list />
        <div class="list-head">
            <p class="hint" role="status">
                {move || fill!("{0}枚", list.n_found())}
            </p>
            <PrintJob list />
        </div>
        <SheetTable cycle list />
        <div class="card" hidden=move || list.n_found() != 0>
            <p>
                {t(
                    "条件に合うシートはありません。言葉を短くするか、条件を外してください。",
                )}
            </p>
        </div>
        <Pager page=list.page n_found=Signal::derive(move || list.n_found()) size=PAGE first=move || row_ids(list) />
    }
    .into_any()
}

fn row_ids(list: SheetList) -> Vec<String> {
    list.shown().iter().map(|it| row_id(&it.sheet)).collect()
}

fn row_id(sheet: &SheetId) -> String {
    format!("shared-{}-{}", sheet.instrument, sheet.person)
}

#[component]
fn SheetTable(cycle: Cycle, list: SheetList) -> impl IntoView {
    let heads = [t("氏名"), t("所属"), t("様式"), t("公開範囲"), t("提出")];
    let heads = heads.into_iter().enumerate();
    let heads: Vec<_> = heads
        .map(|(column, name)| view! { <SortHead column name sorting=list.sorting /> })
        .collect();
    let opened = take_opened(cycle);
    Effect::new(move |before: Option<()>| {
        if let Some(opened) = opened.as_ref().filter(|_| before.is_none()) {
            page::focus_again(&row_id(opened));
        }
    });
    view! {
        <div
            class="table-frame card people-frame"
            hidden=move || list.n_found() == 0
            on:keydown=move |event| move_focus(&event, &untrack(|| row_ids(list)), SEARCH)
        >
            <table class="people shared-table">
                <caption class="visually-hidden">{t("共有されたシート")}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>
                    <For each=move || list.shown() key=|it| it.sheet.clone() children=|it| row(&it) />
                </tbody>
            </table>
        </div>
    }
}

fn row(it: &SharedSheet) -> AnyView {
    let sheet = it.sheet.clone();
    let to = Route::SharedSheet(sheet.person.clone(), sheet.instrument.clone(), sheet.cycle);
    let title = pick_language(&it.title, &it.title_en).to_owned();
    let of = fill!("（{0}）", title);
    let owner = &it.owner;
    view! {
        <tr>
            <th scope="row">
                <a id=row_id(&sheet) href=to.to_string() on:click=move |_| note_opened(&sheet)>
                    {owner.name.clone()}
                    <span class="visually-hidden">{of}</span>
                </a>
            </th>
            <td>{owner.org.label()}</td>
            <td>{title}</td>
            <td>
                <span class="tag">{it.scope.label(locale())}</span>
            </td>
            <td>{it.submitted_at.map(|it| it.display(locale()))}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn Filter(list: SheetList) -> impl IntoView {
    let forms = list.all.with_value(|all| {
        let forms = all.iter().map(|it| {
            let title = pick_language(&it.title, &it.title_en).to_owned();
            (it.sheet.instrument.clone(), title)
        });
        to_sorted_vec(forms)
    });
    let sections = list
        .all
        .with_value(|all| to_sorted_vec(all.iter().map(|it| it.owner.org.section.clone())));
    let search_key = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown" && !event.is_composing() {
            event.prevent_default();
            focus_first(move || row_ids(list));
        }
    };
    let words = list.filter.with_untracked(|it| it.words.clone());
    let forms = forms.into_iter().map(|(form, title)| {
        view! { <option value=form.to_string()>{title}</option> }
    });
    let sections = sections
        .into_iter()
        .map(|it| view! { <option value=it.clone()>{it.clone()}</option> });
    let form = move || {
        let form = list.filter.with(|it| it.form.clone());
        form.map_or_else(String::new, |it| it.to_string())
    };
    let set_form = move |event| {
        let form = event_target_value(&event);
        let form = (!form.is_empty()).then(|| InstrumentId::from(form.as_str()));
        list.narrow(|it| it.form = form);
    };
    let set_section = move |event| {
        let section = event_target_value(&event);
        list.narrow(|it| it.section = section);
    };
    view! {
        <form class="card search-main" role="search" on:submit=move |event| event.prevent_default()>
            <SearchField
                id=SEARCH
                label=t("氏名・読み・職員番号・所属")
                words
                on_words=move |words| list.narrow(|it| it.words = words)
                on_key=search_key
            />
            <label class="field">
                <span>{t("様式")}</span>
                <select class="select" prop:value=form on:change=set_form>
                    <option value="">{t("すべて")}</option>
                    {forms.collect_view()}
                </select>
            </label>
            <label class="field">
                <span>{t("課")}</span>
                <select
                    class="select"
                    prop:value=move || list.filter.with(|it| it.section.clone())
                    on:change=set_section
                >
                    <option value="">{t("すべて")}</option>
                    {sections.collect_view()}
                </select>
            </label>
        </form>
    }
}
