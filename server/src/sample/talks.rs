//! What the 所属長 of the sample ward decide and write down with their people.

use super::devices::{Devices, OpenSheet, viewer};
use super::drawn::{draw, pick};
use super::ids::{CAREER, OFFICER};
use super::texts::{of_section, texts};
use crate::app_state::{AppState, CallError};
use crate::sheets::sharing;
use domain::fact::{Step, StepDetails};
use domain::ids::{Day, PartId, PersonId};
use domain::instrument::Edition;
use domain::person::Person;
use domain::sheet::SheetId;
use serde_json::{Value, json};

/// The owner of a sheet, their 所属長 and the form; none if there is no 所属長 or no such form.
fn parties(
    app: &AppState,
    devices: &Devices,
    sheet: &SheetId,
) -> Result<Option<(Person, Person, Edition)>, CallError> {
    let person = devices.person(&sheet.person)?;
    let catalogue = app.catalogue();
    let form = catalogue.newest(&sheet.instrument);
    let (Some(supervisor), Some(form)) = (&person.supervisor, form) else {
        return Ok(None);
    };
    let supervisor = devices.person(supervisor)?;
    Ok(Some((person, supervisor, form.edition.clone())))
}

/// 職員課 reads a career declaration and the 所属長 everything else, if it is shared with them.
pub(super) async fn read(
    app: &AppState,
    devices: &Devices,
    sheet: &SheetId,
) -> Result<(), CallError> {
    let person = devices.person(&sheet.person)?;
    let is_for_office = sheet.instrument.as_str() == CAREER;
    let reader = if is_for_office {
        Some(OFFICER.into())
    } else {
        person.supervisor
    };
    let Some(reader) = reader.filter(|it| *it != sheet.person) else {
        return Ok(());
    };
    let reader = viewer(&devices.person(&reader)?);
    match sharing::open_shared_sheet(app, &reader, sheet).await {
        Err(why) if !why.is_not_found() => Err(why),
        _ => Ok(()),
    }
}

/// The 所属長 confirms a sheet that was handed in, or returns it.
pub(super) async fn decide(
    app: &AppState,
    devices: &mut Devices,
    sheet: &SheetId,
    step: Step,
) -> Result<(), CallError> {
    let Some((person, supervisor, _)) = parties(app, devices, sheet)? else {
        return Ok(());
    };
    let id = person.id.as_str();
    let advice = of_section(&person.org.section).and_then(|it| pick(&it.advice, &[id, "agree"]));
    let note = match step {
        Step::Return => {
            "目安を、数えられる形にしてみてください。いつ、何件を数えるかが分かるとよいです。"
        }
        _ if draw(&[id, "comment"]) < 0.6 => advice.map_or("", String::as_str),
        _ => "",
    };
    read(app, devices, sheet).await?;
    let mut open = devices.open(&supervisor.id, sheet);
    devices.shown_step(app, &mut open, step, note);
    devices.sync(app, &mut open).await
}

/// Both write the record of an interview on the same day and confirm it.
pub(super) async fn talk(
    app: &AppState,
    devices: &mut Devices,
    sheet: &SheetId,
) -> Result<(), CallError> {
    let Some((person, supervisor, form)) = parties(app, devices, sheet)? else {
        return Ok(());
    };
    let Some(texts) = of_section(&person.org.section) else {
        return Ok(());
    };
    let cycle = sheet.cycle.to_string();
    let goal = pick(&texts.goals, &[person.id.as_str(), &cycle, "talk"]);
    let goal = goal.map_or("", |it| it.goal.as_str());
    let pick =
        |of: &'static [String], what: &str| json!(pick(of, &[person.id.as_str(), &cycle, what]));
    let theirs = [
        ("date", json!(app.now().day())),
        ("duration_min", json!(30)),
        ("agreed_goals", json!(goal)),
        (
            "role_expectation",
            json!("係の中で後輩に聞かれる立場になってきた。教え方も一緒に考える。"),
        ),
        ("supervisor_comment", pick(&texts.advice, "advice")),
        (
            "next_actions",
            json!([{
                "who": "person", "what": "目安を数えて、次の面談で見せる", "by": next_month(app)
            }]),
        ),
    ];
    let own = [("employee_comment", pick(&texts.views, "view"))];
    let write = Record {
        sheet,
        form: &form,
        part: PartId::default(),
        suffix: String::new(),
    };
    write
        .write_and_confirm(app, devices, (&supervisor, &theirs), (&person, &own))
        .await
}

fn next_month(app: &AppState) -> String {
    let day = app.now() + std::time::Duration::from_hours(30 * 24);
    day.day().0
}

/// The n-th interview of a guidance.
pub(super) async fn guidance(
    app: &AppState,
    devices: &mut Devices,
    sheet: &SheetId,
    n: usize,
) -> Result<(), CallError> {
    let Some((person, supervisor, form)) = parties(app, devices, sheet)? else {
        return Ok(());
    };
    let Some(texts) = texts().guidance.interviews.get(n - 1) else {
        return Ok(());
    };
    let theirs = [
        ("date", json!(app.now().day())),
        ("items_to_work_on", json!(texts.items)),
        ("shared_understanding", json!(texts.shared)),
        ("improvement", json!(texts.improvement)),
        ("support", json!(texts.support)),
    ];
    let own = [("employee_comment", json!(texts.comment))];
    let write = Record {
        sheet,
        form: &form,
        part: PartId(format!("interview.{n}")),
        suffix: format!(".{n}"),
    };
    write
        .write_and_confirm(app, devices, (&supervisor, &theirs), (&person, &own))
        .await
}

/// A record that two people write.
struct Record<'a> {
    sheet: &'a SheetId,
    form: &'a Edition,
    part: PartId,
    /// Behind the ids of its items.
    suffix: String,
}

type Said<'a> = (&'a Person, &'a [(&'a str, Value)]);

impl Record<'_> {
    /// The person says what they think; the 所属長 writes the rest and confirms, then the person.
    async fn write_and_confirm(
        &self,
        app: &AppState,
        devices: &mut Devices,
        (supervisor, theirs): Said<'_>,
        (person, own): Said<'_>,
    ) -> Result<(), CallError> {
        let mut open = devices.open(&person.id, self.sheet);
        devices.answer(app, &mut open, self.form, self.answers(own));
        devices.sync(app, &mut open).await?;
        let by = viewer(supervisor);
        let mut open = devices.check_out(app, &by, self.sheet).await?;
        devices.answer(app, &mut open, self.form, self.answers(theirs));
        self.confirm(app, devices, &mut open, &supervisor.id);
        devices.sync(app, &mut open).await?;
        let mut open = devices.open(&person.id, self.sheet);
        self.confirm(app, devices, &mut open, &person.id);
        devices.sync(app, &mut open).await
    }

    fn answers(&self, said: &[(&str, Value)]) -> Vec<(String, Value)> {
        let said = said.iter().filter(|it| it.1 != json!(""));
        said.map(|(id, value)| (format!("{id}{}", self.suffix), value.clone()))
            .collect()
    }

    fn confirm(&self, app: &AppState, devices: &mut Devices, open: &mut OpenSheet, by: &PersonId) {
        let act = StepDetails {
            part: self.part.clone(),
            by: Some(by.clone()),
            ..StepDetails::default()
        };
        devices.step(app, open, Step::Agree, act);
    }
}

/// When an interview is planned, as a form stores it.
pub(super) fn planned(day: &Day) -> String {
    format!("{}T14:00", day.as_str())
}
