//! システム管理's landing: whether the server is in order, and what to do where it is not.

use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, locale, t};
use api::system::SystemStatus;
use domain::storage_health::display_bytes;
use domain::timestamp::Timestamp;
use leptos::prelude::*;

#[component]
pub(crate) fn SystemPage() -> impl IntoView {
    view! {
        <div class="page">
            <h1>{t("稼働")}</h1>
            <p class="lead">{t("サーバーの様子です。だれの記録も、ここには出ません。")}</p>
            <Loading asking=Box::new(|| {
                ask(api::system::system_status(), |it: SystemStatus| view! { <Status status=it /> }.into_any())
            }) />
        </div>
    }
}

/// What is not as it should be, with what to do.
fn concerns(status: &SystemStatus) -> Vec<&'static str> {
    let mut all = Vec::new();
    if status.last_backup_at.is_none() {
        all.push(t(
            "控えがまだ一度も作られていません。サーバーで michishirube backup を毎日動かしてください。",
        ));
    } else if !status.has_fresh_backup() {
        all.push(t(
            "最後の控えから2日を過ぎています。控えを作る予定の仕事が止まっていないか、確かめてください。",
        ));
    }
    if !status.has_room() {
        all.push(t(
            "ディスクの空きが足りません。データベースの2倍か1GBの、大きいほうより多く空けてください。",
        ));
    }
    if status.mails_refused > 0 {
        all.push(t(
            "メールサーバーが受け取らないメールがあります。サーバーの記録（ログ）を見てください。",
        ));
    }
    if status.last_roster_at.is_none() {
        all.push(t(
            "名簿がまだ取り込まれていません。サーバーで michishirube roster import を動かしてください。",
        ));
    }
    all
}

#[component]
fn Status(status: SystemStatus) -> impl IntoView {
    let concerns = concerns(&status);
    let is_good = concerns.is_empty();
    let lines: Vec<_> = concerns
        .into_iter()
        .map(|it| view! { <li>{it}</li> })
        .collect();
    let moment = |at: Option<Timestamp>| {
        at.map_or_else(|| t("まだありません").to_owned(), |it| it.display(locale()))
    };
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let bytes = |n: u64| display_bytes(n as f64);
    let unknown = if status.in_postgres {
        t("PostgreSQLの機械で見てください")
    } else {
        t("分かりません")
    };
    let free = status.free_bytes.map_or_else(|| unknown.to_owned(), bytes);
    view! {
        <p class="notice done" hidden=!is_good>
            {t("控え、ディスクの空き、名簿は、そろっています。")}
        </p>
        <section class="card waiting" hidden=is_good aria-labelledby="concerns">
            <h2 id="concerns">{t("対応が要ること")}</h2>
            <ul>{lines}</ul>
        </section>
        <section class="card" aria-labelledby="keeping">
            <h2 id="keeping">{t("控えと空き")}</h2>
            <dl class="pairs">
                <dt>{t("最後の控え")}</dt>
                <dd>{moment(status.last_backup_at)}</dd>
                <dt>{t("データベースの大きさ")}</dt>
                <dd>{bytes(status.database_bytes)}</dd>
                <dt>{t("ディスクの空き")}</dt>
                <dd>{free}</dd>
            </dl>
        </section>
        <section class="card" aria-labelledby="people">
            <h2 id="people">{t("名簿とサインイン")}</h2>
            <dl class="pairs">
                <dt>{t("名簿の取り込み")}</dt>
                <dd>{moment(status.last_roster_at)}</dd>
                <dt>{t("名簿の人数")}</dt>
                <dd>{fill!("{0}人", status.people)}</dd>
                <dt>{t("止めているアカウント")}</dt>
                <dd>{fill!("{0}人", status.disabled)}</dd>
                <dt>{t("この24時間に失敗したサインイン")}</dt>
                <dd>{fill!("{0}回", status.failed_sign_ins)}</dd>
            </dl>
        </section>
        <MailStatus status=status.clone() />
        <section class="card" aria-labelledby="program">
            <h2 id="program">{t("プログラム")}</h2>
            <dl class="pairs">
                <dt>{t("版")}</dt>
                <dd>{status.version.clone()}</dd>
                <dt>{t("動きはじめた時刻")}</dt>
                <dd>{status.started_at.display(locale())}</dd>
                <dt>{t("サーバーの時計")}</dt>
                <dd>{status.now.display(locale())}</dd>
            </dl>
            <p class="hint">
                {t(
                    "壊れていないか、鍵や監査記録が正しいかは、サーバーで michishirube doctor を動かすと分かります。",
                )}
            </p>
        </section>
    }
}

/// Nothing where the ward has no mail server.
#[component]
fn MailStatus(status: SystemStatus) -> impl IntoView {
    status.sends_mail.then(|| {
        view! {
            <section class="card" aria-labelledby="mail">
                <h2 id="mail">{t("メール")}</h2>
                <dl class="pairs">
                    <dt>{t("送るのを待っているメール")}</dt>
                    <dd>{fill!("{0}通", status.mails_waiting)}</dd>
                    <dt>{t("そのうち、一度受け取られなかったもの")}</dt>
                    <dd>{fill!("{0}通", status.mails_refused)}</dd>
                </dl>
            </section>
        }
    })
}
