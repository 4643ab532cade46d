//! Recovery of autosave copies from closed or crashed tabs, in a lazy chunk. Until it is loaded, the copies
//! stay in localStorage.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::{AppState, edition_of};
use api::ApiError;
use browser::{autosave, clock, tabs};
use domain::ids::PersonId;
use domain::journal::Journal;
use leptos::prelude::WithUntracked;
use leptos::wasm_split::wasm_split;

impl AppState {
    /// Recovers autosave copies of tabs that are gone; with `also_living` (before a sign-out) of open tabs, too.
    pub(super) async fn recover_autosaves(self, also_living: bool) {
        let Some(person) = self.person() else { return };
        if autosave::has_copies(&person)
            && let Ok(work) = recover(self, person, also_living).await
        {
            work.await;
        }
    }
}

#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
fn recover(here: AppState, person: PersonId, also_living: bool) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        for left in autosave::copies(&person) {
            let item = here.editions.with_untracked(|it| {
                edition_of(it, &left.sheet.instrument)
                    .and_then(|it| it.edition.item(&left.item).cloned())
            });
            // Without its form the input cannot be checked: the copy stays for a later run.
            let Some(item) = item else { continue };
            if !also_living && !tabs::is_closed(left.tab()).await {
                continue;
            }
            let (sheet, value) = (left.sheet.clone(), left.value.clone());
            let (base, typed) = (left.base.clone(), left.typed.clone());
            let edit = move |journal: &mut Journal| {
                journal
                    .recover_draft(&sheet, &item, value, &base, &typed, clock::mint())
                    .unwrap_or_default()
            };
            if here.edit(Box::new(edit)).await.is_ok() {
                left.delete();
            }
        }
    }))
}
