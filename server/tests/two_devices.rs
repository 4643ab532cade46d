//! Two devices of one person against the server: the laws of the exchange, over the whole router.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod support;

use domain::fact::{Reason, Step};
use domain::journal::{Input, NotTaken, State};
use serde_json::json;
use support::{Device, TestApp, sheet};

async fn two(app: &TestApp) -> (Device, Device) {
    let cookie = app.sign_in("E1").await;
    (
        Device::new("E1", "office", &cookie),
        Device::new("E1", "home", &cookie),
    )
}

#[tokio::test]
async fn two_devices_of_one_person_end_with_the_same_answers() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two(&app).await;
    office.note("sa_planning_shunin_1", json!(4));
    home.note("sa_planning_shunin_2", json!(2));
    home.note("evidence", json!("窓口の案内を見直した"));
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
async fn two_edits_of_one_item_made_apart_are_both_kept_until_one_is_chosen() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two(&app).await;
    office.note("evidence", json!("役所で"));
    home.note("evidence", json!("自宅で"));
    office.exchange(&app).await;
    home.exchange(&app).await;
    office.exchange(&app).await;
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(json!("自宅で")));
        assert_eq!(device.apart("evidence"), [json!("役所で")]);
    }
    let heads = office.journal.sheet(&sheet("E1"));
    let heads = heads.heads(&"evidence".into()).unwrap();
    let input = Input {
        value: json!("役所でと自宅で"),
        seen: office.journal.base(&sheet("E1"), &"evidence".into()),
        settles: heads.apart().map(|it| it.fact.clone()).collect(),
    };
    let (minted, both) = (office.minted(), input.value.clone());
    office
        .journal
        .note(&sheet("E1"), &support::item("evidence"), input, minted)
        .unwrap();
    office.exchange(&app).await;
    home.exchange(&app).await;
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(both.clone()));
        assert!(device.apart("evidence").is_empty());
    }
}

#[tokio::test]
async fn a_lost_answer_makes_no_double() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two(&app).await;
    office.note("evidence", json!("一"));
    let (push, _) = office.journal.offer();
    let _lost = office.send(&app, &push).await;
    office.note("evidence", json!("二"));
    office.exchange(&app).await;
    home.exchange(&app).await;
    assert_eq!(home.value("evidence"), Some(json!("二")));
    assert!(home.apart("evidence").is_empty());
    assert_eq!(home.journal.meta.since, 2);
}

#[tokio::test]
async fn a_step_made_on_less_than_there_is_is_stale_and_blocks_nothing() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two(&app).await;
    office.note("evidence", json!("一"));
    office.exchange(&app).await;
    home.exchange(&app).await;
    home.note("sa_planning_shunin_1", json!(5));
    home.exchange(&app).await;
    office.step(Step::Submit);
    office.exchange(&app).await;
    let reasons: Vec<Reason> = office.journal.tray().map(|it| it.reason).collect();
    assert_eq!(reasons, [Reason::Stale]);
    let refused = office.journal.tray().next().unwrap().fact.id.clone();
    let minted = office.minted();
    office.journal.try_again(&refused, minted);
    office.exchange(&app).await;
    assert_eq!(
        (office.journal.tray().count(), office.journal.only_here()),
        (0, 0)
    );
    home.exchange(&app).await;
    assert!(home.journal.sheet(&sheet("E1")).submitted_at.is_some());
}

#[tokio::test]
async fn an_answer_after_the_other_device_submitted_waits_in_the_tray() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two(&app).await;
    office.note("evidence", json!("一"));
    office.step(Step::Submit);
    office.exchange(&app).await;
    home.note("sa_planning_shunin_1", json!(5));
    home.exchange(&app).await;
    assert_eq!(
        home.journal.tray().map(|it| it.reason).collect::<Vec<_>>(),
        [Reason::Locked]
    );
    assert_eq!(home.journal.only_here(), 1);
    office.step(Step::Withdraw);
    office.exchange(&app).await;
    home.exchange(&app).await;
    let refused = home.journal.tray().next().unwrap().fact.id.clone();
    let minted = home.minted();
    home.journal.try_again(&refused, minted);
    home.exchange(&app).await;
    office.exchange(&app).await;
    assert_eq!(office.value("sa_planning_shunin_1"), Some(json!(5)));
}

#[tokio::test]
async fn a_clock_ten_years_off_changes_nothing_else() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two(&app).await;
    let later = office.minted();
    let future = domain::journal::Minted {
        at: later.at + 315_576_000_000,
        ..later
    };
    let input = Input {
        value: json!("未来"),
        ..Input::default()
    };
    office
        .journal
        .note(&sheet("E1"), &support::item("evidence"), input, future)
        .unwrap();
    office.exchange(&app).await;
    home.exchange(&app).await;
    home.note("evidence", json!("いま"));
    home.exchange(&app).await;
    office.exchange(&app).await;
    assert_eq!(office.value("evidence"), Some(json!("いま")));
}

#[tokio::test]
async fn a_long_log_is_heard_in_pages_without_loss_or_double() {
    let app = TestApp::start().await;
    let (mut office, mut home) = two(&app).await;
    for n in 0..1_203 {
        office.note("evidence", json!(format!("{n}")));
        office.journal.offer();
        if office.journal.n_unsent() == 450 {
            office.exchange(&app).await;
        }
    }
    office.exchange(&app).await;
    let (push, _) = home.journal.offer();
    let first = home.send(&app, &push).await;
    assert!(first.more && first.heard.len() == 500);
    home.exchange(&app).await;
    assert_eq!(home.value("evidence"), Some(json!("1202")));
    assert_eq!(
        home.journal.sheet(&sheet("E1")),
        office.journal.sheet(&sheet("E1"))
    );
}

#[tokio::test]
async fn after_a_gap_nothing_that_was_made_later_is_taken_first() {
    let app = TestApp::start().await;
    let (mut office, _) = two(&app).await;
    for (item, value) in [("sa_planning_shunin_1", 4), ("sa_planning_shunin_2", 2)] {
        office.note(item, json!(value));
    }
    let (mut push, _) = office.journal.offer();
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
async fn carried(app: &TestApp) -> (Device, Device) {
    let (mut office, mut home) = two(app).await;
    office.note("evidence", json!("役所で"));
    office.note("sa_planning_shunin_1", json!(4));
    let (parcel, _) = office.journal.pack();
    assert_eq!(home.journal.unpack(parcel).unwrap().0, 2);
    assert_eq!(home.value("evidence"), Some(json!("役所で")));
    home.note("evidence", json!("役所でと自宅で"));
    assert_eq!(home.journal.only_here(), 3);
    (office, home)
}

#[tokio::test]
async fn what_was_carried_counts_once_whichever_device_sends_it_first() {
    for office_is_first in [true, false] {
        let app = TestApp::start().await;
        let (mut office, mut home) = carried(&app).await;
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
            assert_eq!(device.journal.only_here(), 0);
            assert_eq!(device.journal.meta.since, 3);
        }
    }
}

#[tokio::test]
async fn what_was_packed_is_not_rewritten_by_the_device_it_came_from() {
    let app = TestApp::start().await;
    let (mut office, mut home) = carried(&app).await;
    office.note("evidence", json!("役所で続けた"));
    home.exchange(&app).await;
    office.exchange(&app).await;
    home.exchange(&app).await;
    for device in [&office, &home] {
        assert_eq!(device.value("evidence"), Some(json!("役所で続けた")));
        assert_eq!(device.apart("evidence"), [json!("役所でと自宅で")]);
    }
}

#[tokio::test]
async fn a_carried_entry_that_is_refused_lies_in_the_tray_and_blocks_nothing() {
    let app = TestApp::start().await;
    let (mut office, mut home) = carried(&app).await;
    let mut other = Device::new("E1", "third", &home.cookie);
    other.step(Step::Submit);
    other.exchange(&app).await;
    home.exchange(&app).await;
    let refused: Vec<Reason> = home.journal.tray().map(|it| it.reason).collect();
    assert_eq!(refused, [Reason::Locked; 3]);
    assert_eq!(home.journal.n_unsent(), 0);
    office.exchange(&app).await;
    assert_eq!(office.journal.tray().count(), 2);
}

#[tokio::test]
async fn a_parcel_of_another_person_or_a_newer_build_changes_nothing() {
    let app = TestApp::start().await;
    let (mut office, _) = carried(&app).await;
    let mut other = Device::new("E2", "other", "");
    let before = other.journal.clone();
    let (mut parcel, _) = office.journal.pack();
    assert_eq!(
        other.journal.unpack(parcel.clone()).err(),
        Some(NotTaken::OtherPerson)
    );
    assert_eq!(other.journal, before);
    parcel.schema += 1;
    let before = office.journal.clone();
    assert_eq!(office.journal.unpack(parcel).err(), Some(NotTaken::Newer));
    assert_eq!(office.journal, before);
}

#[tokio::test]
async fn a_device_and_the_server_can_compare_what_they_have() {
    let app = TestApp::start().await;
    let (mut office, _) = two(&app).await;
    office.note("evidence", json!("一"));
    office.note("sa_planning_shunin_1", json!(4));
    office.exchange(&app).await;
    let ask = |up_to: i64| {
        let cookie = office.cookie.clone();
        let app = &app;
        async move {
            let body = json!({"up_to": up_to});
            let (_, answer) = app.post("state", Some(&cookie), &body).await;
            serde_json::from_value::<State>(answer).unwrap()
        }
    };
    assert_eq!(ask(office.journal.meta.since).await, office.journal.state());
    assert_ne!(ask(1).await, office.journal.state());
    sqlx::query("update fact set digest = zeroblob(32) where item = 'evidence'")
        .execute(&app.desk.database().readers)
        .await
        .unwrap();
    assert_ne!(ask(office.journal.meta.since).await, office.journal.state());
}

#[tokio::test]
async fn what_was_carried_in_under_another_persons_device_blocks_nothing() {
    let app = TestApp::start().await;
    let cookie = app.sign_in("E2").await;
    let mut other = Device::new("E2", "office", &cookie);
    other.note("evidence", json!("E2の入力"));
    other.exchange(&app).await;
    let (_, mut home) = carried(&app).await;
    let (push, _) = home.journal.offer();
    let body = json!({ "push": push });
    let (_, answer) = app.post("exchange", Some(&home.cookie), &body).await;
    assert_eq!(answer["code"], "device_not_yours");
    home.journal.turn_away(&push.device);
    assert_eq!(home.journal.tray().count(), 2);
    home.exchange(&app).await;
    assert_eq!(home.journal.n_unsent(), 0);
}
