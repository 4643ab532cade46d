//! Terms of the policy that other pages show by name: each leads to what it means, where the ward explains it.

use crate::i18n::{fill, t};
use crate::sync::AppState;
use domain::content_page::EntryId;
use domain::ids::PersonId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::BTreeSet;

thread_local! {
    /// What was read for a person: a form has many sections, and the pages are large.
    static KNOWN: RefCell<Option<(Option<PersonId>, BTreeSet<EntryId>)>> = RefCell::default();
}

/// The entries of the policy's page on this device; none until they are read.
#[derive(Clone, Copy)]
pub(crate) struct Terms(RwSignal<BTreeSet<EntryId>>);

impl Terms {
    pub(crate) fn load(here: AppState) -> Self {
        let person = here.person();
        let known = KNOWN.with_borrow(|it| it.clone().filter(|it| it.0 == person));
        let is_known = known.is_some();
        let it = Self(RwSignal::new(known.map(|it| it.1).unwrap_or_default()));
        if !is_known {
            spawn_local(async move {
                let mut pages = here.kept_content_pages().await;
                if pages.pages.is_empty() {
                    // The first page after the first sign-in: they are on their way.
                    pages = here.content_pages().await.unwrap_or_default();
                }
                let policy = pages.pages.iter().filter(|it| it.id.as_str() == "policy");
                let found = policy.flat_map(|it| it.entries().map(|it| it.id.clone()));
                let found: BTreeSet<EntryId> = found.collect();
                if !found.is_empty() {
                    KNOWN.set(Some((person, found.clone())));
                }
                it.0.try_set(found);
            });
        }
        it
    }

    /// The first of the ids that the policy's page explains.
    fn known(self, ids: &[String]) -> Option<String> {
        let is_known = |id: &&String| self.0.with(|it| it.contains(&EntryId((*id).clone())));
        ids.iter().find(is_known).cloned()
    }

    /// A term by name, as a link if it is explained.
    pub(crate) fn named(self, id: &str, name: String) -> AnyView {
        let ids = [id.to_owned()];
        let view = move || {
            let name = name.clone();
            match self.known(&ids) {
                Some(id) => view! { <a href=format!("/policy/{id}")>{name}</a> }.into_any(),
                None => name.into_any(),
            }
        };
        view.into_any()
    }

    /// A link to where the policy speaks of something: of the first of the ids that is explained.
    pub(crate) fn place(self, ids: Vec<String>, name: String) -> AnyView {
        let view = move || {
            let id = self.known(&ids)?;
            let name = fill!("（{0}）", name);
            Some(view! {
                <a href=format!(
                    "/policy/{id}",
                )>{t("方針のどこにあるか")} <span class="visually-hidden">{name}</span></a>
            })
        };
        view.into_any()
    }

    /// A link to what the first of the ids that is explained means, in a new tab.
    pub(crate) fn meaning(self, ids: Vec<String>, name: String) -> AnyView {
        let view = move || {
            let id = self.known(&ids)?;
            let name = fill!("（{0}、新しいタブ）", name);
            Some(view! {
                <a class="term-link" href=format!("/policy/{id}") target="_blank" rel="help">
                    {t("この言葉の意味")}
                    <span class="visually-hidden">{name}</span>
                </a>
            })
        };
        view.into_any()
    }
}
