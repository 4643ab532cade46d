//! The form as somebody of a grade sees it, also on a phone. It takes no answers.

use super::editor_state::FormEditor;
use super::item_panel::named;
use crate::components::form::{QuestionFrame, SheetForm, section_questions};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use browser::clock;
use domain::calendar::Cycle;
use domain::instrument::Edition;
use domain::sheet::SheetId;
use leptos::prelude::*;
use std::sync::Arc;

/// No form is called so: the preview has no sheet.
const NO_FORM: &str = "form-preview";

pub(super) fn preview_panel(editor: FormEditor) -> AnyView {
    let band = RwSignal::new(String::new());
    let is_phone = RwSignal::new(false);
    let bands = named(editor, "/bands");
    let options = bands
        .into_iter()
        .map(|(id, words)| view! { <option value=id>{words}</option> });
    let form = move || {
        let edition = editor.edition.get().ok()?;
        Some(sections(&shown_to(&edition, &band.get())))
    };
    view! {
        <div class="page-actions">
            <label class="field form-choice">
                <span>{t("だれから見るか")}</span>
                <select class="select" prop:value=band on:change=move |event| band.set(event_target_value(&event))>
                    <option value="">{t("すべての職層の質問")}</option>
                    {options.collect_view()}
                </select>
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=is_phone
                    on:change=move |event| is_phone.set(event_target_checked(&event))
                />
                <span>{t("スマートフォンの幅で見る")}</span>
            </label>
        </div>
        <p class="hint">
            {t(
                "ここには答えられません。条件のある質問も、続きの区分も、すべて出しています。",
            )}
        </p>
        <div class="form-preview" class:phone=is_phone inert>
            {form}
        </div>
    }
    .into_any()
}

/// The form for a band, with every question that a condition would hide.
fn shown_to(edition: &Edition, band: &str) -> Edition {
    let mut own = if band.is_empty() {
        edition.clone()
    } else {
        edition.for_band(&band.into())
    };
    for section in &mut own.sections {
        section.follows.clear();
        for item in &mut section.items {
            item.only_if = None;
            item.late = false;
        }
    }
    own
}

fn sections(edition: &Edition) -> AnyView {
    let here = expect_context::<AppState>();
    let [cycle, ..] = Cycle::in_year(clock::now().fiscal_year());
    let id = SheetId {
        person: here.person().unwrap_or_default(),
        instrument: NO_FORM.into(),
        cycle,
    };
    let form = SheetForm::new(here, id, Arc::new(edition.clone()));
    let mut first = 0;
    let all = edition.sections.iter().enumerate().map(|(index, section)| {
        let own = section_questions(form, index, first, QuestionFrame::of(form, section));
        first += section.items.len();
        let number = fill!("{0} / {1}", index + 1, edition.sections.len());
        let lead = section.lead.shown(locale()).to_owned();
        view! {
            <section class="card stack">
                <p class="eyebrow">{number}</p>
                <h3>{section.words.shown(locale()).to_owned()}</h3>
                <p class="lead">{lead}</p>
                {own}
            </section>
        }
    });
    all.collect_view().into_any()
}
