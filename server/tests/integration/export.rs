//! 職員課's export of a cycle: the submitted sheets shared with it, with conflicting answers, and nothing else.

use crate::support::{Device, TestApp, item, sheet};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use calamine::{Data, Reader, Xlsx};
use domain::fact::Step;
use domain::journal::AnswerEdit;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::io::Cursor;

async fn export(app: &TestApp, cookie: &str) -> (StatusCode, Value) {
    let body = json!({"instrument": "self_scoring_sheet", "cycle": "2026-end"});
    app.post("export", Some(cookie), &body).await
}

/// Item, answer, status and device of each line.
fn read(csv: &str) -> Vec<[String; 4]> {
    let text = csv.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let lines = lines.records().map(|it| {
        let it = it.expect("a line");
        [5, 7, 8, 9].map(|at| it[at].to_owned())
    });
    lines.collect()
}

#[tokio::test]
async fn the_export_lists_conflicting_answers_with_their_device_and_no_replaced_ones() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E1").await;
    let mut office = Device::new("E1", "office", &cookie);
    let mut home = Device::new("E1", "at-home", &cookie);
    office.answer("evidence", json!("=まだ下書き"));
    office.exchange(&app).await;
    home.exchange(&app).await;
    office.answer("evidence", json!("=役所で"));
    home.answer("evidence", json!("自宅で"));
    office.answer("sa_planning_shunin_1", json!(4));
    home.answer("sa_planning_shunin_1", json!(2));
    office.exchange(&app).await;
    home.exchange(&app).await;
    office.exchange(&app).await;
    let id = "sa_planning_shunin_1";
    let heads = office.journal.sheet(&sheet("E1"));
    let settles = heads.heads(&id.into()).unwrap().conflicts();
    let input = AnswerEdit {
        value: json!(3),
        seen: office.journal.shown_version(&sheet("E1"), &id.into()),
        settles: settles.map(|it| it.fact.clone()).collect(),
        ..AnswerEdit::default()
    };
    let minted = office.next_stamp();
    office
        .journal
        .record_edit(&sheet("E1"), &item(id), input, minted)
        .unwrap();
    office.answer("wp_mutual_respect_2", json!(1));
    office.answer("share_scope", json!("supervisor_and_personnel"));
    office.step(Step::Submit);
    office.exchange(&app).await;
    assert_eq!(office.journal.n_local_only(), 0);

    let personnel = app.sign_in("P1").await;
    let (status, csv) = export(&app, &personnel).await;
    assert_eq!(status, StatusCode::OK);
    let lines = read(csv.as_str().unwrap());
    let of = |item: &str| {
        let own = lines.iter().filter(|it| it[0] == item);
        own.map(|it| [it[1].as_str(), it[2].as_str(), it[3].as_str()])
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("evidence"),
        [
            ["'=役所で", "別の端末での入力", "FICE"],
            ["自宅で", "表示", "HOME"]
        ]
    );
    let standings: Vec<&str> = of(id).iter().map(|it| it[1]).collect();
    // What its owner decided against is nobody else's.
    assert_eq!(standings, ["表示"]);
    assert_eq!(of("wp_mutual_respect_2"), Vec::<[&str; 3]>::new());
    assert!(!csv.to_string().contains("まだ下書き"));
    let (_, openings) = app.post("openings", Some(&cookie), &json!({})).await;
    assert_eq!(openings[0]["reader"], "職員課 榎田 ゆう");
}

#[tokio::test]
async fn only_personnel_exports_and_only_sheets_shared_with_personnel() {
    let app = TestApp::start().await;
    for (id, scope) in [("E1", "supervisor"), ("E2", "self_only")] {
        let cookie = app.sign_in(id).await;
        let mut device = Device::new(id, id, &cookie);
        device.answer("evidence", json!("職員課へは出さない"));
        device.answer("share_scope", json!(scope));
        device.step(Step::Submit);
        device.exchange(&app).await;
        assert_eq!(export(&app, &cookie).await.0, StatusCode::FORBIDDEN);
    }
    for reader in ["B1", "A1"] {
        let cookie = app.sign_in(reader).await;
        assert_eq!(export(&app, &cookie).await.0, StatusCode::FORBIDDEN);
    }
    let personnel = app.sign_in("P1").await;
    let (status, csv) = export(&app, &personnel).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(read(csv.as_str().unwrap()), Vec::<[String; 4]>::new());
}

/// mautic/mautic#890, shawnlaffan/biodiverse#536: a spreadsheet that opens the workbook changes nothing in it.
#[tokio::test]
async fn c39_a_workbook_has_every_cell_as_text() {
    let app = TestApp::start().await;
    let mut device = Device::new("E1", "office", &app.sign_in("E1").await);
    let answers = ["1-2", "0012", "1E5", "3/4", "=1+1", "- 箇条書き"];
    device.answer("evidence", json!(answers.join("\n")));
    device.answer("share_scope", json!("supervisor_and_personnel"));
    device.step(Step::Submit);
    device.exchange(&app).await;
    let office = app.sign_in("P1").await;
    let request =
        Request::get("/api/v1/export?instrument=self_scoring_sheet&cycle=2026-end&format=xlsx")
            .header(header::COOKIE, &office)
            .body(Body::empty());
    let response = app.send(request.unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let table = book.worksheet_range("自己採点シート").unwrap();
    let rows: Vec<&[Data]> = table.rows().collect();
    assert!(
        rows.iter()
            .flat_map(|it| it.iter())
            .all(|it| matches!(it, Data::String(_) | Data::Empty))
    );
    assert_eq!(rows[1][0], Data::String("E1".to_owned()));
    assert_eq!(rows[1][7], Data::String(answers.join("\n")));
}
