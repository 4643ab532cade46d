//! Second readers: 係長 or 部長 who read, besides the 所属長, what is shared with the 所属長.

use super::organisation_state::OrganisationState;
use crate::components::outcome::Outcome;
use crate::components::person_picker::PersonPicker;
use crate::i18n::{fill, locale, t};
use api::ApiError;
use api::organisation::SecondReader;
use domain::organisation::OrgUnit;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

#[derive(Clone, Copy)]
struct ReadersState {
    all: RwSignal<Vec<SecondReader>>,
    said: RwSignal<Option<Outcome>>,
    is_busy: RwSignal<bool>,
}

impl ReadersState {
    /// Makes a call, shows who is a second reader then, and says `done`.
    fn call(
        self,
        call: impl Future<Output = Result<Vec<SecondReader>, ApiError>> + 'static,
        done: String,
        then: impl FnOnce() + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(fresh) => {
                    self.all.set(fresh);
                    self.said.set(Some(Outcome::Done(done)));
                    then();
                }
                Err(error) => {
                    let failed = Outcome::Failed(error.sentence(locale()));
                    self.said.set(Some(failed));
                }
            }
        });
    }
}

#[component]
pub(super) fn SecondReaders(state: OrganisationState) -> impl IntoView {
    let readers = ReadersState {
        all: RwSignal::default(),
        said: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    spawn_local(async move {
        match api::organisation::second_readers().await {
            Ok(all) => drop(readers.all.try_set(all)),
            Err(error) => {
                let failed = Outcome::Failed(error.sentence(locale()));
                readers.said.try_set(Some(failed));
            }
        }
    });
    let rows = move || {
        let all = readers.all.get();
        all.iter().map(|it| row(readers, it)).collect_view()
    };
    view! {
        <section class="card stack" aria-labelledby="second-readers">
            <h2 id="second-readers">{t("第二の読み手")}</h2>
            <p class="hint">
                {t(
                    "係長や部長など、所属長のほかに読む人です。決めたあとに提出され、所属長に見せるとされたものだけを読めます。確認や差し戻しはしません。だれが読めるかは、提出する前に本人に示します。",
                )}
            </p>
            <ul class="entries">{rows}</ul>
            <p
                role="status"
                class="status-message"
                class:failed=move || readers.said.with(|it| it.as_ref().is_some_and(Outcome::has_failed))
            >
                {move || readers.said.get().map(Outcome::sentence)}
            </p>
            <NameReader state readers />
        </section>
    }
}

fn row(readers: ReadersState, it: &SecondReader) -> AnyView {
    let (seq, place, name) = (it.seq, it.place.label(), it.reader.name.clone());
    let told = if it.n_people == 0 {
        t("いま、読める人がいません。部を移ったか、所属の名前が変わりました。").to_owned()
    } else {
        fill!("{0}人", it.n_people)
    };
    let more = fill!(
        "決めた人: {0}（{1}）",
        it.named_by,
        it.named_at.display(locale())
    );
    let (done, own) = (
        fill!("{0}さんを、第二の読み手から外しました。", name),
        name.clone(),
    );
    let end = move |_| {
        let call = api::organisation::end_second_reader(seq);
        readers.call(call, done.clone(), || ());
    };
    view! {
        <li>
            <b>{name}</b>
            " "
            {place}
            " "
            {told}
            " "
            <small>{more}</small>
            " "
            <button type="button" class="link" on:click=end>
                {t("外す")}
                <span class="visually-hidden">{fill!("（{0}）", own)}</span>
            </button>
        </li>
    }
    .into_any()
}

#[component]
fn NameReader(state: OrganisationState, readers: ReadersState) -> impl IntoView {
    let place = RwSignal::new(String::new());
    let reader = PersonPicker::new("second-reader");
    let units = move || {
        state.with_shown(|it| {
            let units = it.organisation.units().into_iter();
            let option = |it: &OrgUnit| {
                let (value, label) = (it.place.label(), it.place.label());
                view! { <option value=value>{label}</option> }
            };
            units.map(option).collect_view()
        })
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = place.get_untracked();
        let found = state.shown.with_untracked(|it| {
            let units = it.as_ref()?.organisation.units().into_iter();
            let mut units = units.map(|it| it.place.clone());
            units.find(|it| it.label() == chosen)
        });
        let Some(found) = found else {
            let why = t("部・課・係を選んでください。").to_owned();
            readers.said.set(Some(Outcome::Failed(why)));
            return;
        };
        let Some(person) = reader.require() else {
            return;
        };
        let call = api::organisation::name_second_reader(found, person);
        readers.call(
            call,
            t("第二の読み手を決めました。").to_owned(),
            move || {
                reader.clear();
            },
        );
    };
    view! {
        <form class="stack" on:submit=add novalidate aria-label=t("第二の読み手を決める")>
            <div class="two-columns">
                <label class="field">
                    <span>{t("だれの（部・課・係）")}</span>
                    <select
                        class="select"
                        prop:value=place
                        on:change=move |event| place.set(event_target_value(&event))
                    >
                        <option value="">{t("選んでください")}</option>
                        {units}
                    </select>
                </label>
                {reader.view(t("読む人"))}
            </div>
            <p class="page-actions">
                <button class="button" aria-disabled=move || readers.is_busy.get().to_string()>
                    {t("決める")}
                </button>
            </p>
        </form>
    }
}
