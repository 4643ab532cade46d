//! An interview record confirmed by both parties, online and offline.

use super::fixtures::*;
use crate::support::{Device, TestApp};
use axum::http::StatusCode;
use domain::crypto::confirmation::{ConfirmedPart, EncryptedPin, encrypt};
use domain::crypto::sealed_box::BoxPublicKey;
use domain::fact::{Reason, Step, StepDetails};
use domain::ids::{PartId, SheetHash};
use domain::journal::EditError;
use domain::sheet::{SheetId, SheetState};
use serde_json::json;

#[tokio::test]
async fn an_interview_record_written_by_both_is_agreed_when_both_confirm_it() {
    let app = TestApp::start().await;
    let (sheet, mut own, mut boss, form) = start_interview(&app).await;
    assert_eq!(own.journal.sheet(&sheet), boss.journal.sheet(&sheet));
    boss.step_in(&sheet, Step::Agree, signed_by("B1"));
    boss.exchange(&app).await;
    assert_eq!(boss.journal.sheet(&sheet).state, SheetState::Draft);
    own.exchange(&app).await;
    own.step_in(&sheet, Step::Agree, signed_by("E1"));
    own.exchange(&app).await;
    boss.exchange(&app).await;
    for device in [&own, &boss] {
        assert_eq!(device.journal.sheet(&sheet).state, SheetState::Agreed);
    }
    assert_eq!(boss.journal.n_local_only(), 0);
    let choice = boss.answer_in(&sheet, &item(&form, "duration_min"), json!(45));
    assert_eq!(choice, Err(EditError::Locked));
    // A text in a locked item is kept as a draft and not pushed.
    boss.answer_in(&sheet, &item(&form, "agreed_goals"), json!("別の言い方"))
        .unwrap();
    boss.exchange(&app).await;
    assert_eq!(
        (boss.journal.n_local_only(), boss.journal.n_pending()),
        (1, 0)
    );
}

#[tokio::test]
async fn a_late_answer_to_a_confirmed_record_is_rejected_into_its_authors_tray() {
    let app = TestApp::start().await;
    let (sheet, mut own, mut boss, form) = start_interview(&app).await;
    // Written on an offline tablet before both confirmed.
    let mut late = Device::new("E1", "tablet", &own.cookie);
    late.exchange(&app).await;
    late.answer_in(&sheet, &item(&form, "employee_comment"), json!("書き直し"))
        .unwrap();
    boss.step_in(&sheet, Step::Agree, signed_by("B1"));
    boss.exchange(&app).await;
    own.exchange(&app).await;
    own.step_in(&sheet, Step::Agree, signed_by("E1"));
    own.exchange(&app).await;
    late.exchange(&app).await;
    assert_eq!(tray(&late)[0].0, Reason::Locked);
    assert!(tray(&late)[0].1.contains("シートは確認済みです"));
    boss.exchange(&app).await;
    let says = boss.journal.sheet(&sheet);
    assert_eq!(
        says.value(&"employee_comment".into()),
        Some(&json!("やってみます"))
    );
    // Later changes need a reopened record that both confirm again.
    let why = StepDetails {
        note: "目標を見直すため".to_owned(),
        ..StepDetails::default()
    };
    boss.step_in(&sheet, Step::Reopen, why);
    boss.answer_in(&sheet, &item(&form, "agreed_goals"), json!("8分に"))
        .unwrap();
    boss.step_in(&sheet, Step::Agree, signed_by("B1"));
    boss.exchange(&app).await;
    own.exchange(&app).await;
    let says = own.journal.sheet(&sheet);
    assert_eq!((says.state, says.reopened), (SheetState::Draft, 1));
    assert_eq!(says.reason, "目標を見直すため");
    own.step_in(&sheet, Step::Agree, signed_by("E1"));
    own.exchange(&app).await;
    assert_eq!(own.journal.sheet(&sheet).state, SheetState::Agreed);
}

#[tokio::test]
async fn confirming_a_record_that_the_other_has_changed_is_rejected_as_stale() {
    let app = TestApp::start().await;
    let (sheet, mut own, mut boss, form) = start_interview(&app).await;
    boss.step_in(&sheet, Step::Agree, signed_by("B1"));
    own.answer_in(
        &sheet,
        &item(&form, "employee_comment"),
        json!("やはり少し"),
    )
    .unwrap();
    own.exchange(&app).await;
    boss.exchange(&app).await;
    assert_eq!(tray(&boss)[0].0, Reason::Stale);
    assert!(own.journal.sheet(&sheet).signatures.is_empty());
}

#[tokio::test]
async fn items_of_the_other_party_and_sheets_of_strangers_are_rejected() {
    let app = TestApp::start().await;
    let (sheet, mut own, mut boss, form) = start_interview(&app).await;
    boss.answer_in(
        &sheet,
        &item(&form, "employee_comment"),
        json!("本人の代わりに"),
    )
    .unwrap();
    own.answer_in(
        &sheet,
        &item(&form, "supervisor_comment"),
        json!("所属長の代わりに"),
    )
    .unwrap();
    for device in [&mut boss, &mut own] {
        device.exchange(&app).await;
        assert_eq!(tray(device)[0].0, Reason::NotYours);
    }
    // A stranger cannot check the sheet out, and their facts are rejected.
    let mut other = device(&app, "B2", "other").await;
    assert_eq!(
        check_out(&app, &mut other, &sheet).await.0,
        StatusCode::NOT_FOUND
    );
    other.journal.check_out(&sheet, &"".into(), &[]);
    other
        .answer_in(&sheet, &item(&form, "agreed_goals"), json!("ほか"))
        .unwrap();
    other.exchange(&app).await;
    assert_eq!(tray(&other)[0].0, Reason::NotYours);
    assert!(other.journal.meta.along.is_empty());
}

#[tokio::test]
async fn both_confirm_offline_on_one_device_with_a_confirmation_pin() {
    let app = TestApp::start().await;
    let (sheet, mut own, mut boss, _) = start_interview(&app).await;
    assert_eq!(
        set_confirmation_pin(&app, &own.cookie, "E1", "12345").await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        set_confirmation_pin(&app, &own.cookie, "E1", "493817").await,
        StatusCode::OK
    );
    let key = proof_key(&app, &boss.cookie).await.into();
    let confirm = |boss: &mut Device, number: &str| {
        let made_on = boss.journal.sheet(&sheet).hash();
        let proof = proof_of(number, &sheet, &made_on, &key);
        boss.step_in(
            &sheet,
            Step::Agree,
            StepDetails {
                proof,
                ..signed_by("E1")
            },
        );
    };
    boss.step_in(&sheet, Step::Agree, signed_by("B1"));
    confirm(&mut boss, "000000");
    assert_eq!(boss.journal.sheet(&sheet).state, SheetState::Agreed);
    boss.exchange(&app).await;
    assert_eq!(tray(&boss)[0].0, Reason::BadValue);
    assert!(
        tray(&boss)[0]
            .1
            .contains("確認番号が違うか、まだ決められていません。あと4回")
    );
    assert_eq!(boss.journal.sheet(&sheet).state, SheetState::Draft);
    confirm(&mut boss, "493817");
    boss.exchange(&app).await;
    own.exchange(&app).await;
    assert_eq!(own.journal.sheet(&sheet).state, SheetState::Agreed);
    // The PIN is nowhere in the journal of the 所属長's browser.
    let kept = format!("{:?}", boss.journal);
    assert!(!kept.contains("493817"));
}

#[tokio::test]
async fn a_confirmation_pin_is_blocked_after_five_wrong_tries() {
    let app = TestApp::start().await;
    let (sheet, own, mut boss, _) = start_interview(&app).await;
    set_confirmation_pin(&app, &own.cookie, "E1", "493817").await;
    let key = proof_key(&app, &boss.cookie).await.into();
    for number in ["111111", "222222", "333333", "444444", "555555", "493817"] {
        let made_on = boss.journal.sheet(&sheet).hash();
        let proof = proof_of(number, &sheet, &made_on, &key);
        boss.step_in(
            &sheet,
            Step::Agree,
            StepDetails {
                proof,
                ..signed_by("E1")
            },
        );
        boss.exchange(&app).await;
    }
    let last = tray(&boss).pop().unwrap().1;
    assert!(last.contains("決め直してください"), "{last}");
    // A confirmation in another person's name without their PIN is rejected too.
    boss.step_in(&sheet, Step::Agree, signed_by("E1"));
    boss.exchange(&app).await;
    assert_eq!(tray(&boss).len(), 7);
}

/// Exports the device's journal and imports it on another device of the same person.
fn transferred(from: &mut Device, name: &str) -> Device {
    let mut to = Device::new(&from.person.clone(), name, &from.cookie.clone());
    let (parcel, _) = from.journal.export();
    to.journal.import(parcel).unwrap();
    to
}

#[tokio::test]
async fn pending_facts_of_a_supervisor_can_be_transferred_to_another_device() {
    let app = TestApp::start().await;
    let (sheet, mut own, mut boss, form) = start_interview(&app).await;
    boss.answer_in(
        &sheet,
        &item(&form, "agreed_goals"),
        json!("庁舎の外で書いた目標"),
    )
    .unwrap();
    let mut laptop = transferred(&mut boss, "laptop");
    laptop.exchange(&app).await;
    assert_eq!(
        (laptop.journal.n_local_only(), tray(&laptop)),
        (0, Vec::new())
    );
    own.exchange(&app).await;
    let goals = own.journal.sheet(&sheet);
    let goals = goals.value(&"agreed_goals".into());
    assert_eq!(goals, Some(&json!("庁舎の外で書いた目標")));
    boss.exchange(&app).await;
    assert_eq!(boss.journal.n_local_only(), 0);
}

#[tokio::test]
async fn importing_a_file_pushes_only_the_importers_own_facts() {
    let app = TestApp::start().await;
    let (sheet, mut own, _, form) = start_interview(&app).await;
    own.answer_in(
        &sheet,
        &item(&form, "employee_comment"),
        json!("自宅で続ける"),
    )
    .unwrap();
    let mut home = transferred(&mut own, "home");
    home.exchange(&app).await;
    own.exchange(&app).await;
    assert_eq!((home.journal.n_local_only(), tray(&home)), (0, Vec::new()));
    assert_eq!(home.journal.sheet(&sheet), own.journal.sheet(&sheet));
}

/// A 確認番号 for the whole sheet, as a browser encrypts it.
fn proof_of(
    number: &str,
    sheet: &SheetId,
    made_on: &SheetHash,
    key: &BoxPublicKey,
) -> EncryptedPin {
    let confirmed = ConfirmedPart {
        sheet,
        part: &PartId::default(),
        made_on,
    };
    encrypt(number, &confirmed, key, [5; 32]).unwrap()
}

/// B3: a confirmation that was given is not good for another one, however its letters are written.
#[tokio::test]
async fn a_confirmation_is_accepted_once() {
    let app = TestApp::start().await;
    let (sheet, own, mut boss, _) = start_interview(&app).await;
    set_confirmation_pin(&app, &own.cookie, "E1", "493817").await;
    let key = proof_key(&app, &boss.cookie).await.into();
    let made_on = boss.journal.sheet(&sheet).hash();
    let proof = proof_of("493817", &sheet, &made_on, &key);
    let confirm = |boss: &mut Device, proof: &EncryptedPin| {
        let act = StepDetails {
            proof: proof.clone(),
            ..signed_by("E1")
        };
        boss.step_in(&sheet, Step::Agree, act);
    };
    boss.step_in(&sheet, Step::Agree, signed_by("B1"));
    confirm(&mut boss, &proof);
    boss.exchange(&app).await;
    assert_eq!(boss.journal.sheet(&sheet).state, SheetState::Agreed);
    boss.step_in(&sheet, Step::Reopen, StepDetails::default());
    boss.exchange(&app).await;
    assert_eq!(boss.journal.sheet(&sheet).state, SheetState::Draft);
    boss.step_in(&sheet, Step::Agree, signed_by("B1"));
    for replayed in [proof.clone(), EncryptedPin(proof.as_str().to_uppercase())] {
        confirm(&mut boss, &replayed);
        boss.exchange(&app).await;
        assert_eq!(boss.journal.sheet(&sheet).state, SheetState::Draft);
    }
    assert!(tray(&boss)[0].1.contains("すでに使われています"));
}

/// B4: wrong numbers count for the pair of people, and their owner is told.
#[tokio::test]
async fn the_owner_is_told_on_whose_device_a_wrong_number_was_given() {
    let app = TestApp::start().await;
    let (sheet, own, mut boss, _) = start_interview(&app).await;
    set_confirmation_pin(&app, &own.cookie, "E1", "493817").await;
    let key = proof_key(&app, &boss.cookie).await.into();
    let made_on = boss.journal.sheet(&sheet).hash();
    let proof = proof_of("111111", &sheet, &made_on, &key);
    let act = StepDetails {
        proof,
        ..signed_by("E1")
    };
    boss.step_in(&sheet, Step::Agree, act);
    boss.exchange(&app).await;
    let (_, told) = app.post("notices", Some(&own.cookie), &json!({})).await;
    let wrong = &told["wrong_confirmations"][0];
    assert_eq!(
        (&wrong["by"], &wrong["n"]),
        (&json!("区民課 桐野 ひかり"), &json!(1))
    );
    set_confirmation_pin(&app, &own.cookie, "E1", "493817").await;
    let (_, told) = app.post("notices", Some(&own.cookie), &json!({})).await;
    assert_eq!(told["wrong_confirmations"], json!([]));
}
