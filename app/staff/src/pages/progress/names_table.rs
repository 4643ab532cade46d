//! The names as a table, with a filter; what is done with those chosen appears with the choice.

use super::chosen::Chosen;
use super::name_list::{NameList, PAGE, note_opened, return_to_opened, row_id};
use super::{ChosenSection, Looks};
use crate::components::outcome::Outcome;
use crate::components::pager::{Pager, focus_first, move_focus};
use crate::components::search_field::SearchField;
use crate::components::sort_head::SortHead;
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::personnel::ExportFormat;
use browser::{clock, files};
use domain::calendar::display_day;
use domain::ids::Day;
use domain::people_progress::{Lateness, PersonProgress, ProgressStep};
use domain::route::Route;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the field in which one types whom to look for.
const SEARCH: &str = "names-search";

#[component]
pub(super) fn NamesTable(list: NameList) -> impl IntoView {
    let said = RwSignal::new(None::<Outcome>);
    // A row is made anew where something in it has changed.
    let key = |it: &PersonProgress| {
        let days = (it.reminded_at, it.extended_to.clone(), it.is_asking);
        (
            it.person.id.clone(),
            it.step().rank(),
            it.submitted_at,
            days,
        )
    };
    let children = move |it: PersonProgress| {
        let due = untrack(|| list.due());
        row(list, &it, due.as_ref(), &clock::now().day())
    };
    let heads = [t("氏名"), t("所属"), t("様子"), t("締切"), t("お知らせ")];
    let heads = heads.into_iter().enumerate();
    let heads = heads.map(|(column, name)| view! { <SortHead column name sorting=list.sorting /> });
    let heads: Vec<_> = heads.collect();
    return_to_opened();
    // Who hands in meanwhile is seen without a press.
    let Looks(n_looks) = expect_context::<Looks>();
    Effect::new(move |before: Option<u32>| {
        let n = n_looks.get();
        if before.is_some() {
            list.refresh(said);
        }
        n
    });
    let toggle_all = move |event| list.choose_all(event_target_checked(&event));
    view! {
        <Filter list />
        <div class="list-head">
            <p role="status" class="hint">
                {move || said.get().map_or_else(|| fill!("{0}人", list.n_found()), Outcome::sentence)}
            </p>
            <div class="list-actions">
                <button type="button" class="button small" on:click=move |_| n_looks.update(|it| *it += 1)>
                    {t("最新にする")}
                </button>
                <FileButton list said />
            </div>
        </div>
        <Chosen list said />
        <div
            class="table-frame card"
            tabindex="0"
            role="region"
            aria-label=t("氏名ごとの進み具合")
            on:keydown=move |event| move_focus(&event, &untrack(|| list.row_ids()), SEARCH)
        >
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
                        {heads}
                    </tr>
                </thead>
                <tbody>
                    <For each=move || list.shown() key children />
                </tbody>
            </table>
        </div>
        <Pager page=list.page n_found=Signal::derive(move || list.n_found()) size=PAGE first=move || list.row_ids() />
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
    let here = expect_context::<AppState>();
    let lateness = it.lateness(everybody, today);
    let due = it
        .due(everybody)
        .map(|it| display_day(it.as_str(), locale()));
    let (to, checked) = (Route::Person(id.clone()).to_string(), id);
    let opened = checked.clone();
    let is_checked = checked.clone();
    let moment = it.submitted_at.map(|it| it.display(locale()));
    let reminded = it.reminded_at.map(|it| it.display(locale()));
    view! {
        <tr>
            <td>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || list.chosen.with(|all| all.contains(&is_checked))
                        on:change=toggle
                    />
                    <span class="visually-hidden">{fill!("{0}を選ぶ", it.person.name)}</span>
                </label>
            </td>
            <th scope="row">
                <a
                    id=row_id(&checked)
                    href=to
                    on:click=move |_| {
                        note_opened(&opened);
                        list.note_walk(here);
                    }
                >
                    {it.person.name.clone()}
                </a>
                " "
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
    let filter = list.filter;
    let words = filter.with_untracked(|it| it.words.clone());
    let down = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown" && !event.is_composing() {
            event.prevent_default();
            focus_first(move || list.row_ids());
        }
    };
    view! {
        <form class="card stack search" role="search" on:submit=move |event| event.prevent_default()>
            <div class="search-more people-filter">
                <SearchField
                    id=SEARCH
                    label=t("氏名・読み・職員番号・所属")
                    words
                    on_words=move |words| list.narrow(|it| it.words = words)
                    on_key=down
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
                {step_and_lateness(list)}
            </div>
        </form>
    }
}

/// How far somebody is, and how late.
fn step_and_lateness(list: NameList) -> AnyView {
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
    }
    .into_any()
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
            // What is written is what is seen: the same people.
            let filter = serde_json::to_string(&list.filter.get_untracked()).ok();
            let call = api::progress::progress_file(form.instrument, form.cycle, format, filter);
            let answer = call.await;
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
