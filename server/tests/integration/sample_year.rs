//! The sample ward: its year and a half is lived through the program's own calls, and every page has something on it.

use crate::support::{place, sql, tempdir};
use domain::ids::Day;
use domain::timestamp::Timestamp;
use server::app_state::AppState;
use server::clock;
use server::sample::{Sample, fill};
use std::time::Duration;

/// Noon of a day in Japan.
fn noon(day: &str) -> Timestamp {
    Timestamp::of_day(&Day(day.to_owned())).unwrap() + Duration::from_hours(12)
}

async fn count(app: &AppState, text: &str) -> i64 {
    sql(text)
        .fetch_value(&app.database().readers)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_ward_in_its_eighth_month_has_something_of_everything_and_nothing_was_refused() {
    let folder = tempdir().unwrap();
    let location = place(folder.path()).await;
    let passwords = folder.path().join("passwords.csv");
    let clock = clock::fixed(noon("2026-11-30"));
    fill(&location, None, Sample::Year, &passwords, &clock)
        .await
        .unwrap();
    // Filled once: a second start leaves it as it is.
    fill(&location, None, Sample::Year, &passwords, &clock)
        .await
        .unwrap();
    let app = AppState::open(&location, None, clock).await.unwrap();
    assert_eq!(count(&app, "select count(*) from rejected_fact").await, 0);
    for (least, what) in [
        (
            100,
            "sheet where instrument = 'self_scoring_sheet' and cycle like '2025%' and state = 'submitted'",
        ),
        (
            50,
            "sheet where instrument = 'self_scoring_sheet' and cycle = '2026-start' and state = 'submitted'",
        ),
        (
            3,
            "sheet where instrument = 'self_scoring_sheet' and cycle = '2026-mid' and state = 'draft'",
        ),
        (
            30,
            "sheet where instrument = 'career_declaration' and cycle = '2026-start' and state = 'submitted'",
        ),
        (
            40,
            "sheet where instrument = 'goal_sheet' and cycle = '2026-start' and state = 'agreed'",
        ),
        (
            1,
            "sheet where instrument = 'goal_sheet' and cycle = '2026-start' and state = 'returned'",
        ),
        (
            1,
            "sheet where instrument = 'goal_sheet' and cycle = '2026-start' and state = 'submitted'",
        ),
        (
            20,
            "sheet where instrument = 'hearing_record' and cycle = '2026-start' and state = 'agreed'",
        ),
        (
            40,
            "sheet where instrument = 'dx_self_check' and cycle = '2026-start' and state = 'submitted'",
        ),
        (
            10,
            "sheet where instrument = 'literacy_test' and cycle = '2026-start'",
        ),
        (
            1,
            "sheet where instrument = 'guidance_record' and cycle = '2026-start'",
        ),
        (240, "fair_visit"),
        (3, "fair_event"),
        (
            2,
            "extension where asked_at is not null and decided_at is null",
        ),
        (2, "extension where last_day is not null"),
        (
            1,
            "extension where last_day is null and decided_at is not null",
        ),
        (1, "device where id like 'sample-home-%'"),
        (
            5,
            "person_change where import is not null and made_at is null",
        ),
        (1, "second_reader"),
        (10, "cycle_part_person"),
        (2, "reminder"),
        (1, "deputy"),
        (3, "person_change where not is_joining"),
        (8, "publication"),
    ] {
        let n = count(&app, &format!("select count(*) from {what}")).await;
        assert!(n >= least, "{n} {what}");
    }
    // Nobody has to change a password, and everybody has the same.
    assert_eq!(
        count(
            &app,
            "select count(*) from account where must_change_password"
        )
        .await,
        0
    );
    let same = "select count(distinct password_hash) from account";
    assert_eq!(count(&app, same).await, 1);
}

#[tokio::test]
async fn a_ward_in_its_first_days_of_a_year_has_the_last_one() {
    let folder = tempdir().unwrap();
    let location = place(folder.path()).await;
    let passwords = folder.path().join("passwords.csv");
    let clock = clock::fixed(noon("2028-04-03"));
    fill(&location, None, Sample::Year, &passwords, &clock)
        .await
        .unwrap();
    let app = AppState::open(&location, None, clock).await.unwrap();
    assert_eq!(count(&app, "select count(*) from rejected_fact").await, 0);
    let handed_in = "select count(*) from sheet where cycle like '2027%' and state = 'submitted'";
    assert!(count(&app, handed_in).await > 150);
}
