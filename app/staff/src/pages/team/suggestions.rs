//! What would help the people of a 所属長, as counts over the sheets that they share with them.

use crate::i18n::{fill, locale, t};
use api::interviews::{SuggestedMeasure, TeamSuggestions};
use domain::suppression::MIN_GROUP_SIZE;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Nothing until it is there, and where too few people share anything.
#[component]
pub(super) fn SuggestionCounts(year: u16) -> impl IntoView {
    let found = RwSignal::new(TeamSuggestions::default());
    spawn_local(async move {
        if let Ok(fresh) = api::interviews::team_suggestions(year).await {
            found.try_set(fresh);
        }
    });
    move || {
        let TeamSuggestions { people, measures } = found.get();
        let people = people?;
        let rows: Vec<AnyView> = measures.iter().map(|it| row(it, people)).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card stack" aria-labelledby="team-suggestions">
                    <h2 id="team-suggestions">{t("課の人に合いそうな支援")}</h2>
                    <p class="hint">
                        {fill!(
                            "あなたに見せると決めて提出した{0}人のシートから、すすめられる施策を数えました。{1}人未満の数は出しません。",
                            people,
                            MIN_GROUP_SIZE
                        )}
                    </p>
                    <table class="count-bars">
                        <caption class="visually-hidden">{t("課の人に合いそうな支援")}</caption>
                        <thead class="visually-hidden">
                            <tr>
                                <th scope="col">{t("施策")}</th>
                                <td></td>
                                <th scope="col">{t("すすめられる人")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </section>
            }
        })
    }
}

fn row(it: &SuggestedMeasure, people: u32) -> AnyView {
    let width = 100 * it.people.unwrap_or_default() / people.max(1);
    let count = match it.people {
        Some(n) => fill!("{0}人", n),
        None => t("非表示").to_owned(),
    };
    view! {
        <tr>
            <th scope="row">{it.measure.shown(locale()).to_owned()}</th>
            <td class="bar-cell">
                <svg class="bar-line" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-ground" x="0" y="3" height="10" width="100"></rect>
                    <rect class="bar-fill" x="0" y="3" height="10" width=width></rect>
                </svg>
            </td>
            <td class:suppressed=it.people.is_none()>{count}</td>
        </tr>
    }
    .into_any()
}
