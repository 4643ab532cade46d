//! A sheet on paper: question and answer, with form, person and date on every page.

use super::SheetForm;
use crate::components::read_only_answers::Signatures;
use crate::i18n::{fill, locale, t};
use browser::{clock, page};
use domain::instrument::{Edition, Item, ItemKind, Section};
use domain::sheet::Sheet;
use leptos::prelude::*;

/// Takes the place of the fields while the page is printed.
#[component]
pub(super) fn PrintRecord(form: SheetForm) -> impl IntoView {
    let is_printing = RwSignal::new(false);
    page::on_print(move |begins| {
        let _ = is_printing.try_set(begins);
    });
    move || is_printing.get().then(|| record(form))
}

/// The head of a table is repeated on every page.
fn record(form: SheetForm) -> impl IntoView {
    let head = form.edition.with_value(|it| {
        let cycle = form.with_id(|id| it.cycle_label(id.cycle, locale()));
        let title = it.words.shown(locale());
        fill!("{0}（第{1}版）　{2}", title, it.version, cycle)
    });
    let who = form.here.me.with_untracked(|it| {
        it.as_ref()
            .filter(|_| form.is_own())
            .map(|it| it.person.full_label(locale()))
    });
    let printed = fill!("{0} に印刷", clock::now().display(locale()));
    let rows = form.edition.with_value(|edition| {
        form.sheet.with_untracked(|sheet| {
            let sections = edition.sections.iter();
            sections
                .map(|it| section_rows(edition, it, sheet))
                .collect_view()
        })
    });
    view! {
        <div class="print-only print-record">
            <table>
                <thead>
                    <tr>
                        <td colspan="2">
                            <span>{head}</span>
                            <span>{who}</span>
                            <span>{printed}</span>
                        </td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <Signatures form=form />
        </div>
    }
}

fn section_rows(edition: &Edition, section: &Section, sheet: &Sheet) -> AnyView {
    let asked = |it: &&Item| !it.is_sign() && edition.is_visible(section, it, sheet);
    let rows: Vec<AnyView> = section
        .items
        .iter()
        .filter(asked)
        .map(|item| {
            let answer = sheet.value(&item.id);
            let words = answer.map(|it| edition.display_answer(item, it, locale()));
            let is_text = matches!(item.kind, ItemKind::Text { .. } | ItemKind::Rows { .. });
            let is_chosen = !is_text && words.is_some();
            view! {
                <tr class:chosen=is_chosen>
                    <th scope="row">{item.words.shown(locale()).to_owned()}</th>
                    <td>{words.unwrap_or_else(|| t("（書いていません）").to_owned())}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <tr class="print-section">
            <th scope="rowgroup" colspan="2">
                {section.words.shown(locale()).to_owned()}
            </th>
        </tr>
        {rows}
    }
    .into_any()
}
