//! The first person of an empty ward: somebody of 職員課 makes their account with the code that the server printed.

use super::Navigator;
use super::password::check_new;
use crate::components::form_field::{FormField, are_right};
use crate::i18n::{fill, locale, t};
use crate::sync::AppState;
use api::Code;
use browser::clock;
use domain::person::{Org, Person};
use domain::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The grades of the ward.
const GRADES: std::ops::RangeInclusive<u8> = 1..=6;

#[component]
pub(crate) fn SetupPage() -> impl IntoView {
    view! {
        <div class="page narrow">
            <h1>{t("はじめての設定")}</h1>
            <p class="lead">
                {t(
                    "この自治体の最初の一人を登録します。職員課の方が、サーバーを始めた画面に出ているコードを使って行ってください。名簿の取り込みと一年の予定は、このあとで案内します。",
                )}
            </p>
            <SetupForm />
        </div>
    }
}

#[component]
fn SetupForm() -> impl IntoView {
    let (here, place) = (expect_context::<AppState>(), expect_context::<Navigator>());
    let fields = [
        "setup-code",
        "login",
        "name",
        "kana",
        "department",
        "section",
        "new-password",
        "new-password-again",
    ];
    let fields = fields.map(FormField::new);
    let [code, number, name, kana, department, section, new, again] = fields;
    let grade = RwSignal::new(3_u8);
    let (problem, is_waiting) = (RwSignal::new(String::new()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_waiting.get_untracked() {
            return;
        }
        problem.set(String::new());
        let is_filled = |it: FormField| !it.text().trim().is_empty();
        code.require(is_filled(code), t("コードを入れてください。"));
        number.require(is_filled(number), t("職員番号を入れてください。"));
        name.require(is_filled(name), t("氏名を入れてください。"));
        section.require(is_filled(section), t("課を入れてください。"));
        check_new(new, again);
        if !are_right(&fields) {
            return;
        }
        is_waiting.set(true);
        let person = person(
            [number, name, kana, department, section],
            grade.get_untracked(),
        );
        let (login, password) = (text(number), new.text());
        spawn_local(async move {
            let made = api::people::make_first_person(text(code), person, password.clone()).await;
            let answer = match made {
                Ok(()) => here.sign_in(login, password).await.map(drop),
                Err(error) => Err(error),
            };
            is_waiting.try_set(false);
            match answer {
                Ok(()) => place.replace(&Route::Office(clock::now().fiscal_year())),
                Err(error) if error.code == Code::WeakPassword => new.say(error.sentence(locale())),
                Err(error) => drop(problem.try_set(error.sentence(locale()))),
            }
            are_right(&fields);
        });
    };
    view! {
        <form class="card stack" on:submit=submit novalidate>
            {code.view(t("サーバーの画面のコード"), "text", "one-time-code")}
            {number.view(t("職員番号"), "text", "username")}
            {name.view(t("氏名"), "text", "name")}
            {kana.view(t("氏名の読み"), "text", "off")}
            {department.view(t("部"), "text", "off")}
            {section.view(t("課"), "text", "off")}
            <GradeField grade />
            {new.view(t("新しいパスワード"), "password", "new-password")}
            {again.view(t("新しいパスワード（もう一度）"), "password", "new-password")}
            <p class="form-error" role="alert">
                {move || problem.get()}
            </p>
            <p class="page-actions">
                <button class="button primary" type="submit" aria-disabled=move || is_waiting.get().to_string()>
                    {move || if is_waiting.get() { t("登録しています") } else { t("登録してはじめる") }}
                </button>
            </p>
        </form>
    }
}

fn text(it: FormField) -> String {
    it.text().trim().to_owned()
}

/// What was typed, as a person.
fn person([number, name, kana, department, section]: [FormField; 5], grade: u8) -> Person {
    Person {
        id: text(number).as_str().into(),
        name: text(name),
        kana: text(kana),
        org: Org {
            department: text(department),
            section: text(section),
            unit: String::new(),
        },
        grade,
        job_type: String::new(),
        supervisor: None,
        roles: Vec::new(),
    }
}

#[component]
fn GradeField(grade: RwSignal<u8>) -> impl IntoView {
    let options = GRADES.map(|it| {
        view! {
            <option value=it.to_string() selected=move || grade.get() == it>
                {fill!("{0}級", it)}
            </option>
        }
    });
    view! {
        <label class="field">
            <span>{t("級")}</span>
            <select on:change=move |event| {
                if let Ok(it) = event_target_value(&event).parse() {
                    grade.set(it);
                }
            }>{options.collect_view()}</select>
        </label>
    }
}
