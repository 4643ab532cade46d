//! A 所属長's assessment of a team member: written separately, and compared once both sides are shared.

use super::fixtures::{device, edition, item, sheet_of, tray};
use crate::support::{Device, TestApp};
use axum::http::StatusCode;
use domain::fact::{Reason, Step, StepDetails};
use domain::instrument::{Item, ItemKind};
use domain::sheet::SheetId;
use serde_json::{Value, json};

const FORM: &str = "supervisor_view";

/// 職員課 opens supervisor assessments for the end of the year.
async fn open_assessments(app: &TestApp) {
    let cookie = app.sign_in("P1").await;
    let body = json!({"instrument": FORM, "cycle": "2026-end", "open": true});
    let (status, answer) = app.post("set_cycle", Some(&cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

async fn fetch_assessments(app: &TestApp, cookie: &str, sheet: &SheetId) -> Value {
    let (status, answer) = app
        .post("views", Some(cookie), &json!({"sheet": sheet}))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

/// B1's assessment sheet, their device, a scale item about E1 and the item that shares it.
async fn boss(app: &TestApp) -> (SheetId, Device, Item, Item) {
    let boss = device(app, "B1", "boss").await;
    let form = edition(app, &boss.cookie, FORM).await;
    let of = &"E1".into();
    let scale = form.items().find(|it| it.kind == ItemKind::Scale).unwrap();
    let (scale, show) = (scale.for_staff(of), item(&form, "published").for_staff(of));
    (sheet_of("B1", FORM, 2), boss, scale, show)
}

/// Submits E1's self-scores, shared with their 所属長.
async fn submit_own_scores(app: &TestApp, own: &mut Device) -> SheetId {
    let sheet = sheet_of("E1", "self_scoring_sheet", 2);
    let form = edition(app, &own.cookie, "self_scoring_sheet").await;
    own.answer_in(&sheet, &item(&form, "share_scope"), json!("supervisor"))
        .unwrap();
    own.exchange(app).await;
    own.step_in(&sheet, Step::Submit, StepDetails::default());
    own.exchange(app).await;
    sheet
}

#[tokio::test]
async fn a_supervisor_assessment_is_shown_once_both_sides_are_shared_and_is_locked_then() {
    let app = TestApp::start().await;
    open_assessments(&app).await;
    let (sheet, mut boss, scale, show) = boss(&app).await;
    let mut own = device(&app, "E1", "own").await;
    boss.answer_in(&sheet, &scale, json!(4)).unwrap();
    boss.answer_in(&sheet, &show, json!("yes")).unwrap();
    boss.exchange(&app).await;
    let theirs = sheet_of("E1", "self_scoring_sheet", 2);
    assert_eq!(
        fetch_assessments(&app, &own.cookie, &theirs).await,
        json!([])
    );
    // A shared assessment is locked; unshared before the other side shares theirs, it is editable again.
    boss.answer_in(&sheet, &scale, json!(2)).unwrap();
    boss.exchange(&app).await;
    assert_eq!(tray(&boss)[0].0, Reason::Locked);
    boss.answer_in(&sheet, &show, Value::Null).unwrap();
    boss.answer_in(&sheet, &scale, json!(3)).unwrap();
    boss.exchange(&app).await;
    assert_eq!(tray(&boss).len(), 1);
    submit_own_scores(&app, &mut own).await;
    assert_eq!(
        fetch_assessments(&app, &own.cookie, &theirs).await,
        json!([])
    );
    boss.answer_in(&sheet, &show, json!("yes")).unwrap();
    boss.exchange(&app).await;
    let id = scale.id.as_str().trim_end_matches(".E1");
    let expected = json!([{"by": "桐野 ひかり", "answers": [[id, 3]]}]);
    assert_eq!(
        fetch_assessments(&app, &own.cookie, &theirs).await,
        expected
    );
    boss.answer_in(&sheet, &show, Value::Null).unwrap();
    boss.exchange(&app).await;
    assert_eq!(tray(&boss).last().unwrap().0, Reason::Locked);
    assert_eq!(
        fetch_assessments(&app, &own.cookie, &theirs).await,
        expected
    );
}

#[tokio::test]
async fn only_the_assessed_person_reads_an_assessment_and_only_their_supervisor_writes_it() {
    let app = TestApp::start().await;
    open_assessments(&app).await;
    let (sheet, mut boss, scale, show) = boss(&app).await;
    let mut own = device(&app, "E1", "own").await;
    let theirs = submit_own_scores(&app, &mut own).await;
    boss.answer_in(&sheet, &scale, json!(4)).unwrap();
    boss.answer_in(&sheet, &show, json!("yes")).unwrap();
    boss.exchange(&app).await;
    for other in ["E2", "B2", "P1"] {
        let cookie = match other {
            "P1" => super::fixtures::sign_in_again(&app, other).await,
            _ => app.sign_in(other).await,
        };
        assert_eq!(
            fetch_assessments(&app, &cookie, &theirs).await,
            json!([]),
            "{other}"
        );
        let (status, _) = super::fixtures::open_shared(&app, &cookie, &sheet).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{other}");
    }
    let mut stranger = Device::new(
        "B2",
        "stranger",
        &super::fixtures::sign_in_again(&app, "B2").await,
    );
    let sheet = sheet_of("B2", FORM, 2);
    stranger.answer_in(&sheet, &scale, json!(1)).unwrap();
    stranger.answer_in(&sheet, &show, json!("yes")).unwrap();
    stranger.exchange(&app).await;
    let reasons: Vec<Reason> = tray(&stranger).into_iter().map(|it| it.0).collect();
    assert_eq!(reasons, [Reason::NotYours, Reason::NotYours]);
    assert_eq!(
        fetch_assessments(&app, &own.cookie, &theirs)
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn supervisor_assessments_are_rejected_until_personnel_opens_their_cycle() {
    let app = TestApp::start().await;
    let (sheet, mut boss, scale, _) = boss(&app).await;
    boss.answer_in(&sheet, &scale, json!(4)).unwrap();
    boss.exchange(&app).await;
    assert_eq!(tray(&boss)[0].0, Reason::Locked);
}
