//! Two people edit one record in random order, online and offline: both devices converge, and a confirmed record does
//! not change unless it is reopened.

use super::fixtures::*;
use crate::support::{Device, TestApp};
use domain::fact::{Step, StepDetails};
use domain::instrument::Edition;
use domain::sheet::{Sheet, SheetId};
use serde_json::json;

/// The values of the record if both have confirmed it.
fn agreed(sheet: &Sheet) -> Option<Vec<String>> {
    sheet.is_agreed(&domain::ids::PartId::default()).then(|| {
        let said = sheet
            .values()
            .map(|(item, value)| format!("{item} {value}"));
        said.collect()
    })
}

struct Interleaving {
    sheet: SheetId,
    form: Edition,
    dice: fastrand::Rng,
    /// The confirmed values on the server at the last check, with the number of reopenings then.
    agreed: Option<(u32, Vec<String>)>,
}

impl Interleaving {
    /// One of the two edits, confirms, reopens or exchanges.
    async fn random_action(&mut self, app: &TestApp, who: &mut Device, n: usize) {
        match self.dice.u8(..10) {
            0..3 => {
                let id = ["agreed_goals", "role_expectation", "next_actions"][self.dice.usize(..3)];
                let value = match id {
                    "next_actions" => json!([{"what": format!("{n}")}]),
                    _ => json!(format!("{n}")),
                };
                let _ = who.answer_in(&self.sheet, &item(&self.form, id), value);
            }
            3..6 => {
                if self.dice.u8(..3) > 0 {
                    who.exchange(app).await;
                }
                let person = who.person.clone();
                let minted = who.next_stamp();
                let _ =
                    who.journal
                        .record_step(&self.sheet, Step::Agree, signed_by(&person), minted);
            }
            6 => {
                let minted = who.next_stamp();
                let _ = who.journal.record_step(
                    &self.sheet,
                    Step::Reopen,
                    StepDetails::default(),
                    minted,
                );
            }
            _ => who.exchange(app).await,
        }
    }

    /// A confirmed record must not change until it is reopened.
    fn check_agreed(&mut self, says: &Sheet) {
        if let Some((reopened, before)) = &self.agreed
            && says.reopened == *reopened
        {
            assert_eq!(agreed(says).as_ref(), Some(before));
        }
        self.agreed = agreed(says).map(|it| (says.reopened, it));
    }
}

#[tokio::test]
async fn in_any_order_both_devices_converge_and_a_confirmed_record_changes_only_after_reopening() {
    let mut n_agreed = 0;
    for seed in 0..6 {
        let app = TestApp::start().await;
        let sheet = sheet_of("E1", "hearing_record", 1);
        let mut own = device(&app, "E1", "own").await;
        let mut boss = device(&app, "B1", "boss").await;
        let form = edition(&app, &own.cookie, "hearing_record").await;
        check_out(&app, &mut boss, &sheet).await;
        let dice = fastrand::Rng::with_seed(seed);
        let mut talk = Interleaving {
            sheet,
            form,
            dice,
            agreed: None,
        };
        // The witness only pulls: its sheet is what the server has.
        let mut witness = Device::new("E1", "witness", &own.cookie);
        for n in 0..120 {
            let who = if talk.dice.bool() {
                &mut own
            } else {
                &mut boss
            };
            talk.random_action(&app, who, n).await;
            witness.exchange(&app).await;
            let says = witness.journal.sheet(&talk.sheet);
            talk.check_agreed(&says);
            n_agreed += usize::from(talk.agreed.is_some());
        }
        for _ in 0..2 {
            own.exchange(&app).await;
            boss.exchange(&app).await;
        }
        witness.exchange(&app).await;
        let says = witness.journal.sheet(&talk.sheet);
        assert_eq!(own.journal.sheet(&talk.sheet), says, "seed {seed}");
        assert_eq!(boss.journal.sheet(&talk.sheet), says, "seed {seed}");
        assert_eq!(own.journal.n_pending() + boss.journal.n_pending(), 0);
    }
    assert!(n_agreed > 20, "the two agree often enough: {n_agreed}");
}
