//! Two devices of one person against the server: the laws of the exchange, over the whole router.

use crate::support::sql;
use crate::support::{Device, TestApp, sheet};
use domain::fact::{Reason, Step};
use domain::journal::{AnswerEdit, ImportError, LogChecksum};
use serde_json::json;
use std::time::Duration;

async fn two_devices(app: &TestApp) -> (Device, Device) {
    let cookie = app.sign_in("E1").await;
    (
        Device::new("E1", "office", &cookie),
        Device::new("E1", "home", &cookie),
    )
}

#[tokio::test]
async fn two_devices_of_one_person_converge() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two_devices(&app).await;
    office.answer("sa_planning_shunin_1", json!(4));
    home.answer("sa_planning_shunin_2", json!(2));
    home.answer("evidence", json!("窓口の案内を見直した"));
    for device in [&mut office, &mut home] {
        device.exchange(&app).await;
    }
    office.exchange(&app).await;
    let (one, other) = (
        office.journal.sheet(&sheet("E1")),
        home.journal.sheet(&sheet("E1")),
    );
    assert_eq!(one, other);
    assert_eq!(one.values().count(), 3);
}

#[tokio::test]
async fn conflicting_edits_of_one_item_are_both_kept_until_one_is_chosen() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two_devices(&app).await;
    office.answer("evidence", json!("役所で"));
    home.answer("evidence", json!("自宅で"));
    office.exchange(&app).await;
    home.exchange(&app).await;
    office.exchange(&app).await;
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(json!("自宅で")));
        assert_eq!(device.apart("evidence"), [json!("役所で")]);
    }
    let heads = office.journal.sheet(&sheet("E1"));
    let heads = heads.heads(&"evidence".into()).unwrap();
    let input = AnswerEdit {
        value: json!("役所でと自宅で"),
        seen: office
            .journal
            .shown_version(&sheet("E1"), &"evidence".into()),
        settles: heads.conflicts().map(|it| it.fact.clone()).collect(),
        ..AnswerEdit::default()
    };
    let (minted, both) = (office.next_stamp(), input.value.clone());
    office
        .journal
        .record_edit(
            &sheet("E1"),
            &crate::support::item("evidence"),
            input,
            minted,
        )
        .unwrap();
    office.exchange(&app).await;
    home.exchange(&app).await;
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(both.clone()));
        assert!(device.apart("evidence").is_empty());
    }
}

#[tokio::test]
async fn a_push_retried_after_a_lost_response_is_stored_once() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two_devices(&app).await;
    office.answer("evidence", json!("一"));
    let (push, _) = office.journal.next_push();
    let _lost = office.send(&app, &push).await;
    office.answer("evidence", json!("二"));
    office.exchange(&app).await;
    home.exchange(&app).await;
    assert_eq!(home.value("evidence"), Some(json!("二")));
    assert!(home.apart("evidence").is_empty());
    assert_eq!(home.journal.meta.since, 2);
}

#[tokio::test]
async fn a_step_on_an_outdated_sheet_is_rejected_as_stale_and_blocks_nothing() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two_devices(&app).await;
    office.answer("evidence", json!("一"));
    office.exchange(&app).await;
    home.exchange(&app).await;
    home.answer("sa_planning_shunin_1", json!(5));
    home.exchange(&app).await;
    office.step(Step::Submit);
    office.exchange(&app).await;
    let reasons: Vec<Reason> = office.journal.tray().map(|it| it.reason).collect();
    assert_eq!(reasons, [Reason::Stale]);
    let refused = office.journal.tray().next().unwrap().fact.id.clone();
    let minted = office.next_stamp();
    office.journal.retry_rejected(&refused, minted);
    office.exchange(&app).await;
    assert_eq!(
        (office.journal.tray().count(), office.journal.n_local_only()),
        (0, 0)
    );
    home.exchange(&app).await;
    assert!(home.journal.sheet(&sheet("E1")).submitted_at.is_some());
}

#[tokio::test]
async fn an_answer_after_the_other_device_submitted_is_rejected_into_the_tray() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two_devices(&app).await;
    office.answer("evidence", json!("一"));
    office.step(Step::Submit);
    office.exchange(&app).await;
    home.answer("sa_planning_shunin_1", json!(5));
    home.exchange(&app).await;
    assert_eq!(
        home.journal.tray().map(|it| it.reason).collect::<Vec<_>>(),
        [Reason::Locked]
    );
    assert_eq!(home.journal.n_local_only(), 1);
    office.step(Step::Withdraw);
    office.exchange(&app).await;
    home.exchange(&app).await;
    let refused = home.journal.tray().next().unwrap().fact.id.clone();
    let minted = home.next_stamp();
    home.journal.retry_rejected(&refused, minted);
    home.exchange(&app).await;
    office.exchange(&app).await;
    assert_eq!(office.value("sa_planning_shunin_1"), Some(json!(5)));
}

#[tokio::test]
async fn a_clock_ten_years_ahead_does_not_decide_which_answer_wins() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two_devices(&app).await;
    let later = office.next_stamp();
    let future = domain::journal::FactStamp {
        at: later.at + Duration::from_hours(10 * 365 * 24),
        ..later
    };
    let input = AnswerEdit {
        value: json!("未来"),
        ..AnswerEdit::default()
    };
    office
        .journal
        .record_edit(
            &sheet("E1"),
            &crate::support::item("evidence"),
            input,
            future,
        )
        .unwrap();
    office.exchange(&app).await;
    home.exchange(&app).await;
    home.answer("evidence", json!("いま"));
    home.exchange(&app).await;
    office.exchange(&app).await;
    assert_eq!(office.value("evidence"), Some(json!("いま")));
}

#[tokio::test]
async fn a_long_log_is_pulled_in_pages_without_loss_or_duplicates() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two_devices(&app).await;
    for n in 0..1_203 {
        office.answer("evidence", json!(format!("{n}")));
        office.journal.next_push();
        if office.journal.n_pending() == 450 {
            office.exchange(&app).await;
        }
    }
    office.exchange(&app).await;
    let (push, _) = home.journal.next_push();
    // A device that reads schema 1.
    let body = json!({ "push": push });
    let (_, first) = app.post("exchange", Some(&home.cookie), &body).await;
    assert_eq!(first["more"], json!(true));
    assert_eq!(first["heard"].as_array().unwrap().len(), 500);
    home.exchange(&app).await;
    assert_eq!(home.value("evidence"), Some(json!("1202")));
    assert_eq!(
        home.journal.sheet(&sheet("E1")),
        office.journal.sheet(&sheet("E1"))
    );
}

#[tokio::test]
async fn after_a_gap_no_later_fact_is_accepted_first() {
    let app = TestApp::start().await;
    let (mut office, _) = two_devices(&app).await;
    for (item, value) in [("sa_planning_shunin_1", 4), ("sa_planning_shunin_2", 2)] {
        office.answer(item, json!(value));
    }
    let (mut push, _) = office.journal.next_push();
    // Out of order, as from a profile restored from an older image: the second fact first, then the expected one.
    push.facts.swap(0, 1);
    let pull = office.send(&app, &push).await;
    let reasons: Vec<Reason> = pull.refused.iter().map(|it| it.reason).collect();
    assert_eq!(reasons, [Reason::Gap, Reason::Gap]);
    assert!(pull.heard.is_empty());
    office.exchange(&app).await;
    assert_eq!(office.value("sa_planning_shunin_2"), Some(json!(2)));
}

/// Two devices: home has imported what office exported, and has edited it.
async fn exported_and_imported(app: &TestApp) -> (Device, Device) {
    let (mut office, mut home) = two_devices(app).await;
    office.answer("evidence", json!("役所で"));
    office.answer("sa_planning_shunin_1", json!(4));
    let (parcel, _) = office.journal.export();
    assert_eq!(home.journal.import(parcel).unwrap().0, 2);
    assert_eq!(home.value("evidence"), Some(json!("役所で")));
    home.answer("evidence", json!("役所でと自宅で"));
    assert_eq!(home.journal.n_local_only(), 3);
    (office, home)
}

#[tokio::test]
async fn imported_facts_count_once_whichever_device_pushes_first() {
    for office_is_first in [true, false] {
        let app = TestApp::start().await;
        let (mut office, mut home) = exported_and_imported(&app).await;
        if office_is_first {
            office.exchange(&app).await;
        }
        home.exchange(&app).await;
        office.exchange(&app).await;
        home.exchange(&app).await;
        for device in [&office, &home] {
            assert_eq!(device.value("evidence"), Some(json!("役所でと自宅で")));
            assert_eq!(device.value("sa_planning_shunin_1"), Some(json!(4)));
            assert!(device.apart("evidence").is_empty());
            assert_eq!(device.journal.n_local_only(), 0);
            assert_eq!(device.journal.meta.since, 3);
        }
    }
}

#[tokio::test]
async fn exported_facts_are_not_rewritten_by_the_exporting_device() {
    let app = TestApp::start().await;
    let (mut office, mut home) = exported_and_imported(&app).await;
    office.answer("evidence", json!("役所で続けた"));
    home.exchange(&app).await;
    office.exchange(&app).await;
    home.exchange(&app).await;
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(json!("役所で続けた")));
        assert_eq!(device.apart("evidence"), [json!("役所でと自宅で")]);
    }
}

#[tokio::test]
async fn a_rejected_imported_fact_goes_to_the_tray_and_blocks_nothing() {
    let app = TestApp::start().await;
    let (mut office, mut home) = exported_and_imported(&app).await;
    let mut other = Device::new("E1", "third", &home.cookie);
    other.step(Step::Submit);
    other.exchange(&app).await;
    home.exchange(&app).await;
    let refused: Vec<Reason> = home.journal.tray().map(|it| it.reason).collect();
    assert_eq!(refused, [Reason::Locked; 3]);
    assert_eq!(home.journal.n_pending(), 0);
    office.exchange(&app).await;
    assert_eq!(office.journal.tray().count(), 2);
}

#[tokio::test]
async fn a_transfer_bundle_of_another_person_or_a_newer_schema_is_rejected() {
    let app = TestApp::start().await;
    let (mut office, _) = exported_and_imported(&app).await;
    let mut other = Device::new("E2", "other", "");
    let before = other.journal.clone();
    let (mut parcel, _) = office.journal.export();
    assert_eq!(
        other.journal.import(parcel.clone()).err(),
        Some(ImportError::OtherPerson)
    );
    assert_eq!(other.journal, before);
    parcel.schema += 1;
    let before = office.journal.clone();
    assert_eq!(
        office.journal.import(parcel).err(),
        Some(ImportError::Newer)
    );
    assert_eq!(office.journal, before);
}

#[tokio::test]
async fn device_and_server_compare_logs_by_checksum() {
    let app = TestApp::start().await;
    let (mut office, _) = two_devices(&app).await;
    office.answer("evidence", json!("一"));
    office.answer("sa_planning_shunin_1", json!(4));
    office.exchange(&app).await;
    let ask = |up_to: i64| {
        let cookie = office.cookie.clone();
        let app = &app;
        async move {
            let body = json!({"up_to": up_to});
            let (_, answer) = app.post("state", Some(&cookie), &body).await;
            serde_json::from_value::<LogChecksum>(answer).unwrap()
        }
    };
    assert_eq!(
        ask(office.journal.meta.since).await,
        office.journal.checksum()
    );
    assert_ne!(ask(1).await, office.journal.checksum());
    sql("update log set body = replace(body, '一', '二')")
        .execute(&app.state.database().readers)
        .await
        .unwrap();
    assert_ne!(
        ask(office.journal.meta.since).await,
        office.journal.checksum()
    );
}

#[tokio::test]
async fn imported_facts_of_a_device_of_another_person_are_rejected_and_block_nothing() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E2").await;
    let mut other = Device::new("E2", "office", &cookie);
    other.answer("evidence", json!("E2の入力"));
    other.exchange(&app).await;
    let (_, mut home) = exported_and_imported(&app).await;
    let (push, _) = home.journal.next_push();
    let body = json!({ "push": push });
    let (_, answer) = app.post("exchange", Some(&home.cookie), &body).await;
    assert_eq!(answer["code"], "device_not_yours");
    home.journal.reject_imported(&push.device);
    assert_eq!(home.journal.tray().count(), 2);
    home.exchange(&app).await;
    assert_eq!(home.journal.n_pending(), 0);
}
