//! A workbook of another survey tool becomes a form of ours, and what of it could not be read is said.

use crate::forms_in_browser::{ask, publish};
use crate::support::TestApp;
use axum::http::StatusCode;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

/// A workbook with these sheets; cells are separated by `|`.
fn workbook(sheets: &[(&str, &[&str])]) -> String {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(line.split('|')) {
                if !cell.is_empty() {
                    sheet.write(row, column, cell).unwrap();
                }
            }
        }
    }
    hex::encode(book.save_to_buffer().unwrap())
}

const SURVEY: [&str; 12] = [
    "type|name|label::日本語 (ja)|label::English (en)|required|relevant|constraint",
    "start|start",
    "begin group|Work|仕事|Work",
    "note|hello|はじめに読んでください|Read this first",
    "select_one yes_no|is_busy|忙しいですか|Are you busy?|yes",
    "text|why|なぜですか|Why?||${is_busy} = 'yes'",
    "select_multiple days|when|いつですか|When?||selected(${is_busy}, 'yes')",
    "integer|hours|何時間ですか|How many hours?||${hours} > 3|. < 24",
    "geopoint|where|どこですか|Where?",
    "begin repeat|people|人|People",
    "text|name|氏名|Name",
    "end repeat",
];

const CHOICES: [&str; 7] = [
    "list_name|name|label::日本語 (ja)|label::English (en)|filter",
    "yes_no|yes|はい|Yes",
    "yes_no|no|いいえ|No",
    "days|Mon Day|月曜|Monday|x",
    "days|tue|火曜|Tuesday",
    "days|tue|火曜の夜|Tuesday night",
    "",
];

#[tokio::test]
async fn an_xlsform_is_read_published_and_what_is_left_out_is_said() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let settings = ["form_title|form_id", "忙しさの調べ|Busy-Survey 1"];
    let file = workbook(&[
        ("survey", &SURVEY),
        ("choices", &CHOICES),
        ("settings", &settings),
    ]);
    let read = ask(&app, &office, "read_xlsform", &json!({ "file": file })).await;
    assert_eq!(read["instrument"], "busy_survey_1");
    let source = &read["source"];
    assert_eq!(source["words"]["ja"], "忙しさの調べ");
    let section = &source["sections"][0];
    assert_eq!(section["words"], json!({"ja": "仕事", "en": "Work"}));
    assert_eq!(section["lead"]["ja"], "はじめに読んでください");
    let items = section["items"].as_array().unwrap();
    let ids: Vec<&str> = items.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["is_busy", "why", "when", "hours"]);
    assert_eq!(items[0]["required"], true);
    let condition = json!({"item": "is_busy", "any_of": ["yes"]});
    assert_eq!(
        (&items[1]["only_if"], &items[2]["only_if"]),
        (&condition, &condition)
    );
    let options = items[2]["kind"]["multi"]["options"].as_array().unwrap();
    let options: Vec<&str> = options
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(options, ["mon_day", "tue", "tue_2"]);
    let notes = read["notes"].as_array().unwrap();
    let notes: Vec<&str> = notes.iter().map(|it| it.as_str().unwrap()).collect();
    for (at, what) in [
        "choices の6行目: 「days」に値「tue」が2つ",
        "survey の2行目: 「start」は",
        "survey の8行目: 条件「${hours} > 3」は",
        "survey の8行目: constraint",
        "survey の9行目: 種類「geopoint」",
        "survey の10行目: くり返し",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(notes[at].starts_with(what), "{what}: {notes:?}");
    }
    assert_eq!(notes.len(), 6, "{notes:?}");
    assert_eq!(
        publish(&app, &office, ("busy_survey_1", 0), source).await,
        Ok(1)
    );
}

#[tokio::test]
async fn what_is_no_xlsform_is_refused_with_a_sentence() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let without = workbook(&[("choices", &CHOICES)]);
    for (file, why) in [
        (hex::encode("PK\u{3}\u{4} nothing"), "として読めません"),
        (hex::encode("a,b\n"), "として読めません"),
        (without, "survey"),
    ] {
        let (status, answer) = app
            .post("read_xlsform", Some(&office), &json!({ "file": file }))
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let told = answer["message"].as_str().unwrap_or_default();
        assert!(told.contains(why), "{told}");
    }
    // A list that is not there, names with capitals and spaces, and no title.
    let survey = [
        "type|name|label",
        "select_one Fruit|My Fruit|Which?",
        "select_one none|x|Y",
        "text||",
    ];
    let choices = ["list name|name|label", "Fruit|Red Apple|Apple"];
    let file = workbook(&[("Survey", &survey), ("CHOICES", &choices)]);
    let read = ask(&app, &office, "read_xlsform", &json!({ "file": file })).await;
    let items: &Value = &read["source"]["sections"][0]["items"];
    assert_eq!(
        (&items[0]["id"], &items[0]["words"]["ja"]),
        (&json!("my_fruit"), &json!("Which?"))
    );
    assert_eq!(items[0]["kind"]["single"]["options"][0]["id"], "red_apple");
    assert_eq!(items[1]["id"], "q");
    assert!(
        read["notes"][0]
            .as_str()
            .unwrap()
            .contains("「none」が choices にありません")
    );
}
