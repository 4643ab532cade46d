//! A 所属長's own note about one of their staff: an item of their own sheet, so that nobody else ever receives it.

use crate::components::form::{Form, Question};
use crate::sync::{Here, edition_of};
use domain::calendar::Cycle;
use domain::i18n::t;
use domain::ids::{ItemId, PersonId};
use domain::instrument::Item;
use domain::sheet::SheetId;
use leptos::prelude::*;
use std::sync::Arc;

pub(super) const FORM: &str = "supervisor_note";

/// The note.
#[component]
pub(super) fn Note(person: PersonId, year: u16) -> impl IntoView {
    let here = expect_context::<Here>();
    let edition = here
        .editions
        .with_untracked(|it| edition_of(it, &FORM.into()).map(|it| (*it.1).clone()))?;
    let note = edition.items().find(|it| it.each_staff)?;
    let item = Item {
        id: ItemId(format!("{}.{person}", note.id)),
        ..note.clone()
    };
    // The form as it is for this one person: with the item under its own id.
    let mut own = edition;
    for section in &mut own.sections {
        section.items = vec![item.clone()];
    }
    let [cycle, ..] = Cycle::of_year(year);
    let sheet = SheetId {
        person: here.person()?,
        instrument: FORM.into(),
        cycle,
    };
    let form = Form::new(here, sheet, Arc::new(own));
    Some(view! {
        <section class="talk-note no-print" aria-labelledby="own-note">
            <h2 id="own-note">{t("わたしだけの覚え書き")}</h2>
            <p class="hint">{t("この端末とサーバーのあなたの記録にだけ残り、相手にも次の所属長にも渡りません。画面を一緒に見ているときは閉じておけます。")}</p>
            <details>
                <summary>{t("覚え書きを開く")}</summary>
                <Question form item at=0/>
            </details>
        </section>
    })
}
