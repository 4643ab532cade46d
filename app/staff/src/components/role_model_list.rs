//! Up to three role models, shown where the question arises that they can help with.

use crate::i18n::t;
use crate::sync::AppState;
use api::role_models::RoleModels;
use browser::clock;
use domain::role_model::{RoleModel, RoleModelKind};
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// So many are named; the page has the rest.
const SHOWN: usize = 3;

/// Those of a kind, or of all; nothing until they are there, and where there are none. Their pages open in a new tab,
/// so that nothing that is being written is left.
#[component]
pub(crate) fn RoleModelList(kind: Option<RoleModelKind>, heading: String) -> impl IntoView {
    let here = expect_context::<AppState>();
    let all = RwSignal::new(Vec::<RoleModel>::new());
    spawn_local(async move {
        let call = here.fetch_or_cached("role-models".to_owned(), api::role_models::role_models());
        let seen: Result<RoleModels, _> = call.await;
        if let Ok(seen) = seen {
            let today = clock::now().day();
            let mut shown = seen.shown;
            shown.retain(|it| it.is_shown(&today));
            shown.retain(|it| kind.is_none_or(|kind| it.text.kinds.contains(&kind)));
            shown.truncate(SHOWN);
            all.try_set(shown);
        }
    });
    let row = |it: RoleModel| {
        let to = Route::RoleModels(String::new());
        view! {
            <li>
                <a href=format!("{to}#role-model-{}", it.seq) target="_blank" rel="help">
                    {it.text.headline}
                    <span class="visually-hidden">{t("（新しいタブ）")}</span>
                </a>
                <small>{it.text.shown_as}</small>
            </li>
        }
    };
    move || {
        let rows: Vec<_> = all.get().into_iter().map(row).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <div class="role-model-list no-print">
                    <p>{heading.clone()}</p>
                    <ul>{rows}</ul>
                </div>
            }
        })
    }
}
