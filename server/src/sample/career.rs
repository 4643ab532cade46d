//! The career declarations of people of the sample ward.

use super::drawn::{Answers, draw, level, pick, scope, text, words};
use super::texts::of_section;
use domain::instrument::{Edition, ItemKind};
use domain::person::Person;
use domain::sheet::SheetId;
use serde_json::json;

const WISHES: [&str; 6] = [
    "stay",
    "stay",
    "move_next",
    "move_1_3",
    "either",
    "undecided",
];

const PROMOTION: [&str; 6] = ["future", "future", "thinking", "stay", "now", "no_answer"];

const SCOPES: [&str; 2] = ["personnel_only", "supervisor_and_personnel"];

const CONSIDERED: [&str; 6] = ["none", "none", "none", "none", "yes_talk", "no_answer"];

pub(super) fn career(form: &Edition, person: &Person, sheet: &SheetId) -> Answers {
    let Some(texts) = of_section(&person.org.section) else {
        return Vec::new();
    };
    let id = person.id.as_str();
    let cycle = sheet.cycle.to_string();
    let one = |of: &[&str], what: &str| json!(pick(of, &[id, what]));
    let is_silent = draw(&words(sheet, &cycle, "silent")) < 0.5;
    let comment = pick(&texts.comments, &words(sheet, &cycle, "comment"));
    let since =
        sheet.cycle.year - 1 - u16::from(person.grade) - u16::from(draw(&[id, "since"]) > 0.5);
    let areas = json!([
        {"area": "area_internal", "from": (since - 4).to_string(), "until": since.to_string(), "place": "総務課"},
        {"area": "area_counter", "from": since.to_string(), "until": "", "place": person.org.section},
    ]);
    let mut answers = vec![
        ("current_duties", text(pick(&texts.duties, &[id, "duties"]))),
        ("experienced_areas", areas),
        (
            "orientation",
            one(&["specialist", "generalist", "both", "undecided"], "way"),
        ),
        ("special_field", json!([special_field(person)])),
        ("transfer_wish", one(&WISHES, "wish")),
        ("desired_areas", json!(["area_project", "area_counter"])),
        ("desired_jobs", text(pick(&texts.jobs, &[id, "jobs"]))),
        ("promotion_intention", one(&PROMOTION, "promotion")),
        ("target_grade", json!("undecided")),
        (
            "digital_path",
            json!([one(&["supporter", "literacy", "none"], "digital")]),
        ),
        (
            "work_style_interest",
            json!([one(&["ws_telework", "ws_staggered"], "style")]),
        ),
        ("consideration_needed", one(&CONSIDERED, "consider")),
        ("share_scope", scope(person, "career", &SCOPES)),
    ];
    if !is_silent {
        answers.push(("free_comment", text(comment)));
    }
    let mut answers: Answers = answers
        .into_iter()
        .map(|(id, value)| (id.to_owned(), value))
        .collect();
    let scales = form
        .items()
        .filter(|it| matches!(it.kind, ItemKind::Likert { .. } | ItemKind::Scale));
    answers.extend(scales.map(|it| (it.id.0.clone(), json!(level(person, it, 0.2)))));
    answers
}

fn special_field(person: &Person) -> &'static str {
    match person.org.section.as_str() {
        "福祉課" => "welfare",
        "建築課" => "urban",
        "職員課" => "hr",
        "情報政策課" => "digital",
        "総務課" => "disaster",
        _ => "culture_edu",
    }
}
