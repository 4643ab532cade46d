//! What the file would change: so many of each kind, and each of them to accept or to leave.

use super::entry_list::EntryList;
use super::roster_state::RosterState;
use crate::i18n::{fill, t};
use domain::roster_difference::{RosterEntry, RosterEntryKind};
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
    let groups: Vec<_> = RosterEntryKind::ALL
        .into_iter()
        .map(|kind| {
            let own = sure.iter().filter(|it| it.kind == kind).cloned();
            let own: Vec<RosterEntry> = own.collect();
            group(state, title(kind), hint(kind), own)
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

fn title(kind: RosterEntryKind) -> &'static str {
    match kind {
        RosterEntryKind::Joiner => t("新しい職員"),
        RosterEntryKind::Change => t("異動と変更"),
        RosterEntryKind::Return => t("名簿に戻った職員"),
        RosterEntryKind::Leaver => t("名簿にない職員"),
    }
}

fn hint(kind: RosterEntryKind) -> &'static str {
    match kind {
        RosterEntryKind::Joiner => t("取り込むと、アカウントと初期パスワードができます。"),
        RosterEntryKind::Change => t("所属、級、氏名、所属長、役割が変わります。"),
        RosterEntryKind::Return => t("止めていたアカウントが、また使えるようになります。"),
        RosterEntryKind::Leaver => t(
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
