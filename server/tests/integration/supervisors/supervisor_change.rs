//! Access when the 所属長 changes, is on leave or has a deputy.

use super::fixtures::*;
use crate::support::{self, Days, NOW, ROSTER, TestApp, new_password};
use axum::http::StatusCode;
use domain::fact::{Reason, Step, StepDetails};
use serde_json::json;
use server::personnel::roster;

#[tokio::test]
async fn a_new_supervisor_gains_access_and_the_former_one_loses_the_local_copy() {
    let app = TestApp::start().await;
    let (sheet, mut own, mut boss, form) = start_interview(&app).await;
    boss.answer_in(
        &sheet,
        &item(&form, "agreed_goals"),
        json!("まだ送っていない"),
    )
    .unwrap();
    let moved = ROSTER.replace(
        "E1,梅里 みどり,区民部,区民課,窓口係,2,事務,B1,",
        "E1,梅里 みどり,福祉部,福祉課,,2,事務,B2,",
    );
    let out = app.folder.path().join("none.csv");
    roster::import(app.state.database(), moved.as_bytes(), &out, NOW)
        .await
        .unwrap();
    boss.exchange(&app).await;
    // The former supervisor's pending fact is rejected into their tray; the pulled facts are deleted from the device.
    assert_eq!(tray(&boss)[0].0, Reason::NotYours);
    assert!(boss.journal.meta.along.is_empty());
    assert!(boss.journal.sheet(&sheet).is_empty());
    assert_eq!(
        check_out(&app, &mut boss, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    let mut next = device(&app, "B2", "next").await;
    assert_eq!(check_out(&app, &mut next, &sheet).await.0, StatusCode::OK);
    next.exchange(&app).await;
    own.exchange(&app).await;
    assert_eq!(next.journal.sheet(&sheet), own.journal.sheet(&sheet));
}

#[tokio::test]
async fn access_follows_leave_return_and_a_new_employee_in_mid_year() {
    let app = TestApp::start().await;
    let (sheet, _, mut boss, _) = start_interview(&app).await;
    let line = "E1,梅里 みどり,区民部,区民課,窓口係,2,事務,B1,";
    let import = async |text: &str| {
        let out = app.folder.path().join("new.csv");
        roster::import(app.state.database(), text.as_bytes(), &out, NOW)
            .await
            .unwrap();
        out
    };
    // On leave nobody supervises the person; no facts are lost.
    import(&ROSTER.replace(line, "E1,梅里 みどり,区民部,区民課,窓口係,2,事務,,")).await;
    boss.exchange(&app).await;
    assert!(boss.journal.sheet(&sheet).is_empty());
    import(ROSTER).await;
    assert_eq!(check_out(&app, &mut boss, &sheet).await.0, StatusCode::OK);
    assert!(!boss.journal.sheet(&sheet).is_empty());
    // A new employee appears in the team list at once and has every form of the year.
    let joined = format!("{ROSTER}E9,新川 のぞみ,区民部,区民課,窓口係,1,事務,B1,\n");
    let passwords = support::read_passwords(&import(&joined).await);
    let (_, staff) = app
        .post("staff", Some(&boss.cookie), &json!({"year": 2026}))
        .await;
    assert!(staff.to_string().contains("新川 のぞみ"));
    let body = json!({"login": "E9", "password": passwords["E9"]});
    let response = app.send(support::call("sign_in", None, &body)).await;
    let cookie = support::cookie_of(&response);
    let body = json!({"current": passwords["E9"], "new": new_password("E9")});
    let changed = app
        .send(support::call("change_password", Some(&cookie), &body))
        .await;
    let cookie = support::cookie_of(&changed);
    let (_, me) = app.post("me", Some(&cookie), &json!({})).await;
    let forms = me["cycles"].to_string();
    assert!(forms.contains("goal_sheet") && forms.contains("career_declaration"));
    assert!(
        !forms.contains("org_goals"),
        "that is for those who have people"
    );
}

#[tokio::test]
async fn a_deputy_has_access_only_on_the_days_of_the_appointment() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let (sheet, _, _, _) = start_interview(&app).await;
    let personnel = app.sign_in("P1").await;
    let body = json!({"supervisor": "B1", "deputy": "B2", "first_day": "2026-11-24", "last_day": "2026-11-25"});
    let (status, answer) = app.post("add_deputy", Some(&personnel), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer[0]["deputy"][1], "楡川 あおい");
    let seq = json!({"seq": answer[0]["seq"]});
    let mut acting = device(&app, "B2", "acting").await;
    // Not in force yet: neither who proposed it nor the deputy can agree, the 所属長 can.
    for cookie in [&personnel, &acting.cookie] {
        let (status, _) = app.post("approve_deputy", Some(cookie), &seq).await;
        assert!(status.is_client_error());
    }
    days.set(1);
    acting.cookie = sign_in_again(&app, "B2").await;
    let (status, _) = check_out(&app, &mut acting, &sheet).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    days.set(0);
    let boss = sign_in_again(&app, "B1").await;
    let (status, _) = app.post("approve_deputy", Some(&boss), &seq).await;
    assert_eq!(status, StatusCode::OK);
    for (day, is_led) in [(0, false), (1, true), (2, true), (3, false)] {
        days.set(day);
        acting.cookie = sign_in_again(&app, "B2").await;
        let (status, _) = check_out(&app, &mut acting, &sheet).await;
        assert_eq!(status == StatusCode::OK, is_led, "day {day}");
        let (_, staff) = app
            .post("staff", Some(&acting.cookie), &json!({"year": 2026}))
            .await;
        assert_eq!(staff.as_array().unwrap().len(), if is_led { 2 } else { 0 });
    }
    acting.exchange(&app).await;
    assert!(acting.journal.sheet(&sheet).is_empty());
    let personnel = sign_in_again(&app, "P1").await;
    // Invalid: a deputy of oneself, reversed days, days past, more than 90, no team, an unknown deputy, the author.
    // Only 職員課 may appoint.
    for (supervisor, deputy, first, last) in [
        ("B1", "B1", "2026-12-01", "2026-12-02"),
        ("B1", "B2", "2026-12-02", "2026-12-01"),
        ("B1", "B2", "2026-11-01", "2026-12-01"),
        ("B1", "B2", "2026-12-01", "2027-03-01"),
        ("B1", "P1", "2026-12-01", "2026-12-02"),
        ("E1", "B2", "2026-12-01", "2026-12-02"),
        ("B1", "X9", "2026-12-01", "2026-12-02"),
    ] {
        let body = json!({"supervisor": supervisor, "deputy": deputy, "first_day": first, "last_day": last});
        assert_eq!(
            app.post("add_deputy", Some(&personnel), &body).await.0,
            StatusCode::BAD_REQUEST
        );
        assert_eq!(
            app.post("add_deputy", Some(&acting.cookie), &body).await.0,
            StatusCode::FORBIDDEN
        );
    }
}

#[tokio::test]
async fn a_confirmed_part_of_the_guidance_record_is_locked_and_the_next_part_stays_editable() {
    let app = TestApp::start().await;
    decide_guidance(&app).await;
    let sheet = sheet_of("E1", "guidance_record", 0);
    let mut own = device(&app, "E1", "own").await;
    let mut boss = device(&app, "B1", "boss").await;
    let form = edition(&app, &own.cookie, "guidance_record").await;
    check_out(&app, &mut boss, &sheet).await;
    boss.answer_in(
        &sheet,
        &item(&form, "items_to_work_on.1"),
        json!("電話の応対"),
    )
    .unwrap();
    boss.step_in(
        &sheet,
        Step::Agree,
        StepDetails {
            part: ".1".into(),
            ..signed_by("B1")
        },
    );
    boss.exchange(&app).await;
    let personnel = app.sign_in("P1").await;
    // 職員課 reads only parts that both have confirmed.
    assert_eq!(
        open_shared(&app, &personnel, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    own.exchange(&app).await;
    own.step_in(
        &sheet,
        Step::Agree,
        StepDetails {
            part: ".1".into(),
            ..signed_by("E1")
        },
    );
    own.exchange(&app).await;
    boss.exchange(&app).await;
    assert!(
        boss.journal
            .sheet(&sheet)
            .is_locked(&"items_to_work_on.1".into())
    );
    boss.answer_in(&sheet, &item(&form, "items_to_work_on.2"), json!("次の回"))
        .unwrap();
    boss.exchange(&app).await;
    assert!(tray(&boss).is_empty());
    let (status, answer) = open_shared(&app, &personnel, &sheet).await;
    assert_eq!(status, StatusCode::OK);
    assert!(answer.to_string().contains("電話の応対") && !answer.to_string().contains("次の回"));
    // Guidance records are in no list, no progress, no means and no export.
    let (_, list) = app
        .post(
            "shared_list",
            Some(&personnel),
            &json!({"cycle": "2026-start"}),
        )
        .await;
    assert!(!list.to_string().contains("guidance"));
    let body = json!({"instrument": "guidance_record", "cycle": "2026-start"});
    for path in ["progress", "overview"] {
        assert_eq!(
            app.post(path, Some(&personnel), &body).await.0,
            StatusCode::NOT_FOUND
        );
    }
    let (_, staff) = app
        .post("staff", Some(&boss.cookie), &json!({"year": 2026}))
        .await;
    assert!(!staff.to_string().contains("guidance_record"));
    let (_, csv) = app.post("export", Some(&personnel), &body).await;
    assert!(!csv.to_string().contains("電話の応対"));
}

/// What was shared with the 所属長 of its time reaches a new one only if the person hands it on; they are asked once.
#[tokio::test]
async fn a_new_supervisor_reads_earlier_sheets_only_once_they_are_handed_on() {
    let app = TestApp::start().await;
    let sheet = support::sheet("E1");
    let mut own = device(&app, "E1", "own").await;
    own.answer("evidence", json!("前の所属長へ"));
    own.answer("share_scope", json!("supervisor"));
    own.step(Step::Submit);
    own.exchange(&app).await;
    let former = app.sign_in("B1").await;
    assert_eq!(open_shared(&app, &former, &sheet).await.0, StatusCode::OK);
    let moved = ROSTER.replace("窓口係,2,事務,B1", "窓口係,2,事務,B2");
    let passwords = app.folder.path().join("none.csv");
    roster::import(app.state.database(), moved.as_bytes(), &passwords, NOW)
        .await
        .unwrap();
    let new = app.sign_in("B2").await;
    assert_eq!(
        open_shared(&app, &former, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        open_shared(&app, &new, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    let (_, told) = app.post("notices", Some(&own.cookie), &json!({})).await;
    let asked =
        json!({"n_sheets": 1, "supervisor": "B2", "name": "福祉課 楡川 あおい", "is_kept": false});
    assert_eq!(told["to_hand_on"], asked);
    let keep = json!({"supervisor": "B2", "hand_on": false});
    let (_, told) = app.post("hand_on_sheets", Some(&own.cookie), &keep).await;
    assert_eq!(told["to_hand_on"]["is_kept"], true, "asked once");
    assert_eq!(
        open_shared(&app, &new, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    // An old page names whoever was 所属長 then: nobody else gets anything.
    let stale = json!({"supervisor": "B1", "hand_on": true});
    app.post("hand_on_sheets", Some(&own.cookie), &stale).await;
    assert_eq!(
        open_shared(&app, &new, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    let hand_on = json!({"supervisor": "B2", "hand_on": true});
    app.post("hand_on_sheets", Some(&own.cookie), &hand_on)
        .await;
    assert_eq!(open_shared(&app, &new, &sheet).await.0, StatusCode::OK);
}
