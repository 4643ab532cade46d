//! What people of the sample ward write in their sheets.

use super::devices::Devices;
use super::drawn::{Answers, draw, level, pick, scope, some, text, words};
use super::ids::{CAREER, DX, GOALS, ORG_GOALS, SELF_SCORING};
use super::texts::of_section;
use super::{career, goals};
use crate::app_state::{AppState, CallError};
use domain::calendar::Period;
use domain::fact::{Step, StepDetails};
use domain::instrument::{Edition, ItemKind};
use domain::person::{Person, Role};
use domain::sheet::SheetId;
use serde_json::{Value, json};

/// Of a sheet that somebody has only begun, in percent.
const BEGUN: usize = 35;

/// Fills a sheet in, and hands it in if it is complete.
pub(super) async fn write(
    app: &AppState,
    devices: &mut Devices,
    sheet: &SheetId,
    is_complete: bool,
) -> Result<(), CallError> {
    let person = devices.person(&sheet.person)?;
    let catalogue = app.catalogue();
    let Some(published) = catalogue.newest(&sheet.instrument) else {
        return Ok(());
    };
    let mut form = published.edition.clone();
    if let Some(band) = form.band_of(person.grade).map(|it| it.id.clone()) {
        form = form.for_band(&band);
    }
    let growth = growth(&person, sheet, devices.first_year);
    let mut answers = match sheet.instrument.as_str() {
        SELF_SCORING => self_scoring(&form, &person, sheet, growth),
        GOALS => goals::goals(&person, sheet),
        CAREER => career::career(&form, &person, sheet),
        DX => dx(&form, &person, sheet, growth - 0.2),
        ORG_GOALS => goals::org_goals(&person),
        _ => Vec::new(),
    };
    if !is_complete {
        answers.truncate((answers.len() * BEGUN / 100).max(1));
    }
    let mut open = devices.open(&person.id, sheet);
    devices.answer(app, &mut open, &form, answers);
    if is_complete {
        devices.step(app, &mut open, Step::Submit, StepDetails::default());
    }
    devices.sync(app, &mut open).await
}

/// How far somebody has come since the first sheet of the sample.
fn growth(person: &Person, sheet: &SheetId, first_year: u16) -> f64 {
    let step = match sheet.cycle.period {
        Period::Start => 0.0,
        Period::Mid => 0.12,
        Period::End => 0.22,
    };
    let pace = 0.4 + draw(&[person.id.as_str(), "pace"]);
    (f64::from(sheet.cycle.year.saturating_sub(first_year)) * 0.3 + step) * pace
}

fn self_scoring(form: &Edition, person: &Person, sheet: &SheetId, growth: f64) -> Answers {
    let texts = of_section(&person.org.section);
    let cycle = sheet.cycle.to_string();
    let scopes = [
        "self_only",
        "supervisor",
        "supervisor_and_personnel",
        "supervisor_and_personnel",
        "supervisor_and_personnel",
        "supervisor_and_personnel",
    ];
    let mut answers = Vec::new();
    for item in form.items() {
        let value = match (&item.kind, item.id.as_str()) {
            (ItemKind::Scale | ItemKind::Likert { .. }, _) => {
                json!(level(person, item, growth))
            }
            (ItemKind::Confirm, _) => json!(1),
            (ItemKind::Number { .. }, _) => {
                json!(pick(&[1, 2, 3, 4], &[person.id.as_str(), "years"]))
            }
            (ItemKind::Text { .. }, _) => {
                text(texts.and_then(|it| pick(&it.evidence, &words(sheet, &cycle, "evidence"))))
            }
            (ItemKind::Multi { options, .. }, id) => some(options, 2, person, id),
            (ItemKind::Single { .. }, "share_scope") => scope(person, "self", &scopes),
            _ => continue,
        };
        answers.push((item.id.0.clone(), value));
    }
    answers
}

fn dx(form: &Edition, person: &Person, sheet: &SheetId, growth: f64) -> Answers {
    let mut profiles = Vec::new();
    if person.grade >= 5 {
        profiles.push("dx_manager");
    }
    if person.roles.contains(&Role::Supporter) {
        profiles.push("dx_supporter");
    }
    if person.org.section == "情報政策課" {
        profiles.push("digital_specialist");
    }
    let scopes = [
        "supervisor",
        "supervisor_and_personnel",
        "supervisor_and_personnel",
        "supervisor_and_personnel",
        "supervisor_and_personnel",
        "supervisor_and_personnel",
    ];
    let mut answers = Vec::new();
    for item in form.items() {
        let is_asked = item
            .only_if
            .as_ref()
            .is_none_or(|it| it.any_of.iter().any(|it| profiles.contains(&it.as_str())));
        let value = match (&item.kind, item.id.as_str()) {
            _ if !is_asked => continue,
            (_, "dx_profiles") => json!(profiles),
            (ItemKind::Likert { .. }, _) => json!(level(person, item, growth)),
            (ItemKind::Rows { .. }, "learning_plan") => learning_plan(person, sheet),
            (ItemKind::Single { .. }, "share_scope") => scope(person, "dx", &scopes),
            _ => continue,
        };
        answers.push((item.id.0.clone(), value));
    }
    answers
}

fn learning_plan(person: &Person, sheet: &SheetId) -> Value {
    let what = [
        "ＩＴパスポート",
        "表計算の集計とグラフ（庁内の講座）",
        "やさしい日本語で書く",
        "情報セキュリティの基礎（動画）",
    ];
    let year = sheet.cycle.year;
    let first = pick(&what, &[person.id.as_str(), "learn"]);
    let state = pick(
        &["planned", "doing", "done"],
        &[person.id.as_str(), "state"],
    );
    json!([{
        "what": first, "state": state,
        "from": format!("{year}-09-15"), "until": format!("{}-02-28", year + 1), "proof": ""
    }])
}
