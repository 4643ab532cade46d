//! What is done with the people who are chosen: reminded in the app, by a text or by a calendar entry, or given more
//! time. Before it is done, it is said whom it is about.

use super::name_list::NameList;
use super::reminder_text;
use crate::components::confirm_prompt::ConfirmPrompt;
use crate::components::day_input::DayInput;
use crate::components::outcome::Outcome;
use crate::i18n::{fill, locale, t};
use api::ApiError;
use api::progress::PEOPLE_AT_ONCE;
use browser::{clock, files, page};
use domain::calendar::display_day;
use domain::ical::to_ical;
use domain::ids::{Day, PersonId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// What is about to be done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Remind,
    Extend,
}

/// What is done with the chosen people, and what became of it.
#[derive(Clone, Copy)]
struct BulkAction {
    list: NameList,
    said: RwSignal<Option<Outcome>>,
    asked: RwSignal<Option<Ask>>,
    /// `2026-11-30`
    last_day: RwSignal<String>,
    /// The text that the browser did not let us copy.
    text: RwSignal<String>,
}

impl BulkAction {
    fn ids(self) -> Vec<PersonId> {
        let chosen = self.list.chosen.get_untracked();
        chosen.into_iter().collect()
    }

    /// Period and form, as in a sentence.
    fn form_title(self) -> String {
        self.list
            .form
            .with_value(|it| fill!("{0}の{1}", it.cycle.label(locale()), it.title))
    }

    fn remind(self) {
        self.asked.set(None);
        let (people, form) = (self.ids(), self.list.form.get_value());
        let now = clock::now();
        spawn_local(async move {
            let call = |some: Vec<PersonId>| {
                api::progress::remind(form.instrument.clone(), form.cycle, some)
            };
            let answers = some_at_once(&people, call).await;
            let outcome = match answers.map(|it| it.into_iter().sum::<u32>()) {
                Ok(n) => {
                    self.list.all.try_update(|all| {
                        let own = all.people.iter_mut();
                        let own = own.filter(|it| people.contains(&it.person.id));
                        own.for_each(|it| it.reminded_at = Some(now));
                    });
                    self.list.chosen.try_set(std::iter::empty().collect());
                    Outcome::Done(fill!(
                        "{0}人にお知らせしました。一日のうちに、同じ人には一度だけです。",
                        n
                    ))
                }
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            self.said.try_set(Some(outcome));
        });
    }

    fn extend(self) {
        self.asked.set(None);
        let (people, form) = (self.ids(), self.list.form.get_value());
        let (n, day) = (people.len(), self.last_day.get_untracked());
        spawn_local(async move {
            let until = display_day(&day, locale());
            let call = |some: Vec<PersonId>| {
                let last_day = Day(day.clone());
                api::progress::extend(form.instrument.clone(), form.cycle, some, last_day)
            };
            let outcome = match some_at_once(&people, call).await {
                Ok(fresh) => {
                    if let Some(fresh) = fresh.into_iter().next_back() {
                        self.list.all.try_set(fresh);
                    }
                    self.list.chosen.try_set(std::iter::empty().collect());
                    Outcome::Done(fill!("{0}人の期限を{1}まで延ばしました。", n, until))
                }
                Err(error) => Outcome::Failed(error.sentence(locale())),
            };
            self.said.try_set(Some(outcome));
        });
    }

    fn copy(self) {
        let (people, due) = untrack(|| (self.list.chosen_people(), self.list.due()));
        let text = reminder_text::texts(&people, &self.form_title(), due.as_ref());
        spawn_local(async move {
            if page::copy_text(&text).await {
                let said = fill!("{0}人分のお知らせ文を写しました。", people.len());
                self.said.try_set(Some(Outcome::Done(said)));
            } else {
                self.text.try_set(text);
            }
        });
    }

    fn save_days(self) {
        let (people, due) = untrack(|| (self.list.chosen_people(), self.list.due()));
        let days = reminder_text::appointments(&people, &self.form_title(), due.as_ref());
        if days.is_empty() {
            let none = t("締切が決まっていません。").to_owned();
            self.said.set(Some(Outcome::Failed(none)));
            return;
        }
        let file = to_ical(&days, clock::now());
        spawn_local(async move { drop(files::save_file("shimekiri.ics", &file).await) });
    }
}

/// Makes a call for as many people at once as the server takes, until all are done or one call fails. Both calls do
/// nothing twice for the same people, so that they can be made again.
async fn some_at_once<T, F>(
    people: &[PersonId],
    call: impl Fn(Vec<PersonId>) -> F,
) -> Result<Vec<T>, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    let mut answers = Vec::new();
    for some in people.chunks(PEOPLE_AT_ONCE) {
        answers.push(call(some.to_vec()).await?);
    }
    Ok(answers)
}

/// Names that a last look tells; of more it says how many they are.
const NAMES: usize = 12;

#[component]
pub(super) fn Chosen(list: NameList, said: RwSignal<Option<Outcome>>) -> impl IntoView {
    let act = BulkAction {
        list,
        said,
        asked: RwSignal::new(None),
        last_day: RwSignal::new(String::new()),
        text: RwSignal::new(String::new()),
    };
    let n = move || list.chosen.with(std::collections::BTreeSet::len);
    let ask = move |it: Ask| act.asked.set(Some(it));
    view! {
        <section class="card chosen" aria-label=t("選んだ人") hidden=move || n() == 0>
            <p role="status">
                <b>{move || fill!("{0}人を選んでいます", n())}</b>
            </p>
            <p class="page-actions">
                <button type="button" class="button small primary" on:click=move |_| ask(Ask::Remind)>
                    {t("お知らせを送る")}
                </button>
                <button type="button" class="button small" on:click=move |_| act.copy()>
                    {t("お知らせ文を写す")}
                </button>
                <button type="button" class="button small" on:click=move |_| act.save_days()>
                    {t("締切の予定（.ics）")}
                </button>
                <button type="button" class="button small" on:click=move |_| ask(Ask::Extend)>
                    {t("期限を延ばす")}
                </button>
                <button type="button" class="button small" on:click=move |_| list.choose_all(false)>
                    {t("選択を外す")}
                </button>
            </p>
            <LastLook act />
            <textarea
                class="text"
                readonly
                rows="6"
                aria-label=t("お知らせ文")
                hidden=move || act.text.with(String::is_empty)
                prop:value=act.text
            ></textarea>
        </section>
    }
}

/// Whom it is about, before it is done.
#[component]
fn LastLook(act: BulkAction) -> impl IntoView {
    let cancel = move |()| act.asked.set(None);
    let names = move || {
        let people = act.list.chosen_people();
        let all = people.iter().map(|it| it.person.name.as_str());
        let names = all.take(NAMES).collect::<Vec<_>>().join(t("、"));
        match people.len().checked_sub(NAMES) {
            Some(more) if more > 0 => fill!("{0}、ほか{1}人", names, more),
            _ => names,
        }
    };
    let form = move || {
        let can = move || act.last_day.with(|it| !it.is_empty());
        view! {
            <div class="confirm-box" role="group" aria-label=t("期限を延ばす")>
                <p>{names}</p>
                <label class="field">
                    <span>{t("いつまで")}</span>
                    <DayInput value=act.last_day on_day=move |it| act.last_day.set(it) required=true />
                </label>
                <p class="page-actions">
                    <button
                        type="button"
                        class="button primary"
                        prop:disabled=move || !can()
                        on:click=move |_| act.extend()
                    >
                        {t("この日まで延ばす")}
                    </button>
                    <button type="button" class="button" on:click=move |_| cancel(())>
                        {t("やめる")}
                    </button>
                </p>
            </div>
        }
    };
    move || match act.asked.get() {
        Some(Ask::Remind) => {
            let consequence = fill!("道しるべのホームに、提出のお知らせが出ます: {0}", names());
            view! { <ConfirmPrompt consequence action=t("送る") on_confirm=move |()| act.remind() on_cancel=cancel /> }
            .into_any()
        }
        Some(Ask::Extend) => form().into_any(),
        None => ().into_any(),
    }
}
