//! The fields of somebody's record as they are typed: for a change, and for somebody new.

use crate::components::person_picker::PersonPicker;
use crate::components::place_fields::{PlaceFields, PlaceIds, text_field};
use crate::i18n::{fill, locale, t};
use api::people::{FieldChoices, PersonDetails};
use browser::clock;
use domain::ids::PersonId;
use domain::person::{Org, PersonName, Role};
use domain::person_record::{AccountState, PersonField, PersonRecord};
use leptos::prelude::*;
use leptos::task::spawn_local;

const PLACE_IDS: PlaceIds = ["person-department", "person-section", "person-unit"];

/// What is typed into a record.
#[derive(Clone, Copy)]
pub(super) struct RecordFields {
    person: StoredValue<PersonId>,
    name: RwSignal<String>,
    kana: RwSignal<String>,
    place: PlaceFields,
    grade: RwSignal<u8>,
    job_type: RwSignal<String>,
    mail: RwSignal<String>,
    supervisor: PersonPicker,
    posts: RwSignal<Vec<Org>>,
    roles: RwSignal<Vec<Role>>,
    pub(super) account: RwSignal<AccountState>,
}

impl RecordFields {
    pub(super) fn of(record: &PersonRecord, supervisor: Option<PersonName>) -> Self {
        let it = &record.person;
        Self {
            person: StoredValue::new(it.id.clone()),
            name: RwSignal::new(it.name.clone()),
            kana: RwSignal::new(it.kana.clone()),
            place: PlaceFields::of(&it.org),
            grade: RwSignal::new(it.grade),
            job_type: RwSignal::new(it.job_type.clone()),
            mail: RwSignal::new(record.mail.clone()),
            supervisor: PersonPicker::optional("person-supervisor", supervisor),
            posts: RwSignal::new(record.second_posts.clone()),
            roles: RwSignal::new(it.roles.clone()),
            account: RwSignal::new(record.account),
        }
    }

    /// The record with what was typed; `None` while the 所属長 is nobody of the list.
    pub(super) fn record(self, before: &PersonRecord) -> Option<PersonRecord> {
        let supervisor = self.supervisor.chosen().ok()?;
        Some(self.record_under(before, supervisor))
    }

    fn record_under(self, before: &PersonRecord, supervisor: Option<PersonId>) -> PersonRecord {
        let text = |it: RwSignal<String>| it.with(|it| it.trim().to_owned());
        let mut after = before.clone();
        let it = &mut after.person;
        it.name = text(self.name);
        it.kana = text(self.kana);
        it.org = self.place.place();
        it.grade = self.grade.get();
        it.job_type = text(self.job_type);
        it.roles = self.roles.get();
        it.roles.sort();
        it.supervisor = supervisor;
        let posts = self.posts.get().into_iter();
        after.second_posts = posts.filter(|it| *it != Org::default()).collect();
        after.account = self.account.get();
        after.mail = text(self.mail);
        after
    }

    /// Follows what somebody else has changed meanwhile; what was typed here stays.
    pub(super) fn rebase(self, before: &PersonRecord, fresh: &PersonDetails) {
        let led_by = &before.person.supervisor;
        let typed = untrack(|| self.record_under(before, led_by.clone()));
        let (own, now) = (&fresh.record.person, &fresh.record);
        let follows = |field: PersonField| typed.value(field) == before.value(field);
        let texts = [
            (PersonField::Name, self.name),
            (PersonField::Kana, self.kana),
            (PersonField::Department, self.place.department),
            (PersonField::Section, self.place.section),
            (PersonField::Unit, self.place.unit),
            (PersonField::JobType, self.job_type),
            (PersonField::Mail, self.mail),
        ];
        for (field, text) in texts {
            if follows(field) {
                text.set(now.value(field));
            }
        }
        if follows(PersonField::Grade) {
            self.grade.set(own.grade);
        }
        // What is half typed there is nobody yet, and stays, too.
        if untrack(|| self.supervisor.chosen()).as_ref() == Ok(led_by) {
            self.supervisor.put(fresh.supervisor.clone());
        }
        if follows(PersonField::SecondPosts) {
            self.posts.set(now.second_posts.clone());
        }
        if follows(PersonField::Roles) {
            self.roles.set(own.roles.clone());
        }
        if follows(PersonField::Account) {
            self.account.set(now.account);
        }
    }

    /// Name, place, grade and supervisor.
    pub(super) fn place_view(self, choices: &FieldChoices) -> impl IntoView + use<> {
        let grades: Vec<_> = choices
            .grades
            .iter()
            .map(|it| view! { <option value=it.to_string()>{fill!("{0}級", it)}</option> })
            .collect();
        let orgs = StoredValue::new(choices.orgs.clone());
        let job_types = choices.job_types.clone();
        view! {
            <div class="two-columns">
                {text_field(t("氏名"), "person-name", self.name, Vec::new)}
                {text_field(t("氏名の読み"), "person-kana", self.kana, Vec::new)}
                {self.place.view(PLACE_IDS, orgs, 3)} <label class="field">
                    <span>{t("級")}</span>
                    <select
                        class="select"
                        prop:value=move || self.grade.get().to_string()
                        on:change=move |event| {
                            if let Ok(grade) = event_target_value(&event).parse() {
                                self.grade.set(grade);
                            }
                        }
                    >
                        {grades}
                    </select>
                </label> {text_field(t("職種"), "person-job-type", self.job_type, move || job_types.clone())}
                <div>
                    {self.supervisor.view(t("所属長（いなければ空けます）"))} {self.leader_of_place()}
                </div>
            </div>
        }
    }

    /// Takes who leads the place that is typed, as the organisation has it today.
    fn leader_of_place(self) -> AnyView {
        let said = RwSignal::new(String::new());
        let take = move |_| {
            said.set(String::new());
            spawn_local(async move {
                let answer = api::organisation::organisation(clock::now().day()).await;
                let (place, person) = untrack(|| (self.place.place(), self.person.get_value()));
                let sentence = match answer {
                    Ok(it) => match it.organisation.leader_of(&place, &person) {
                        Some(leader) => {
                            self.supervisor.put(Some(leader.clone()));
                            fill!("{0}さんを入れました。", leader.name)
                        }
                        None => t("この所属の長が、組織にまだいません。氏名で選んでください。")
                            .to_owned(),
                    },
                    Err(error) => error.sentence(locale()),
                };
                said.try_set(sentence);
            });
        };
        view! {
            <p>
                <button type="button" class="button small" on:click=take>
                    {t("所属の長を入れる")}
                </button>
                " "
                <small role="status">{said}</small>
            </p>
        }
        .into_any()
    }

    /// Where they get mail.
    pub(super) fn mail_view(self) -> impl IntoView {
        view! {
            <label class="field">
                <span>{t("メールアドレス（なければ空けます）")}</span>
                <input
                    type="email"
                    class="text"
                    maxlength="254"
                    autocomplete="off"
                    prop:value=self.mail
                    on:input=move |event| self.mail.set(event_target_value(&event))
                />
            </label>
        }
    }

    /// Second posts.
    pub(super) fn posts_view(self) -> impl IntoView {
        let part = move |at: usize, name: &'static str, get: fn(&mut Org) -> &mut String| {
            let value = move || {
                self.posts
                    .with(|all| all.get(at).cloned())
                    .map(|mut it| get(&mut it).clone())
            };
            let label = fill!("兼務{0}の{1}", at + 1, name);
            view! {
                <label class="field">
                    <span class="visually-hidden">{label}</span>
                    <input
                        type="text"
                        class="text"
                        placeholder=name
                        autocomplete="off"
                        prop:value=value
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            self.posts
                                .update(|all| {
                                    if let Some(it) = all.get_mut(at) {
                                        *get(it) = text;
                                    }
                                });
                        }
                    />
                </label>
            }
        };
        let n = Memo::new(move |_| self.posts.with(Vec::len));
        let row = move |at: usize| {
            view! {
                <div class="post-row">
                    {part(at, t("部"), |it| &mut it.department)} {part(at, t("課"), |it| &mut it.section)}
                    {part(at, t("係"), |it| &mut it.unit)}
                    <button
                        type="button"
                        class="button small"
                        on:click=move |_| self.posts.update(|all| drop(all.remove(at)))
                    >
                        {t("外す")}
                        <span class="visually-hidden">{fill!("（兼務{0}）", at + 1)}</span>
                    </button>
                </div>
            }
        };
        view! {
            <fieldset class="form-group">
                <legend>{t("兼務")}</legend>
                {move || (0..n.get()).map(row).collect_view()}
                <p>
                    <button
                        type="button"
                        class="button small"
                        on:click=move |_| self.posts.update(|all| all.push(Org::default()))
                    >
                        {t("兼務を加える")}
                    </button>
                </p>
            </fieldset>
        }
    }

    /// Roles.
    pub(super) fn roles_view(self) -> impl IntoView {
        let boxes = Role::ALL.map(|role| {
            let toggle = move |event| {
                let is_on = event_target_checked(&event);
                self.roles.update(|all| {
                    all.retain(|it| *it != role);
                    if is_on {
                        all.push(role);
                    }
                });
            };
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || self.roles.with(|it| it.contains(&role))
                        on:change=toggle
                    />
                    <span>{role.label()}</span>
                </label>
            }
        });
        view! {
            <fieldset class="form-group">
                <legend>{t("役割")}</legend>
                <div class="checks">{boxes}</div>
                <p class="hint">
                    {t(
                        "職員課とシステム管理は、職員課のもう一人が承認したときに変わります。",
                    )}
                </p>
            </fieldset>
        }
    }

    /// The account; what it is stays among the choices.
    pub(super) fn account_view(self) -> impl IntoView {
        let now = self.account.get_untracked();
        let usable = if now == AccountState::Invited {
            now
        } else {
            AccountState::Active
        };
        let mut options = vec![
            usable,
            AccountState::OnLeave,
            AccountState::Left,
            AccountState::Dismissed,
        ];
        if !options.contains(&now) {
            options.push(now);
        }
        let options: Vec<_> = options
            .into_iter()
            .map(|it| view! { <option value=it.into_str()>{it.label(locale())}</option> })
            .collect();
        view! {
            <label class="field">
                <span>{t("アカウント")}</span>
                <select
                    class="select"
                    prop:value=move || self.account.get().into_str()
                    on:change=move |event| {
                        if let Ok(state) = event_target_value(&event).parse() {
                            self.account.set(state);
                        }
                    }
                >
                    {options}
                </select>
            </label>
        }
    }
}
