//! Exported workbooks, opened and saved again by `LibreOffice`: the same sheets with the same cells.

use crate::support::{Device, ROSTER, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use calamine::{Data, Reader, Xlsx};
use domain::fact::Step;
use http_body_util::BodyExt;
use serde_json::json;
use server::clock::fixed;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

/// Every sheet of a workbook: its name and its rows.
fn read(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets().into_iter();
    let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
    sheets.map(|(name, range)| (name, rows(range))).collect()
}

fn save_again(folder: &Path, bytes: &[u8]) -> Vec<u8> {
    let (source, saved) = (folder.join("book.xlsx"), folder.join("saved"));
    std::fs::write(&source, bytes).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}",
        folder.join("profile").display()
    );
    let status = Command::new("soffice")
        .args([
            profile.as_str(),
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
        ])
        .args([&saved, &source])
        .output()
        .expect("LibreOffice is there: apt-get install libreoffice-calc-nogui");
    assert!(status.status.success(), "{status:?}");
    std::fs::read(saved.join("book.xlsx")).unwrap()
}

/// Ids, dates and formulas that a spreadsheet takes for something else.
#[tokio::test]
#[ignore = "needs LibreOffice: make drills"]
async fn libreoffice_saves_every_cell_of_an_export_as_it_was() {
    let app =
        TestApp::with_roster(&ROSTER.replace("E1,", "0012,"), fixed(crate::support::NOW)).await;
    let mut device = Device::new("0012", "office", &app.sign_in("0012").await);
    let answers = [
        "0012",
        "1-2",
        "1E5",
        "3/4",
        "=1+1",
        "- 箇条書き",
        "@sum",
        "+81",
        "' 引用",
        "<b>&amp;</b>",
        "２０２６／１／１",
        "TRUE",
        "  前後の空白  ",
        "\u{fa10}\u{20bb7}",
        "_x0041_",
    ];
    device.answer("evidence", json!(answers.join("\n")));
    device.answer("share_scope", json!("supervisor_and_personnel"));
    device.step(Step::Submit);
    device.exchange(&app).await;
    let office = app.sign_in("P1").await;
    let path = "/api/v1/export?instrument=self_scoring_sheet&cycle=2026-end&format=xlsx";
    let request = Request::get(path)
        .header(header::COOKIE, &office)
        .body(Body::empty());
    let response = app.send(request.unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let written = read(bytes.to_vec());
    assert_eq!(written[0].1[1][0], Data::String("0012".to_owned()));
    assert_eq!(written[0].1[1][7], Data::String(answers.join("\n")));
    assert_eq!(read(save_again(app.folder.path(), &bytes)), written);
}

#[tokio::test]
#[ignore = "needs LibreOffice: make drills"]
async fn libreoffice_saves_every_cell_of_the_skills_workbook_as_it_was() {
    let (app, bytes) = crate::skills::workbook().await;
    let written = read(bytes.clone());
    assert_eq!(written.len(), 5);
    assert_eq!(read(save_again(app.folder.path(), &bytes)), written);
}
