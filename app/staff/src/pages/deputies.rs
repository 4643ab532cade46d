//! 職員課: deputies of a 所属長, each for a range of days. Their permission expires by itself.

use crate::components::day_input::DayInput;
use crate::components::earlier::EarlierButton;
use crate::components::loading::{Loading, ask};
use crate::components::office_list::{OfficeList, RowsOf};
use crate::components::outcome::Outcome;
use crate::components::person_picker::PersonPicker;
use crate::i18n::{fill, locale, t};
use api::ApiError;
use api::personnel::{DEPUTIES_PAGE, Deputy};
use browser::clock;
use domain::calendar::display_day;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

#[component]
pub(crate) fn DeputiesPage() -> impl IntoView {
    view! {
        <div class="page">
            <p>
                <a href=Route::Calendar.to_string()>{t("時期と保存期間へ戻る")}</a>
            </p>
            <h1>{t("所属長の代理")}</h1>
            <p class="lead">
                {t(
                    "所属長が不在のあいだ、決めた日だけ、代わりの人が面談と目標の確認を行います。\
                    所属長か職員課のほかの人が承認すると始まり、最後の日を過ぎると、見られる範囲は自動で元に戻ります。\
                    期間は90日までで、所属長とその職員に知らされます。",
                )}
            </p>
            <Loading asking=Box::new(move || {
                ask(api::personnel::deputies(None), |it: Vec<Deputy>| view! { <DeputyList all=it /> }.into_any())
            }) />
        </div>
    }
}

/// How the list of deputies is searched.
const ROWS: RowsOf<Deputy> = RowsOf {
    name: "deputies-search",
    text: |it| {
        let people = [&it.supervisor, &it.deputy].into_iter();
        people
            .flat_map(|it| [it.name.clone(), it.id.to_string()])
            .collect()
    },
    key: |it, _| (0, it.first_day.clone()),
    id: |it| format!("deputy-{}", it.seq),
};

type ChangeMessage = RwSignal<Option<Outcome>>;

fn apply_change(
    call: impl Future<Output = Result<Vec<Deputy>, ApiError>> + 'static,
    all: RwSignal<Vec<Deputy>>,
    said: ChangeMessage,
    done: String,
) {
    said.set(None);
    spawn_local(async move {
        match call.await {
            Ok(fresh) => {
                all.try_set(fresh);
                said.try_set(Some(Outcome::Done(done)));
            }
            Err(error) => drop(said.try_set(Some(Outcome::Failed(error.sentence(locale()))))),
        }
    });
}

#[component]
fn DeputyList(all: Vec<Deputy>) -> impl IntoView {
    let all = RwSignal::new(all);
    let said: ChangeMessage = RwSignal::new(None);
    let [supervisor, deputy] = ["deputy-supervisor", "deputy"].map(PersonPicker::new);
    let [first, last] = [(); 2].map(|()| RwSignal::new(String::new()));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The field that is wrong first takes the focus last.
        let (acting, led) = (deputy.require(), supervisor.require());
        let (Some(led), Some(acting)) = (led, acting) else {
            return;
        };
        let call =
            api::personnel::add_deputy(led, acting, first.get_untracked(), last.get_untracked());
        apply_change(
            call,
            all,
            said,
            t("代理を届けました。承認されると始まります。").to_owned(),
        );
    };
    let day_field = |name: &'static str, it: RwSignal<String>| {
        view! {
            <label class="field">
                <span>{name}</span>
                <DayInput value=it on_day=move |day| it.set(day) required=true />
            </label>
        }
    };
    let found = OfficeList::open(ROWS, all.into());
    let row = move |it: Deputy| view! { <DeputyCard it all said /> }.into_any();
    view! {
        <p
            role="status"
            class="status-message"
            class:failed=move || said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
        >
            {move || said.get().map(Outcome::sentence)}
        </p>
        <form class="card stack" on:submit=add>
            <h2>{t("代理を決める")}</h2>
            <div class="two-columns">
                {supervisor.view(t("所属長"))} {deputy.view(t("代理になる人"))}
                {day_field(t("初めの日"), first)} {day_field(t("終わりの日"), last)}
            </div>
            <p class="page-actions">
                <button class="button primary">{t("代理を決める")}</button>
            </p>
        </form>
        <div hidden=move || {
            all.with(Vec::is_empty)
        }>{found.search(t("所属長・代理の氏名、職員番号"))}</div>
        <ul class="cards" on:keydown=move |event| found.on_key(&event)>
            {move || found.shown().into_iter().map(row).collect_view()}
        </ul>
        {found.pager()}
        <EarlierButton all page_size=DEPUTIES_PAGE load=|it: &Deputy| api::personnel::deputies(Some(it.seq)) />
        <p class="hint" hidden=move || all.with(|it| !it.is_empty())>
            {t("いま、代理はいません。")}
        </p>
    }
}

#[component]
fn DeputyCard(it: Deputy, all: RwSignal<Vec<Deputy>>, said: ChangeMessage) -> impl IntoView {
    let seq = it.seq;
    let name = it.supervisor.name.clone();
    let (done, approved) = (
        fill!("{0}さんの代理を終えました。", name),
        fill!("{0}さんの代理を承認しました。", name),
    );
    let end = move |_| apply_change(api::personnel::end_deputy(seq), all, said, done.clone());
    let approve = move |_| {
        let call = async move {
            api::personnel::approve_deputy(seq).await?;
            api::personnel::deputies(None).await
        };
        apply_change(call, all, said, approved.clone());
    };
    let (row_id, person) = (
        (ROWS.id)(&it),
        Route::Person(it.supervisor.id.clone()).to_string(),
    );
    let is_over = !it.ended_by.is_empty() || it.last_day < clock::now().day().0;
    let waits = it.approved_by.is_empty() && !is_over;
    let of = fill!("（{0}さんの代理）", name);
    let also_of = of.clone();
    let approval = waits.then(|| {
        view! {
            <button class="button small primary" on:click=approve>
                {t("承認する")}
                <span class="visually-hidden">{also_of}</span>
            </button>
        }
    });
    let actions = (!is_over).then(|| {
        view! {
            <div class="sheet-actions">
                {approval} <button class="button small" on:click=end>
                    {t("終える")}
                    <span class="visually-hidden">{of}</span>
                </button>
            </div>
        }
    });
    let days = fill!(
        "{0} から {1} まで",
        display_day(&it.first_day, locale()),
        display_day(&it.last_day, locale())
    );
    view! {
        <li class="card sheet-card">
            <div>
                <h2>
                    <a id=row_id href=person>
                        {fill!("{0}さんの代理: {1}さん", it.supervisor.name, it.deputy.name)}
                    </a>
                </h2>
                <p class="sheet-status">{days}</p>
                <p class="sheet-status">{state_of(&it, is_over)}</p>
            </div>
            {actions}
        </li>
    }
}

fn state_of(it: &Deputy, is_over: bool) -> String {
    if !it.ended_by.is_empty() {
        fill!("{0}さんが終えました", it.ended_by)
    } else if is_over {
        t("終わりました").to_owned()
    } else if it.approved_by.is_empty() {
        fill!("承認待ち（届け出: {0}さん）", it.proposed_by.name)
    } else {
        fill!("承認: {0}さん", it.approved_by)
    }
}
