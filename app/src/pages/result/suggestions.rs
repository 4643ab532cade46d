//! Measures of the catalogue that fit the person, each with why it is shown.

use super::subject_name;
use crate::components::form::Form;
use crate::fill;
use crate::locale::t;
use crate::model::ids::BandId;
use crate::scoring::{Because, Scores, Suggestion, shown, suggest};
use leptos::prelude::*;

/// The cards; nothing where nothing is suggested.
#[component]
pub(super) fn Suggestions(form: Form, scores: Memo<Scores>) -> impl IntoView {
    let found = Memo::new(move |_| {
        let person = form.here.me.with(|it| {
            it.as_ref()
                .map(|it| (it.person.grade, it.person.job_type.clone()))
        });
        let Some((grade, job_type)) = person else {
            return Vec::new();
        };
        form.edition.with_value(|edition| {
            let band = edition
                .band_of(grade)
                .map_or_else(BandId::default, |it| it.id.clone());
            form.sheet
                .with(|sheet| scores.with(|it| suggest(edition, sheet, it, &band, &job_type)))
        })
    });
    view! {
        <Show when=move || found.with(|it| !it.is_empty())>
            <section aria-labelledby="suggestions">
                <h2 id="suggestions">{t("次の一歩になりそうな施策")}</h2>
                <ul class="cards">{move || found.get().into_iter().map(|it| card(form, it)).collect_view()}</ul>
            </section>
        </Show>
    }
}

fn card(form: Form, suggestion: Suggestion) -> impl IntoView {
    let measure = form.edition.with_value(|it| {
        it.measures
            .iter()
            .find(|it| it.id == suggestion.measure)
            .cloned()
    })?;
    let reasons = suggestion
        .because
        .iter()
        .map(|it| because(form, it))
        .collect::<Vec<_>>()
        .join(t("、"));
    Some(view! {
        <li class="card suggestion">
            <h3>
                {measure.words.shown().to_owned()}
                {suggestion.example.map(|it| fill!("「{0}」", it))}
            </h3>
            <p class="why"><span class="tag">{t("なぜ")}</span>{reasons}</p>
            <p>{fill!("対象: {0}", measure.audience.shown().to_owned())}</p>
            {measure.subsidy.map(|it| view! { <p>{fill!("助成: {0}", it)}</p> })}
        </li>
    })
}

fn because(form: Form, reason: &Because) -> String {
    match reason {
        Because::Picked(subject) => fill!(
            "{0}を「伸ばしたい点」に選んだため",
            subject_name(form, subject)
        ),
        Because::Low(subject, mean) => {
            fill!(
                "{0}の自己採点が {1} のため",
                subject_name(form, subject),
                shown(*mean)
            )
        }
        Because::JobType(job) => fill!("職種が{0}のため", job),
    }
}
