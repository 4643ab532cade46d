//! What happened to the person's sheets lately: confirmed by the other side, or opened by a reader.

use crate::components::own_sheets::{full_title, target};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::sheets::SheetView;
use browser::clock;
use domain::next_step::OwnSheet;
use domain::route::Route;
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Lines shown; what is older is on the page of readers.
const LINES: usize = 4;

/// How long something counts as lately.
const LATELY: Duration = Duration::from_hours(30 * 24);

/// When it happened, what, and where it leads.
type Line = (Timestamp, String, String);

/// Nothing where nothing happened. Who opened a sheet is asked of the server, or remembered from the last time.
#[component]
pub(super) fn RecentEvents(sheets: Memo<Vec<OwnSheet>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let views = RwSignal::new(Vec::<SheetView>::new());
    spawn_local(async move {
        let call = api::sheets::sheet_views(None);
        if let Ok(latest) = here.fetch_or_cached("sheet_views".to_owned(), call).await {
            views.try_set(latest);
        }
    });
    let lines = Memo::new(move |_| {
        let now = clock::now();
        let mut all: Vec<Line> = sheets.with(|all| {
            let confirmed = all.iter().filter_map(confirmed);
            let opened = views.with(|it| openings(it, all));
            confirmed.chain(opened).collect()
        });
        all.retain(|it| now.since(it.0) <= LATELY);
        all.sort_by_key(|it| std::cmp::Reverse(it.0));
        all.truncate(LINES);
        all
    });
    let row = |(at, words, to): Line| {
        view! {
            <li>
                <a href=to>{words}</a>
                <small>{at.display(locale())}</small>
            </li>
        }
    };
    view! {
        <section aria-labelledby="recent" hidden=move || lines.with(Vec::is_empty)>
            <h2 id="recent" class="quiet-heading">
                {t("最近のできごと")}
            </h2>
            <ul class="more-steps">{move || lines.get().into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

fn confirmed(it: &OwnSheet) -> Option<Line> {
    let (at, title) = (it.confirmed_at?, full_title(it));
    let words = if it.state.is_open() {
        fill!("所属長が{0}を確認しました。次は、あなたの確認です。", title)
    } else if it.comment.is_empty() {
        fill!("{0}が確認されました。", title)
    } else {
        fill!("{0}が確認されました。所属長から: {1}", title, it.comment)
    };
    Some((at, words, target(it)))
}

/// The last opening of each sheet by each reader. Sheets that are not listed on the home page are left out.
fn openings(views: &[SheetView], sheets: &[OwnSheet]) -> Vec<Line> {
    let mut told: Vec<(&str, &SheetId)> = Vec::new();
    let mut lines = Vec::new();
    // The latest comes first.
    for view in views {
        let key = (view.reader.as_str(), &view.sheet);
        let is_it = |it: &&OwnSheet| {
            it.of.instrument == view.sheet.instrument && it.of.cycle == view.sheet.cycle
        };
        if let Some(sheet) = sheets.iter().find(is_it).filter(|_| !told.contains(&key)) {
            told.push(key);
            let words = fill!("{0}さんが{1}を開きました。", view.reader, full_title(sheet));
            lines.push((view.at, words, Route::Readers.to_string()));
        }
    }
    lines
}
