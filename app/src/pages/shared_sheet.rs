//! One shared sheet, as its reader may see it.

use crate::api::{self, OpenedSheet};
use crate::components::loading::{Loading, ask};
use crate::fill;
use crate::locale::{pick, t};
use crate::model::calendar::{Cycle, moment};
use crate::model::ids::{InstrumentId, PersonId};
use crate::model::instrument::Item;
use crate::model::sheet::{SHARE_SCOPE, SheetId};
use crate::route::Route;
use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn SharedSheet(
    person: PersonId,
    instrument: InstrumentId,
    cycle: Cycle,
) -> impl IntoView {
    let id = StoredValue::new(SheetId {
        person,
        instrument,
        cycle,
    });
    view! {
        <div class="page">
            <p><a href=Route::Shared(cycle).to_string()>{t("共有されたシートへ戻る")}</a></p>
            <Loading asking=Box::new(move || {
                ask(api::open_shared(id.get_value()), |it: OpenedSheet| view! { <Opened opened=it/> }.into_any())
            })/>
        </div>
    }
}

#[component]
fn Opened(opened: OpenedSheet) -> impl IntoView {
    let head = opened.head;
    let row = |item: &Item| {
        let value = opened
            .answers
            .iter()
            .find(|it| it.0 == item.id)
            .map(|it| &it.1);
        let text = value.map_or_else(|| "—".to_owned(), |it| opened.edition.in_words(item, it));
        let subject = item
            .subject
            .as_ref()
            .and_then(|it| opened.edition.subject(it));
        let subject = subject.map(
            |it| view! { <span class="question-subject">{it.words.shown().to_owned()}</span> },
        );
        view! { <div class="answer"><dt>{subject} {item.words.shown().to_owned()}</dt><dd>{text}</dd></div> }
    };
    let sections = opened.edition.sections.iter().filter_map(|section| {
        let items = section.items.iter().filter(|it| it.id.as_str() != SHARE_SCOPE);
        let rows: Vec<_> = items.map(row).collect();
        (!rows.is_empty()).then(|| {
            view! { <section class="card"><h2>{section.words.shown().to_owned()}</h2><dl>{rows}</dl></section> }
        })
    });
    let sections: Vec<_> = sections.collect();
    view! {
        <p class="eyebrow">{head.sheet.cycle.label()}"　"{head.owner.org.label()}</p>
        <h1>{fill!("{0}さんの{1}", head.owner.name, pick(&head.title, &head.title_en))}</h1>
        <p class="lead">{opened.edition.notice.reminder.shown().to_owned()}</p>
        <p class="hint">{head.submitted_at.map(|it| fill!("{0} に提出。", moment(it)))} {fill!("読む人: {0}", head.scope.label())}</p>
        {sections}
    }
}
