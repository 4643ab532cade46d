//! The way from a section of a form to what its terms mean and to what helps with it, in a tab of its own: nothing that
//! is being written is left.

use super::SheetForm;
use crate::components::content::Terms;
use crate::components::role_model_list::RoleModelList;
use crate::i18n::{locale, t};
use domain::instrument::SectionLink;
use domain::route::Route;
use leptos::prelude::*;

/// Nothing where the section has no terms and no links, or the ward explains none of them.
#[component]
pub(super) fn SectionTerms(form: SheetForm, index: usize) -> impl IntoView {
    let (subjects, name, links) = form.edition.with_value(|edition| {
        let section = edition.sections.get(index)?;
        let subjects = section.items.iter().filter_map(|it| it.subject.as_ref());
        let subjects: Vec<String> = subjects.map(|it| it.0.clone()).collect();
        let name = section.words.shown(locale()).to_owned();
        Some((subjects, name, section.links().unwrap_or_default()))
    })?;
    let terms = (!subjects.is_empty()).then(|| Terms::load(form.here).meaning(subjects, name));
    let links: Vec<AnyView> = links.iter().map(link).collect();
    Some(view! {
        {terms}
        {links}
    })
}

/// Role models are named at once; every other page is a link.
fn link(it: &SectionLink) -> AnyView {
    let words = it.words.shown(locale()).to_owned();
    if let Some(Route::RoleModels(rest)) = Route::parse(&it.to) {
        let kind = rest.trim_matches('/').parse().ok();
        return view! { <RoleModelList kind heading=words /> }.into_any();
    }
    view! {
        <a class="term-link" href=it.to.clone() target="_blank" rel="help">
            {words}
            <span class="visually-hidden">{t("（新しいタブ）")}</span>
        </a>
    }
    .into_any()
}
