//! Somebody new: a record by hand, and the password for their first sign-in.

use super::edit_fields::RecordFields;
use super::handout::Handout;
use crate::components::form_field::{FormField, are_right};
use crate::i18n::{locale, t};
use api::people::{FieldChoices, FirstPassword};
use domain::ids::PersonId;
use domain::person::{Org, Person};
use domain::person_record::{AccountState, PersonRecord};
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

fn nobody(choices: &FieldChoices) -> PersonRecord {
    PersonRecord {
        person: Person {
            id: PersonId(String::new()),
            name: String::new(),
            kana: String::new(),
            org: Org::default(),
            grade: choices.grades.first().copied().unwrap_or(1),
            job_type: String::new(),
            supervisor: None,
            roles: Vec::new(),
        },
        account: AccountState::Invited,
        mail: String::new(),
        second_posts: Vec::new(),
    }
}

#[component]
pub(super) fn AddPerson(choices: FieldChoices) -> impl IntoView {
    let empty = StoredValue::new(nobody(&choices));
    let fields = empty.with_value(|it| RecordFields::of(it, None));
    let number = FormField::new("person-number");
    let reason = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let added = RwSignal::new(None::<FirstPassword>);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        number.require(
            !number.text().trim().is_empty(),
            t("職員番号を入れてください。"),
        );
        if !are_right(&[number]) {
            return;
        }
        let record = untrack(|| empty.with_value(|it| fields.record(it)));
        let Some(mut record) = record else {
            problem.set(t("所属長を、一覧から選んでください。").to_owned());
            return;
        };
        record.person.id = PersonId(number.text().trim().to_owned());
        problem.set(String::new());
        is_busy.set(true);
        spawn_local(async move {
            let call = api::people::add_person(record.person, reason.get_untracked());
            match call.await {
                Ok(first) => drop(added.try_set(Some(first))),
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
            is_busy.try_set(false);
        });
    };
    let form = move || {
        view! {
            <form class="card stack" on:submit=save novalidate aria-label=t("職員を加える")>
                {number.view(t("職員番号"), "text", "off")}
                {fields.place_view(&choices)}
                {fields.roles_view()}
                <label class="field">
                    <span>{t("理由（役割を渡すときは必ず）")}</span>
                    <input
                        type="text"
                        class="text"
                        maxlength="200"
                        prop:value=reason
                        on:input=move |event| reason.set(event_target_value(&event))
                    />
                </label>
                <p class="form-error" role="alert">
                    {problem}
                </p>
                <p class="page-actions">
                    <button class="button primary" aria-disabled=move || is_busy.get().to_string()>
                        {t("加える")}
                    </button>
                </p>
            </form>
        }
    };
    let handed = move |it: FirstPassword| {
        let to = Route::Person(it.person.id.clone()).to_string();
        view! {
            <Handout person=it.person secret=it.password is_code=false until=String::new() />
            <p>
                <a href=to>{t("この人の記録を開く")}</a>
            </p>
        }
    };
    let form = StoredValue::new_local(form);
    move || match added.get() {
        Some(it) => handed(it).into_any(),
        None => form.with_value(|it| it().into_any()),
    }
}
