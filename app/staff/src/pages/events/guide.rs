//! Printable setup guide: what a web page cannot block and the tablet's operating system has to.

use crate::i18n::t;
use browser::page;
use leptos::prelude::*;

/// Titles and steps, one card each.
const PARTS: [(&str, &[&str]); 5] = [
    (
        "どの端末でも",
        &[
            "職員が使っていない端末か、空のプロフィールを用意する",
            "通知・自動ロック・OSの更新を、イベントの間は止める",
            "登録コードをカメラで読み、名前と係員の暗証番号を決める",
            "つながった状態で一度、機内モードでもう一度、終わりまでやってみる（練習は「送らないでおわる」）",
            "イベントの画面で「開場する」を押す",
        ],
    ),
    (
        "iPad（アクセスガイド）",
        &[
            "設定 → アクセシビリティ → アクセスガイドをオンにし、パスコードを決める",
            "登録の画面を Safari で開き、共有 → ホーム画面に追加。そこから開いて登録する",
            "ホームボタンかトップボタンを3回押し、「開始」を押す",
            "終わるときは、同じボタンを3回押してパスコードを入れる",
        ],
    ),
    (
        "Android（画面の固定・ロックタスク）",
        &[
            "設定 → セキュリティ → アプリの固定をオンにし、解除にPINを求める",
            "Chrome で登録し、最近使ったアプリの一覧から Chrome を固定する",
            "管理端末なら、ロックタスクモードに Chrome だけを許す",
        ],
    ),
    (
        "Windows・ChromeOS の Chromium",
        &[
            "専用のアカウントで、起動時に --kiosk を付けてブースの画面を開く",
            "ポリシーで、開発者ツール・自動入力・パスワードの保存を止める（ダウンロードは封をしたファイルに、印刷はQRコードを刷るのに要る）",
            "ChromeOS なら、管理コンソールのキオスクにブースの画面を加える",
        ],
    ),
    (
        "片付け（5分）",
        &[
            "画面の右上の角を5回タップし、暗証番号を入れる",
            "「閉場: 残りもすべて送る」を押し、「まだ送っていない 0 件」を見る",
            "つながらないときは、封をしたファイルに書き出す",
            "イベントの画面で「閉場する」を押す",
            "「ブースのタブレットをやめる」を押す",
        ],
    ),
];

#[component]
pub(super) fn SetupGuide() -> impl IntoView {
    let parts = PARTS.map(|(title, steps)| {
        let steps = steps.iter().map(|it| view! { <li>{t(it)}</li> });
        view! {
            <section class="card">
                <h2>{t(title)}</h2>
                <ol class="steps">{steps.collect_view()}</ol>
            </section>
        }
    });
    view! {
        <div class="page guide">
            <h1>{t("タブレットの設営の手引き")}</h1>
            <p class="lead">
                {t(
                    "画面の外へ出る操作のうち、ページでは止められないものを、端末の機能で止めます。1台3分ほどです。",
                )}
            </p>
            <p class="page-actions no-print">
                <button type="button" class="button primary" on:click=|_| page::print()>
                    {t("印刷する")}
                </button>
            </p>
            {parts.into_iter().collect_view()}
        </div>
    }
}
