//! Measures of the catalogue that fit the person, each with why it is shown.

use super::subject_name;
use crate::components::form::Form;
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
                <h2 id="suggestions">"次の一歩になりそうな施策"</h2>
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
        .join("、");
    Some(view! {
        <li class="card suggestion">
            <h3>
                {measure.words.ja}
                {suggestion.example.map(|it| format!("「{it}」"))}
            </h3>
            <p class="why"><span class="tag">"なぜ"</span>{reasons}</p>
            <p>{format!("対象: {}", measure.audience.ja)}</p>
            {measure.subsidy.map(|it| view! { <p>{format!("助成: {it}")}</p> })}
        </li>
    })
}

fn because(form: Form, reason: &Because) -> String {
    match reason {
        Because::Picked(subject) => format!(
            "{}を「伸ばしたい点」に選んだため",
            subject_name(form, subject)
        ),
        Because::Low(subject, mean) => {
            format!(
                "{}の自己採点が {} のため",
                subject_name(form, subject),
                shown(*mean)
            )
        }
        Because::JobType(job) => format!("職種が{job}のため"),
    }
}
