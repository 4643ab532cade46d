//! The board for a big screen: three numbers, two charts, and nothing to press.

use super::counts::{Names, bars};
use crate::api;
use crate::booth::Tablet;
use crate::components::loading::{Loading, ask};
use crate::device::stream;
use crate::locale::t;
use crate::model::fair::{Counts, Event};
use crate::model::read::Read;
use leptos::prelude::*;

/// At most so many bars, so that nothing has to be scrolled.
const BARS: usize = 8;

/// The board.
#[component]
pub(super) fn Board(event: String) -> impl IntoView {
    let asking = Box::new(move || {
        let event = event.clone();
        let call = async move {
            let names = Names::new(api::bring_names(event.clone()).await?);
            Ok((api::bring_event(event).await?.0, names))
        };
        ask(call, |(event, names)| {
            view! { <Live event names/> }.into_any()
        })
    });
    view! { <div class="page wide board"><Loading asking=asking/></div> }
}

#[component]
fn Live(event: Event, names: Names) -> impl IntoView {
    let told = RwSignal::new((Counts::default(), Vec::<Tablet>::new()));
    let is_cut = RwSignal::new(false);
    let stream = stream::open(
        &format!("/api/v1/fair_board/{}", event.id),
        move |text| match text {
            Some(text) => {
                is_cut.set(false);
                let value = serde_json::from_slice(text.as_bytes()).ok();
                if let Some(fresh) = value.and_then(|it| Read::read(it).ok()) {
                    told.set(fresh);
                }
            }
            None => is_cut.set(true),
        },
    );
    on_cleanup(move || drop(stream));
    let figure = |name: &'static str, value: Memo<String>| view! { <div class="figure submitted"><dt>{name}</dt><dd>{value}</dd></div> };
    let visitors = Memo::new(move |_| {
        told.with(|it| {
            it.0.visitors
                .map_or_else(|| t("5人未満").to_owned(), |it| it.to_string())
        })
    });
    let tablets = Memo::new(move |_| {
        told.with(|it| it.1.iter().filter(|it| !it.revoked).count().to_string())
    });
    let arrived = Memo::new(move |_| {
        let sum = |of: fn(&Tablet) -> u32| told.with(|it| it.1.iter().map(of).sum::<u32>());
        format!("{} / {}", sum(|it| it.arrived), sum(|it| it.took))
    });
    let charts = move || {
        told.with(|(counts, _)| {
            let info = counts.wishes.iter().find(|it| it.id == "info");
            let mut wanted = info.map(|it| it.options.clone()).unwrap_or_default();
            wanted.sort_by_key(|it| std::cmp::Reverse(it.n));
            wanted.truncate(BARS);
            let one = bars(t("タイプ").to_owned(), "type", &counts.types, &names);
            let other = bars(t("知りたい情報").to_owned(), "info", &wanted, &names);
            view! { <div class="two">{one}{other}</div> }
        })
    };
    view! {
        <h1>{event.name}</h1>
        <dl class="figures">
            {figure(t("答えた人"), visitors)}
            {figure(t("タブレット"), tablets)}
            {figure(t("タブレットから届いた"), arrived)}
        </dl>
        {charts}
        <p class="hint" role="status">{move || is_cut.get().then(|| t("いまはつながっていません。つながると、続きが出ます。"))}</p>
    }
}
