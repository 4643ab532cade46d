//! Printable setup guide: what a web page cannot block and the tablet's operating system has to.

use browser::page;
use domain::i18n::t;
use leptos::prelude::*;

#[component]
pub(super) fn SetupGuide() -> impl IntoView {
    let part = |title: &'static str, lines: &[&'static str]| {
        let lines = lines
            .iter()
            .map(|it| view! { <li>{*it}</li> })
            .collect_view();
        view! { <section class="card"><h2>{title}</h2><ol class="steps">{lines}</ol></section> }
    };
    view! {
        <div class="page guide">
            <h1>{t("タブレットの設営の手引き")}</h1>
            <p class="lead">{t("画面の外へ出る操作のうち、ページでは止められないものを、端末の機能で止めます。1台3分ほどです。")}</p>
            <p class="page-actions no-print"><button type="button" class="button primary" on:click=|_| page::print()>{t("印刷する")}</button></p>
            {part(t("どの端末でも"), &[
                t("職員が使っていない端末か、空のプロフィールを用意する"),
                t("通知・自動ロック・OSの更新を、イベントの間は止める"),
                t("登録コードをカメラで読み、名前と係員の暗証番号を決める"),
                t("つながった状態で一度、機内モードでもう一度、終わりまでやってみる（練習は「送らないでおわる」）"),
                t("イベントの画面で「開場する」を押す"),
            ])}
            {part(t("iPad（アクセスガイド）"), &[
                t("設定 → アクセシビリティ → アクセスガイドをオンにし、パスコードを決める"),
                t("登録の画面を Safari で開き、共有 → ホーム画面に追加。そこから開いて登録する"),
                t("ホームボタンかトップボタンを3回押し、「開始」を押す"),
                t("終わるときは、同じボタンを3回押してパスコードを入れる"),
            ])}
            {part(t("Android（画面の固定・ロックタスク）"), &[
                t("設定 → セキュリティ → アプリの固定をオンにし、解除にPINを求める"),
                t("Chrome で登録し、最近使ったアプリの一覧から Chrome を固定する"),
                t("管理端末なら、ロックタスクモードに Chrome だけを許す"),
            ])}
            {part(t("Windows・ChromeOS の Chromium"), &[
                t("専用のアカウントで、起動時に --kiosk を付けてブースの画面を開く"),
                t("ポリシーで、開発者ツール・自動入力・パスワードの保存を止める（ダウンロードは封をしたファイルに、印刷はQRコードを刷るのに要る）"),
                t("ChromeOS なら、管理コンソールのキオスクにブースの画面を加える"),
            ])}
            {part(t("片付け（5分）"), &[
                t("画面の右上の角を5回タップし、暗証番号を入れる"),
                t("「閉場: 残りもすべて送る」を押し、「まだ送っていない 0 件」を見る"),
                t("つながらないときは、封をしたファイルに書き出す"),
                t("イベントの画面で「閉場する」を押す"),
                t("「ブースのタブレットをやめる」を押す"),
            ])}
        </div>
    }
}
