//! A supervisor's private note about a member of staff: an item of the supervisor's own sheet, so that no one else
//! ever receives it.

use crate::components::form::{QuestionFrame, SheetForm, section_questions};
use crate::i18n::t;
use crate::sync::AppState;
use domain::calendar::Cycle;
use domain::ids::PersonId;
use domain::instrument::{Edition, FormRole};
use domain::sheet::SheetId;
use leptos::prelude::*;
use std::sync::Arc;

/// Nothing until the form of the note is cached.
#[component]
pub(super) fn PrivateNote(person: PersonId, year: u16) -> impl IntoView {
    let here = expect_context::<AppState>();
    let edition = Edition::clone(&*here.edition_with_role(FormRole::SupervisorNote)?);
    let note = edition.items().find(|it| it.each_staff)?;
    let item = note.for_staff(&person);
    // The form reduced to the item of this one person, with an id that contains the person.
    let mut own = edition.clone();
    for section in &mut own.sections {
        section.items = vec![item.clone()];
    }
    let [cycle, ..] = Cycle::in_year(year);
    let sheet = SheetId {
        person: here.person()?,
        instrument: edition.instrument,
        cycle,
    };
    let own = Arc::new(own);
    let form = SheetForm::new(here, sheet, Arc::clone(&own));
    let frame = QuestionFrame::of(form, own.sections.first()?);
    Some(view! {
        <section class="interview-note no-print" aria-labelledby="own-note">
            <h2 id="own-note">{t("わたしだけの覚え書き")}</h2>
            <p class="hint">
                {t(
                    "この端末とサーバーのあなたの記録にだけ残り、相手にも次の所属長にも渡りません。画面を一緒に見ているときは閉じておけます。",
                )}
            </p>
            <details>
                <summary>{t("覚え書きを開く")}</summary>
                {section_questions(form, 0, 0, frame)}
            </details>
        </section>
    })
}
