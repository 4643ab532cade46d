//! Who a sheet is shared with sends it back with a reason: its owner has it again, with every answer.

use crate::support::{Device, TestApp, edition_of};
use domain::calendar::Cycle;
use domain::fact::{FactBody, Reason, Step, StepDetails};
use domain::sheet::{SheetId, SheetState};
use serde_json::json;

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
E1,梅里 みどり,区民部,区民課,,2,事務,B1,
B1,桐野 ひかり,区民部,区民課,,5,事務,,
B2,楡川 はると,福祉部,福祉課,,5,福祉,,
P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課
D1,椿原 なつめ,企画政策部,情報政策課,,2,事務,,情報政策課
";

fn sheet_of(person: &str, form: &str) -> SheetId {
    SheetId {
        person: person.into(),
        instrument: form.into(),
        cycle: Cycle::in_year(2026)[0],
    }
}

async fn device(app: &TestApp, id: &str) -> Device {
    Device::new(id, &format!("{id}-device"), &app.sign_in(id).await)
}

/// E1 hands a career declaration in, shared as they chose.
async fn handed_in(app: &TestApp, own: &mut Device, scope: &str) -> SheetId {
    let sheet = sheet_of("E1", "career_declaration");
    let form = edition_of(app, &own.cookie, "career_declaration").await;
    for (id, value) in [("current_duties", "窓口の受付"), ("share_scope", scope)] {
        let item = form.item(&id.into()).unwrap();
        let _ = own.answer_in(&sheet, item, json!(value));
    }
    own.step_in(&sheet, Step::Submit, StepDetails::default());
    own.exchange(app).await;
    assert_eq!(own.journal.n_local_only(), 0);
    sheet
}

/// A step on what the owner has sent, by somebody else; why it was refused.
async fn step(
    app: &TestApp,
    by: &mut Device,
    own: &Device,
    (sheet, step): (&SheetId, Step),
    note: &str,
) -> Option<Reason> {
    let body = FactBody::Step {
        step,
        made_on: own.journal.sheet(sheet).hash(),
        act: StepDetails {
            note: note.to_owned(),
            by: (step == Step::Agree).then(|| by.person.as_str().into()),
            ..StepDetails::default()
        },
    };
    let before = by.journal.tray().count();
    let stamp = by.next_stamp();
    by.journal.record_shown_step(sheet, body, stamp);
    by.exchange(app).await;
    by.journal.tray().nth(before).map(|it| it.reason)
}

#[tokio::test]
async fn a_reader_sends_a_declaration_back_and_its_owner_hands_it_in_again() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(crate::support::NOW)).await;
    let mut own = device(&app, "E1").await;
    let mut office = device(&app, "P1").await;
    let mut boss = device(&app, "B1").await;
    let sheet = handed_in(&app, &mut own, "supervisor_and_personnel").await;
    let send_back = (&sheet, Step::Return);
    let empty = step(&app, &mut office, &own, send_back, " ").await;
    assert_eq!(empty, Some(Reason::BadValue));
    let why = "希望の時期を書いてください";
    assert_eq!(step(&app, &mut office, &own, send_back, why).await, None);
    own.exchange(&app).await;
    let returned = own.journal.sheet(&sheet);
    assert_eq!(
        (returned.state, returned.reason.as_str()),
        (SheetState::Returned, why)
    );
    let duties = returned.value(&"current_duties".into());
    assert_eq!(duties, Some(&json!("窓口の受付")));
    // It is the owner's alone until it is handed in again; a second return has nothing to return.
    let again = step(&app, &mut boss, &own, send_back, "もう一度").await;
    assert_eq!(again, Some(Reason::NotYours));
    own.step_in(&sheet, Step::Submit, StepDetails::default());
    own.exchange(&app).await;
    assert_eq!(own.journal.sheet(&sheet).state, SheetState::Submitted);
    assert_eq!(
        step(&app, &mut boss, &own, send_back, "もう一度").await,
        None
    );
}

#[tokio::test]
async fn nobody_sends_back_what_is_not_shared_with_them() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(crate::support::NOW)).await;
    let mut own = device(&app, "E1").await;
    let mut others = Vec::new();
    for id in ["B1", "B2", "D1"] {
        others.push(device(&app, id).await);
    }
    let sheet = handed_in(&app, &mut own, "personnel_only").await;
    for other in &mut others {
        let refused = step(&app, other, &own, (&sheet, Step::Return), "理由").await;
        assert_eq!(refused, Some(Reason::NotYours), "{}", other.person);
    }
    // Whoever returns it does nothing else with it.
    let mut office = device(&app, "P1").await;
    for other in [
        Step::Agree,
        Step::Close,
        Step::Withdraw,
        Step::Reopen,
        Step::Submit,
    ] {
        let refused = step(&app, &mut office, &own, (&sheet, other), "理由").await;
        assert!(refused.is_some(), "{other:?}");
    }
    own.exchange(&app).await;
    assert_eq!(own.journal.sheet(&sheet).state, SheetState::Submitted);
}
