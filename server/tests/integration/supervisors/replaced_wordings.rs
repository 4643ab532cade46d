//! What one of two people has replaced reaches the other no more, and both still have the same sheet.

use super::fixtures::*;
use crate::support::{Device, TestApp};
use serde_json::json;

#[tokio::test]
async fn a_wording_that_its_author_has_replaced_leaves_the_server_to_nobody_else() {
    let app = TestApp::start().await;
    let (sheet, own, mut boss, form) = start_interview(&app).await;
    let goals = item(&form, "agreed_goals");
    for wording in ["初めの言い方", "言い直した言い方"] {
        boss.answer_in(&sheet, &goals, json!(wording)).unwrap();
        boss.exchange(&app).await;
    }
    let mut fresh = Device::new("E1", "fresh", &own.cookie);
    fresh.exchange(&app).await;
    let held = format!("{:?}", fresh.journal);
    assert!(held.contains("言い直した言い方") && !held.contains("初めの言い方"));
    let (theirs, ours) = (boss.journal.sheet(&sheet), fresh.journal.sheet(&sheet));
    assert_eq!(theirs.hash(), ours.hash());
    // The checksum covers what is withheld, by its digest.
    let up_to = json!({"up_to": fresh.journal.meta.since});
    let (_, there) = app.post("log_checksum", Some(&own.cookie), &up_to).await;
    assert_eq!(json!(fresh.journal.checksum()), there);
    // A checkout withholds, too; its author's own device has all.
    let mut again = Device::new("B1", "again", &boss.cookie);
    check_out(&app, &mut again, &sheet).await;
    assert!(format!("{:?}", again.journal).contains("初めの言い方"));
}
