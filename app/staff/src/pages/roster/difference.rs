//! What the file would change: so many of each kind, and each of them to accept or to leave.

use super::entry_list::EntryList;
use super::roster_state::RosterState;
use crate::i18n::{fill, t};
use domain::roster_difference::{RosterEntry, RosterGroup};
use leptos::prelude::*;

#[component]
pub(super) fn Difference(state: RosterState) -> impl IntoView {
    let (entries, unchanged) =
        untrack(|| state.with_preview(|it| (it.entries.clone(), it.unchanged)));
    if entries.is_empty() {
        return view! {
            <div class="card">
                <p>
                    {fill!(
                        "名簿の{0}人は、すべていまのままです。取り込むものはありません。", unchanged
                    )}
                </p>
            </div>
        }
        .into_any();
    }
    let (doubtful, sure): (Vec<RosterEntry>, Vec<RosterEntry>) =
        entries.into_iter().partition(|it| !it.doubts.is_empty());
    let groups: Vec<_> = RosterGroup::ALL
        .into_iter()
        .map(|of| {
            let own = sure.iter().filter(|it| it.group() == of).cloned();
            let own: Vec<RosterEntry> = own.collect();
            group(state, title(of), hint(of), own)
        })
        .collect();
    view! {
        <p class="hint">{fill!("変わらない人 {0}人", unchanged)}</p>
        {group(
            state,
            t("確かめてください"),
            t("間違いかもしれないところがあります。正しいものだけを選んでください。"),
            doubtful,
        )}
        {groups}
    }
    .into_any()
}

fn title(of: RosterGroup) -> &'static str {
    match of {
        RosterGroup::Joiners => t("新しい職員"),
        RosterGroup::Moves => t("異動"),
        RosterGroup::GradesAndNames => t("級・職種・氏名の変更"),
        RosterGroup::Supervisors => t("所属長の変更"),
        RosterGroup::Others => t("役割などの変更"),
        RosterGroup::Returns => t("名簿に戻った職員"),
        RosterGroup::Leavers => t("名簿にない職員"),
    }
}

fn hint(of: RosterGroup) -> &'static str {
    match of {
        RosterGroup::Joiners => t("取り込むと、アカウントと初期パスワードができます。"),
        RosterGroup::Moves => {
            t("部・課・係が変わる人です。級や所属長が一緒に変わる人も、ここに入ります。")
        }
        RosterGroup::GradesAndNames => {
            t("所属は変わりません。所属長が一緒に変わる人も、ここに入ります。")
        }
        RosterGroup::Supervisors => t("所属長だけが変わる人です。"),
        RosterGroup::Others => t("兼務、役割、メールアドレスだけが変わる人です。"),
        RosterGroup::Returns => t("止めていたアカウントが、また使えるようになります。"),
        RosterGroup::Leavers => t(
            "全員の名簿のときだけ選んでください。選ぶと、アカウントが止まります。出した内容は残ります。",
        ),
    }
}

/// Nothing where nobody is in it.
fn group(
    state: RosterState,
    title: &'static str,
    hint: &'static str,
    entries: Vec<RosterEntry>,
) -> AnyView {
    if entries.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card roster-group">
            <EntryList state title hint entries />
        </section>
    }
    .into_any()
}
