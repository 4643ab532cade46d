//! The supervisor's assessment next to the person's own scores, once both have shared theirs.

use crate::components::comparison_table::comparison_table;
use crate::components::form::SheetForm;
use crate::components::loading::{Loading, ask};
use crate::i18n::{fill, t};
use api::interviews::SupervisorAssessment;
use domain::scoring::answers_of;
use leptos::prelude::*;

/// Nothing unless the sheet is submitted and shared with the supervisor, and the server has received it: it shows the
/// other side only then, so each new receipt asks again.
#[component]
pub(super) fn AssessmentComparison(form: SheetForm) -> impl IntoView {
    let is_shared = Memo::new(move |_| {
        form.edition.with_value(|edition| {
            form.sheet
                .with(|it| !it.state.is_open() && edition.share_scope(it).includes_supervisor())
        })
    });
    let receipt = Memo::new(move |_| {
        let own = form.id();
        form.here
            .journal
            .with(|it| it.as_ref()?.receipt(&own).map(|(it, _)| it.number))
    });
    move || {
        let _ = receipt.get()?;
        is_shared.get().then(|| {
            view! {
                <Loading asking=Box::new(move || {
                    let sheet = form.id();
                    let key = format!("views:{}:{}", sheet.instrument, sheet.cycle);
                    let call = form.here.fetch_or_cached(key, api::interviews::supervisor_assessments(sheet));
                    let both = async move { Ok((form, call.await?)) };
                    ask(both, |(form, views): (SheetForm, Vec<SupervisorAssessment>)| comparison_cards(form, &views))
                }) />
            }
        })
    }
}

fn comparison_cards(form: SheetForm, views: &[SupervisorAssessment]) -> AnyView {
    let one = |it: &SupervisorAssessment| {
        let by = fill!("所属長（{0}さん）", it.by);
        let table = form.edition.with_value(|edition| {
            let own = form
                .sheet
                .with_untracked(|sheet| answers_of(edition, sheet));
            comparison_table(edition, &own, &it.answers, [t("自分"), &by])
        });
        view! {
            <section class="card">
                <h2>{t("自分の見え方と、所属長の見立て")}</h2>
                <p class="hint">
                    {t(
                        "ちがいの大きいところから並んでいます。どちらが正しいかではなく、面談で話し始めるきっかけです。",
                    )}
                </p>
                {table}
            </section>
        }
        .into_any()
    };
    views.iter().map(one).collect_view().into_any()
}
