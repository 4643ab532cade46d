//! The profile and the forms of the signed-in person.

use super::read_person;
use crate::app_state::{AppState, CallError, roles_of};
use crate::db::sql;

use crate::grants;
use crate::people::second_readers;
use crate::personnel::{cycle_part_people, deputies, extensions, guidance, reminders};
use crate::role_models;
use crate::sheets::handing_on;
use api::Code;
use api::accounts::{PersonNotices, WrongConfirmation};
use domain::cycle_part::OwnPart;
use domain::form_source::preset;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::{Asks, Edition, Workflow};
use domain::person::{CurrentUser, OpenCycle, Person, Preferences};

pub(crate) async fn current_user(
    app: &AppState,
    person: &PersonId,
) -> Result<CurrentUser, CallError> {
    let row = sql!(accounts / person_profile)
        .bind(person.as_str())
        .bind(app.now().day())
        .fetch_one(app.readers())
        .await?;
    let is_supervisor: bool = row.try_get("is_supervisor")?;
    let cycles = open_cycles(app, person, is_supervisor).await?;
    let roles = roles_of(app.readers(), person).await?;
    Ok(CurrentUser {
        person: Person {
            roles,
            ..read_person(&row)?
        },
        is_supervisor,
        must_change_password: row.try_get("must_change_password")?,
        cycles,
        has_confirmation: row.try_get("has_confirmation")?,
        preferences: Preferences {
            // A language that a later release knows is none here.
            language: row
                .try_get::<Option<String>, _>("language")?
                .and_then(|it| it.parse().ok()),
            is_introduced: row.try_get("is_introduced")?,
            refuses_mail: Some(row.try_get("refuses_mail")?),
        },
        mail: match app.settings.mail {
            Some(_) => row.try_get("mail")?,
            None => String::new(),
        },
        second_readers: second_readers::of_person(app, person).await?,
        reads_for: second_readers::places_of(app, person).await?,
        server_key: app.keys.opener().public_key(),
    })
}

/// The forms and cycles that concern a person, oldest first; with the days that were given to them alone.
async fn open_cycles(
    app: &AppState,
    person: &PersonId,
    is_supervisor: bool,
) -> Result<Vec<OpenCycle>, CallError> {
    let rows = sql!(forms / all_cycles).fetch_all(app.readers()).await?;
    let extensions = extensions::of_person(app, person).await?;
    let parts = cycle_part_people::of_person(app, person).await?;
    let (catalogue, today) = (app.catalogue(), app.now().day());
    let mut cycles = Vec::new();
    for row in rows {
        let (instrument, cycle): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let part = parts.get(&(instrument.clone(), cycle.clone()));
        let instrument = InstrumentId(instrument);
        let published = catalogue.newest(&instrument);
        let (Some(published), Ok(cycle)) = (published, cycle.parse()) else {
            continue;
        };
        let edition = &published.edition;
        if edition.for_supervisors && !is_supervisor {
            continue;
        }
        let own = extensions
            .iter()
            .find(|it| it.instrument == instrument && it.cycle == cycle);
        let own_day = own.and_then(|it| it.last_day.clone());
        let part_day = part.and_then(|it| it.last_day().cloned());
        let mut own_days = own_day.iter().chain(&part_day);
        let is_extended = own_days.any(|it| *it >= today);
        let due = row.try_get::<Option<String>, _>(3)?.map(Day);
        let due = part_day.or(due);
        let is_chosen = edition.asks() == Asks::Chosen;
        let is_asked = part.map_or(!is_chosen, OwnPart::is_asked);
        cycles.push(OpenCycle {
            instrument,
            title: edition.words.ja.clone(),
            title_en: edition.words.en.clone(),
            cycle,
            open: is_extended || row.try_get(2)?,
            due: own_day.max(due),
            yearly: edition.yearly,
            offered: is_asked
                && matches!(edition.course, Workflow::Submission | Workflow::Agreement),
            role: Some(edition.role()),
        });
    }
    cycles.sort_by_key(|it| it.cycle);
    Ok(cycles)
}

pub(crate) async fn set_preferences(
    app: &AppState,
    person: &PersonId,
    preferences: Preferences,
) -> Result<(), CallError> {
    let person = person.clone();
    let write = app
        .database
        .writer
        .run::<_, CallError, _>(move |connection| {
            Box::pin(async move {
                sql!(accounts / set_preferences)
                    .bind(person.as_str())
                    .bind(preferences.language.map(|it| it.into_str()))
                    .bind(preferences.is_introduced)
                    .bind(preferences.refuses_mail)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
    write.await
}

pub(crate) async fn edition(
    app: &AppState,
    person: &PersonId,
    instrument: &InstrumentId,
    known: Option<&str>,
) -> Result<Option<(String, Edition)>, CallError> {
    let catalogue = app.catalogue();
    let published = catalogue.newest(instrument).ok_or(Code::NotFound)?;
    let row = sql!(accounts / person_profile)
        .bind(person.as_str())
        .bind(app.now().day())
        .fetch_one(app.readers())
        .await?;
    // A form may preset options by role.
    let roles = roles_of(app.readers(), person).await?;
    let person = Person {
        roles,
        ..read_person(&row)?
    };
    let band = published
        .edition
        .band_of(person.grade)
        .ok_or(Code::NotFound)?;
    let mut own = published.edition.for_band(&band.id);
    let preset = preset::resolve(&mut own, &person);
    let tag = format!("{}-{}{preset}", published.tag, band.id);
    if known == Some(tag.as_str()) {
        return Ok(None);
    }
    Ok(Some((tag, own)))
}

pub(crate) async fn notices(app: &AppState, person: &PersonId) -> Result<PersonNotices, CallError> {
    Ok(PersonNotices {
        deputies: deputies::notices(app, person).await?,
        guidance: guidance::of_person(app, person).await?,
        reminders: reminders::of_person(app, person).await?,
        extensions: extensions::of_person(app, person).await?,
        role_model_asked: role_models::is_asked(app, person).await?,
        talks: role_models::talks::answered_lately(app, person).await?,
        grants: grants::decided_lately(app, person).await?,
        to_hand_on: handing_on::to_decide(app, person).await?,
        wrong_confirmations: wrong_confirmations(app, person).await?,
    })
}

/// Who gave a wrong 確認番号 for a person since it was right or set anew.
async fn wrong_confirmations(
    app: &AppState,
    person: &PersonId,
) -> Result<Vec<WrongConfirmation>, CallError> {
    let rows = sql!(accounts / confirmation_failures_of_person)
        .bind(person.as_str())
        .fetch_all(app.readers())
        .await?;
    let mut wrong = Vec::new();
    for row in rows {
        wrong.push(WrongConfirmation {
            by: row.try_get("name")?,
            n: row.try_get("n")?,
            last_at: row.try_get("last_at")?,
        });
    }
    Ok(wrong)
}
