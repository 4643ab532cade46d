//! The names as a table, with a filter; what is done with those chosen appears with the choice.

use super::ChosenSection;
use super::chosen::Chosen;
use super::name_list::{NameList, PAGE};
use crate::components::outcome::Outcome;
use crate::components::search_field::SearchField;
use crate::i18n::{fill, locale, t};
use api::personnel::ExportFormat;
use browser::{clock, files};
use domain::calendar::display_day;
use domain::ids::Day;
use domain::people_progress::{Lateness, PersonProgress, ProgressStep};
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn NamesTable(list: NameList) -> impl IntoView {
    let said = RwSignal::new(None::<Outcome>);
    // A row is made anew where something in it has changed.
    let key = |it: &PersonProgress| {
        let days = (it.reminded_at, it.extended_to.clone(), it.is_asking);
        (it.person.id.clone(), days)
    };
    let children = move |it: PersonProgress| {
        let due = untrack(|| list.due());
        row(list, &it, due.as_ref(), &clock::now().day())
    };
    let toggle_all = move |event| list.choose_all(event_target_checked(&event));
    view! {
        <Filter list />
        <div class="list-head">
            <p role="status" class="hint">
                {move || said.get().map_or_else(|| fill!("{0}人", list.n_found()), Outcome::sentence)}
            </p>
            <FileButton list said />
        </div>
        <Chosen list said />
        <div class="table-frame card" tabindex="0" role="region" aria-label=t("氏名ごとの進み具合")>
            <table class="people progress-names">
                <caption class="visually-hidden">{t("氏名ごとの進み具合")}</caption>
                <thead>
                    <tr>
                        <th scope="col">
                            <label class="check">
                                <input
                                    type="checkbox"
                                    prop:checked=move || list.are_all_chosen()
                                    on:change=toggle_all
                                />
                                <span class="visually-hidden">{t("まだの人を、すべて選ぶ")}</span>
                            </label>
                        </th>
                        <th scope="col">{t("氏名")}</th>
                        <th scope="col">{t("所属")}</th>
                        <th scope="col">{t("様子")}</th>
                        <th scope="col">{t("締切")}</th>
                        <th scope="col">{t("お知らせ")}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || list.shown() key children />
                </tbody>
            </table>
        </div>
        <Pager list />
    }
}

fn row(list: NameList, it: &PersonProgress, everybody: Option<&Day>, today: &Day) -> AnyView {
    let (id, step) = (it.person.id.clone(), it.step());
    let own = id.clone();
    let toggle = move |event| {
        let is_on = event_target_checked(&event);
        list.chosen.update(|all| {
            if is_on {
                all.insert(own.clone());
            } else {
                all.remove(&own);
            }
        });
    };
    let lateness = it.lateness(everybody, today);
    let due = it
        .due(everybody)
        .map(|it| display_day(it.as_str(), locale()));
    let (to, checked) = (Route::Person(id.clone()).to_string(), id);
    let moment = it.submitted_at.map(|it| it.display(locale()));
    let reminded = it.reminded_at.map(|it| it.display(locale()));
    view! {
        <tr>
            <td>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || list.chosen.with(|all| all.contains(&checked))
                        on:change=toggle
                    />
                    <span class="visually-hidden">{fill!("{0}を選ぶ", it.person.name)}</span>
                </label>
            </td>
            <th scope="row">
                <a href=to>{it.person.name.clone()}</a>
                <small>{it.person.id.to_string()}</small>
            </th>
            <td>{it.org.label()}</td>
            <td>
                <span class="tag" class:done=step.is_done() class:returned=step == ProgressStep::Returned>
                    {step.label(locale())}
                </span>
                <small>{moment}</small>
            </td>
            <td>
                {due} {lateness_tag(lateness)}
                {it.is_asking.then(|| view! { <span class="tag warn">{t("延長の願い")}</span> })}
            </td>
            <td>
                <small>{reminded}</small>
            </td>
        </tr>
    }
    .into_any()
}

fn lateness_tag(it: Lateness) -> Option<AnyView> {
    let word = match it {
        Lateness::None => return None,
        Lateness::Near => t("7日以内"),
        Lateness::Overdue => t("過ぎています"),
    };
    Some(
        view! {
            <span class="tag" class:warn=it == Lateness::Overdue>
                {word}
            </span>
        }
        .into_any(),
    )
}

#[component]
fn Filter(list: NameList) -> impl IntoView {
    let ChosenSection(section) = expect_context::<ChosenSection>();
    let sections: Vec<_> = list
        .sections()
        .into_iter()
        .map(|it| view! { <option value=it.clone()>{it.clone()}</option> })
        .collect();
    let steps = ProgressStep::ALL.map(|it| {
        let word = it.label(locale());
        view! { <option value=step_word(it)>{word}</option> }
    });
    let filter = list.filter;
    let lateness = move || match filter.with(|it| it.lateness) {
        Some(Lateness::Overdue) => "overdue",
        Some(Lateness::Near) => "near",
        _ => "",
    };
    let set_lateness = move |event| {
        let lateness = match event_target_value(&event).as_str() {
            "overdue" => Some(Lateness::Overdue),
            "near" => Some(Lateness::Near),
            _ => None,
        };
        list.narrow(|it| it.lateness = lateness);
    };
    let set_step = move |event| {
        let word = event_target_value(&event);
        let step = ProgressStep::ALL
            .into_iter()
            .find(|it| step_word(*it) == word);
        list.narrow(|it| it.step = step);
    };
    view! {
        <form class="card stack search" role="search" on:submit=move |event| event.prevent_default()>
            <div class="search-more people-filter">
                <SearchField
                    id="names-search"
                    label=t("氏名・読み・職員番号・所属")
                    words=String::new()
                    on_words=move |words| list.narrow(|it| it.words = words)
                />
                <label class="field">
                    <span>{t("課")}</span>
                    <select
                        class="select"
                        prop:value=move || section.get()
                        on:change=move |event| section.set(event_target_value(&event))
                    >
                        <option value="">{t("すべて")}</option>
                        {sections}
                    </select>
                </label>
                <label class="field">
                    <span>{t("様子")}</span>
                    <select
                        class="select"
                        prop:value=move || filter.with(|it| it.step.map_or("", step_word))
                        on:change=set_step
                    >
                        <option value="">{t("すべて")}</option>
                        {steps}
                    </select>
                </label>
                <label class="field">
                    <span>{t("締切")}</span>
                    <select class="select" prop:value=lateness on:change=set_lateness>
                        <option value="">{t("すべて")}</option>
                        <option value="near">{t("7日以内")}</option>
                        <option value="overdue">{t("過ぎています")}</option>
                    </select>
                </label>
            </div>
        </form>
    }
}

/// The value of a step in the list of choices.
fn step_word(it: ProgressStep) -> &'static str {
    match it {
        ProgressStep::NotBegun => "not-begun",
        ProgressStep::Writing => "writing",
        ProgressStep::Returned => "returned",
        ProgressStep::Submitted => "submitted",
        ProgressStep::Agreed => "agreed",
    }
}

#[component]
fn FileButton(list: NameList, said: RwSignal<Option<Outcome>>) -> impl IntoView {
    let save = move |_| {
        let form = list.form.get_value();
        let name = format!("{}-{}.xlsx", form.title, form.cycle);
        spawn_local(async move {
            let format = Some(ExportFormat::Xlsx);
            let answer = api::progress::progress_file(form.instrument, form.cycle, format).await;
            let outcome = match answer {
                Ok(bytes) => match files::save_bytes(&name, &bytes).await {
                    Ok(()) => Outcome::Done(fill!("{0} に書き出しました。", name)),
                    Err(_) => Outcome::Failed(t("ファイルを保存できませんでした。").to_owned()),
                },
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            said.try_set(Some(outcome));
        });
    };
    view! {
        <button type="button" class="button small" on:click=save>
            {t("Excelで書き出す")}
        </button>
    }
}

#[component]
fn Pager(list: NameList) -> impl IntoView {
    let go = move |by: isize| {
        let to = list.shown_page().checked_add_signed(by);
        list.page.set(to.unwrap_or_default());
    };
    let said = move || {
        let (at, n) = (list.shown_page(), list.n_found());
        fill!("{0}〜{1}人目", at * PAGE + 1, ((at + 1) * PAGE).min(n))
    };
    let is_first = move || list.shown_page() == 0;
    let is_last = move || list.shown_page() + 1 >= list.n_pages();
    view! {
        <nav class="pager" aria-label=t("一覧のページ") hidden=move || list.n_pages() == 1>
            <button type="button" class="button" prop:disabled=is_first on:click=move |_| go(-1)>
                {t("前のページ")}
            </button>
            <span role="status">{said}</span>
            <button type="button" class="button" prop:disabled=is_last on:click=move |_| go(1)>
                {t("次のページ")}
            </button>
        </nav>
    }
}
