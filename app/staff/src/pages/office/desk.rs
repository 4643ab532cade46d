//! What needs a hand of 職員課 today, each thing with where it is done; a ward that has just begun is led through its
//! first steps.

use crate::i18n::{fill, locale, t};
use api::personnel::{DeskDeletion, DeskRequests, OfficeDesk, UndeliveredMail};
use domain::instrument::cycle_label;
use domain::person_record::{ChangeState, PersonChange};
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Nothing where nothing waits.
#[component]
pub(super) fn Desk() -> impl IntoView {
    let desk = RwSignal::new(None::<OfficeDesk>);
    spawn_local(async move {
        if let Ok(fresh) = api::personnel::office_desk().await {
            desk.try_set(Some(fresh));
        }
    });
    move || {
        let desk = desk.get()?;
        Some(view! {
            {first_steps(&desk)}
            {tasks(&desk)}
        })
    }
}

/// One thing to do: what, more about it, and where.
fn task(what: String, more: String, to: &Route, action: &'static str) -> AnyView {
    view! {
        <li>
            <span>{what}</span>
            <small>{more}</small>
            <a href=to.to_string()>{action}</a>
        </li>
    }
    .into_any()
}

fn tasks(desk: &OfficeDesk) -> AnyView {
    let mut all: Vec<AnyView> = desk.changes.iter().map(change).collect();
    if desk.deputies > 0 {
        let what = fill!("承認を待っている代理の届け出 {0} 件", desk.deputies);
        all.push(task(what, String::new(), &Route::Deputies, t("代理を見る")));
    }
    if desk.roster_doubts > 0 {
        let what = fill!(
            "名簿の、取り込まなかった気になる行 {0} 件",
            desk.roster_doubts
        );
        all.push(task(what, String::new(), &Route::Roster, t("確かめる")));
    }
    all.extend(desk.requests.iter().map(requests));
    if desk.contacts > 0 {
        let what = fill!(
            "連絡先が空か、確かめる日を過ぎています（{0}件）",
            desk.contacts
        );
        let to = t("相談・支援を開く");
        all.push(task(
            what,
            String::new(),
            &Route::Support(String::new()),
            to,
        ));
    }
    let role_models = Route::RoleModels(String::new());
    if desk.talks > 0 {
        let what = fill!("ロールモデルと話したいという願い出 {0} 件", desk.talks);
        all.push(task(what, String::new(), &role_models, t("答える")));
    }
    if desk.role_models_ending > 0 {
        let what = fill!(
            "一か月以内に載せる日が終わるロールモデル {0} 人",
            desk.role_models_ending
        );
        all.push(task(what, String::new(), &role_models, t("見る")));
    }
    all.extend(desk.undelivered.iter().map(undelivered));
    all.extend(desk.deletions.iter().map(deletion));
    all.extend(warnings(desk).into_iter().map(warning));
    let n = all.len();
    (n > 0)
        .then(|| {
            view! {
                <section class="card waiting" aria-labelledby="desk">
                    <h2 id="desk">{t("きょうの仕事")} <span class="count">{n}</span></h2>
                    <ul class="more-steps">{all}</ul>
                </section>
            }
        })
        .into_any()
}

/// What is wrong with the server itself.
fn warnings(desk: &OfficeDesk) -> Vec<String> {
    let mut all = Vec::new();
    if !desk.has_fresh_backup() {
        let last = desk
            .last_backup_at
            .map(|it| fill!("最後の控え: {0}", it.display(locale())));
        let more = last.unwrap_or_else(|| t("まだ一度も作られていません。").to_owned());
        all.push(fill!(
            "{0} {1}",
            t("控え（バックアップ）が新しくありません。"),
            more
        ));
    }
    if desk.has_little_room {
        all.push(t("サーバーのディスクの空きが少なくなっています。").to_owned());
    }
    if desk.mails_refused > 0 {
        all.push(fill!(
            "メールサーバーが受け取らず、待っているメールが {0} 通あります。",
            desk.mails_refused
        ));
    }
    all
}

fn warning(what: String) -> AnyView {
    view! {
        <li>
            <span>{what}</span>
            <small>{t("システム管理の担当に知らせてください。")}</small>
        </li>
    }
    .into_any()
}

fn change(it: &PersonChange) -> AnyView {
    let (what, more) = if let ChangeState::Failed(why) = &it.state {
        let what = fill!(
            "{0}さんの予定していた変更ができませんでした",
            it.person.name
        );
        (what, why.clone())
    } else {
        let what = fill!("{0}さんの役割の変更が、承認を待っています", it.person.name);
        (what, fill!("決めた人: {0}", it.author))
    };
    let to = Route::Person(it.person.id.clone());
    task(what, more, &to, t("記録を開く"))
}

fn requests(it: &DeskRequests) -> AnyView {
    let title = it.title.shown(locale());
    let what = fill!("{0}が、この30日に {1}件 出ています", title, it.n_sheets);
    let (to, words) = if it.are_grants {
        (Route::Grants(it.cycle.year), t("決める"))
    } else {
        (Route::Shared(it.cycle), t("読む"))
    };
    task(what, String::new(), &to, words)
}

fn undelivered(it: &UndeliveredMail) -> AnyView {
    let what = fill!("{0}さんにメールが届きませんでした", it.person.name);
    let more = fill!(
        "{0} メールサーバーの答え: {1}",
        it.created_at.display(locale()),
        it.problem
    );
    let to = Route::Person(it.person.id.clone());
    task(what, more, &to, t("アドレスを確かめる"))
}

fn deletion(it: &DeskDeletion) -> AnyView {
    let when = cycle_label(it.yearly, it.cycle, locale());
    let what = fill!(
        "{0}の{1}が、保存期間を過ぎて消去されます",
        when,
        it.title.shown(locale())
    );
    let more = if it.days_left == 0 {
        t("次の点検で消去されます").to_owned()
    } else {
        fill!("あと {0} 日で消去されます", it.days_left)
    };
    task(what, more, &Route::Calendar, t("保存期間を見る"))
}

/// The first steps of a ward: nothing once they are taken.
fn first_steps(desk: &OfficeDesk) -> AnyView {
    let steps = [
        (desk.people > 1, t("職員の名簿を取り込む"), Route::Roster),
        (
            desk.personnel > 1,
            t("職員課のもう一人に役割を付ける"),
            Route::People,
        ),
        (desk.has_days, t("一年の予定を決める"), Route::Calendar),
    ];
    if steps.iter().all(|it| it.0) {
        return ().into_any();
    }
    let rows = steps.map(|(is_done, what, to)| {
        let word = if is_done {
            t("済み")
        } else {
            t("これから")
        };
        view! {
            <li>
                <a href=to.to_string()>{what}</a>
                <span class="tag" class:done=is_done>
                    {word}
                </span>
            </li>
        }
    });
    view! {
        <section class="card waiting" aria-labelledby="first-steps">
            <h2 id="first-steps">{t("はじめの三歩")}</h2>
            <ol class="more-steps">{rows.into_iter().collect_view()}</ol>
        </section>
    }
    .into_any()
}
