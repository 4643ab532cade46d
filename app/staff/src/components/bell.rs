//! The bell in the head of every page: what happened to the person's sheets and what is due, also without a network.

use crate::components::header_menu::HeaderMenu;
use crate::components::own_sheets::list_own_sheets;
use crate::i18n::{fill, locale, pick_language, t};
use crate::sync::AppState;
use api::sheets::SheetView;
use browser::clock;
use domain::bell::{BellEntry, BellNews, BellSources, SheetOpening, bell_entries};
use domain::calendar::{display_day, display_moment};
use domain::ids::PersonId;
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// News are asked for again with the first page that is opened after this long.
const ASKED_AGAIN: Duration = Duration::from_mins(1);

/// Where the person's store keeps which lines were seen.
const SEEN: &str = "bell-seen";

#[derive(Clone, Copy)]
struct Bell {
    here: AppState,
    told: RwSignal<BellSources>,
    entries: Memo<Vec<BellEntry>>,
    /// Keys of the lines that were seen.
    seen: RwSignal<Vec<String>>,
    /// What was new when the bell was opened stays marked until it is opened again.
    seen_before: RwSignal<Vec<String>>,
}

#[component]
pub(super) fn NoticeBell(route: RwSignal<Option<Route>>) -> impl IntoView {
    let here = expect_context::<AppState>();
    let told = RwSignal::new(BellSources::default());
    // Listed anew with every page, not with every key: that reads all the person's sheets.
    let sheets = RwSignal::new(Vec::new());
    let is_loaded = Memo::new(move |_| here.journal.with(Option::is_some));
    let n_editions = Memo::new(move |_| here.editions.with(Vec::len));
    Effect::new(move |_| {
        route.track();
        told.track();
        n_editions.track();
        here.me.track();
        if is_loaded.get() {
            sheets.set(untrack(|| list_own_sheets(here)));
        }
    });
    let entries = Memo::new(move |_| {
        told.with(|told| sheets.with(|sheets| bell_entries(sheets, told, clock::now())))
    });
    let bell = Bell {
        here,
        told,
        entries,
        seen: RwSignal::new(Vec::new()),
        seen_before: RwSignal::new(Vec::new()),
    };
    provide_context(bell);
    let person = Memo::new(move |_| {
        here.me
            .with(|me| me.as_ref().map(|it| it.person.id.clone()))
    });
    bell.ask_again(route);
    // Another tab may have signed somebody else in: nothing of the one before stays.
    Effect::new(move |_| {
        if person.get().is_some() {
            bell.begin();
        }
    });
    let n_new = Memo::new(move |_| {
        bell.seen.with(|seen| {
            entries.with(|all| all.iter().filter(|it| !seen.contains(&it.key())).count())
        })
    });
    let button = move || {
        view! {
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10z" />
                <path d="M10 20a2.2 2.2 0 0 0 4 0" />
            </svg>
            <span class="visually-hidden">
                {move || match n_new.get() {
                    0 => t("お知らせ").to_owned(),
                    n => fill!("お知らせ（新しいもの {0} 件）", n),
                }}
            </span>
            {move || {
                let n = n_new.get();
                (n > 0)
                    .then(|| {
                        view! {
                            <span class="bell-count" aria-hidden="true">
                                {n}
                            </span>
                        }
                    })
            }}
        }
    };
    let on_toggle = Callback::new(move |is_open| bell.toggled(is_open));
    let panel = || view! { <BellPanel /> }.into_any();
    view! { <HeaderMenu route id="bell" class="bell" button panel on_toggle /> }
}

impl Bell {
    fn person(self) -> Option<PersonId> {
        let me = self.here.me.try_get_untracked().flatten();
        me.map(|it| it.person.id)
    }

    /// Begins with what this person's store knows.
    fn begin(self) {
        self.told.set(BellSources::default());
        self.seen.set(Vec::new());
        self.seen_before.set(Vec::new());
        let person = self.person();
        spawn_local(async move {
            let seen: Option<Vec<String>> = self.here.cache_get(SEEN).await;
            if self.person() == person {
                let seen = seen.unwrap_or_default();
                self.seen.try_set(seen.clone());
                self.seen_before.try_set(seen);
            }
        });
        self.ask();
    }

    /// Asks the server what it has to tell; without a network, what it said last.
    fn ask(self) {
        let (here, person) = (self.here, self.person());
        spawn_local(async move {
            let notices = here
                .fetch_or_cached("notices".to_owned(), api::accounts::notices())
                .await;
            let views = here
                .fetch_or_cached("sheet-views".to_owned(), api::sheets::sheet_views(None))
                .await;
            // An answer that comes after signing out is not the next person's.
            if self.person() != person {
                return;
            }
            self.told.try_update(|it| {
                if let Ok(notices) = notices {
                    it.reminders = notices.reminders;
                    it.extensions = notices.extensions;
                }
                if let Ok(views) = views {
                    it.openings = views.into_iter().map(opening).collect();
                }
            });
        });
    }

    /// Whoever keeps the app open hears of what happened meanwhile, too.
    fn ask_again(self, route: RwSignal<Option<Route>>) {
        let asked_at = StoredValue::new(clock::now());
        Effect::new(move |_| {
            route.track();
            let now = clock::now();
            if now.since(asked_at.get_value()) >= ASKED_AGAIN && self.person().is_some() {
                asked_at.set_value(now);
                self.ask();
            }
        });
    }

    /// What the bell shows counts as seen once it was opened.
    fn toggled(self, is_open: bool) {
        if !is_open {
            return;
        }
        self.ask();
        self.seen_before.set(self.seen.get_untracked());
        let shown = self
            .entries
            .with_untracked(|all| all.iter().map(BellEntry::key).collect::<Vec<_>>());
        if shown != self.seen.get_untracked() {
            self.seen.set(shown.clone());
            spawn_local(async move { self.here.cache_put(SEEN, &shown).await });
        }
    }
}

fn opening(it: SheetView) -> SheetOpening {
    SheetOpening {
        instrument: it.sheet.instrument,
        cycle: it.sheet.cycle,
        reader: it.reader,
        at: it.at,
    }
}

#[component]
fn BellPanel() -> impl IntoView {
    let bell = expect_context::<Bell>();
    let is_empty = Memo::new(move |_| bell.entries.with(Vec::is_empty));
    let rows = move || {
        let before = bell.seen_before.get();
        let entries = bell.entries.get().into_iter();
        entries
            .filter_map(|it| line(bell.here, &it, !before.contains(&it.key())))
            .collect_view()
    };
    view! {
        <h2 class="quiet-heading">{t("お知らせ")}</h2>
        <p class="hint" hidden=move || !is_empty.get()>
            {t("いまお知らせはありません。")}
        </p>
        <ul class="bell-lines">{rows}</ul>
    }
}

/// Nothing of a form that this person is not asked any more.
fn line(here: AppState, it: &BellEntry, is_new: bool) -> Option<AnyView> {
    let of = here.me.with(|me| {
        let mut all = me.iter().flat_map(|it| &it.cycles);
        let own = all.find(|of| of.instrument == it.instrument && of.cycle == it.cycle);
        own.cloned()
    })?;
    let form = pick_language(&of.title, &of.title_en);
    let name = fill!("{0}の{1}", of.cycle_label(locale()), form);
    let to = match it.what {
        BellNews::Opened(_) => Route::Readers,
        _ => Route::Sheet(it.instrument.clone(), it.cycle),
    };
    let (told, more) = words(&it.what);
    Some(
    view! {
        <li class:new=is_new>
            <a href=to
                .to_string()>
                {is_new.then(|| view! { <span class="visually-hidden">{t("新しい: ")}</span> })}
                <strong>{told}</strong> <span>{name}</span>
                {more.map(|it| view! { <span class="bell-quote">{it}</span> })} <small>{it.at.display(locale())}</small>
            </a>
        </li>
    }
    .into_any(),
    )
}

/// What happened, and what was said with it.
fn words(what: &BellNews) -> (String, Option<String>) {
    let day = |it: &domain::ids::Day| display_day(it.as_str(), locale());
    let said = |it: &String| (!it.is_empty()).then(|| it.clone());
    match what {
        BellNews::Due(it) => (fill!("締切は{0}です", day(it)), None),
        BellNews::Overdue(it) => (fill!("締切の{0}を過ぎました", day(it)), None),
        BellNews::Returned(why) => (t("差し戻されました").to_owned(), said(why)),
        BellNews::Confirmed(comment) => (t("確認されました").to_owned(), said(comment)),
        BellNews::Reminded => (t("職員課から提出のお知らせ").to_owned(), None),
        BellNews::Extended(it) => (fill!("期限が{0}まで延びました", day(it)), None),
        BellNews::NotExtended => (t("期限は延びませんでした").to_owned(), None),
        BellNews::Interview(at) => {
            let at = display_moment(at, locale());
            (fill!("面談は{0}です", at), None)
        }
        BellNews::Opened(who) => (fill!("{0}さんが開きました", who), None),
    }
}
