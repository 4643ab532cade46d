//! Choosing somebody by a few letters: what is typed seldom has the form that stands in the roster.

use crate::support::TestApp;
use api::personnel::{FOUND_PEOPLE, PersonFound};
use axum::http::StatusCode;
use serde_json::json;

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
E0001,髙橋 さくら,区民部,区民課,窓口係,2,事務,B0001,
E0002,高橋 一郎,福祉部,福祉課,相談係,1,福祉,B0001,
E0012,大髙 たけし,福祉部,福祉課,相談係,1,福祉,B0001,
B0001,桐野 ひかり,区民部,区民課,,5,事務,,
P0001,榎田 ゆう,総務部,職員課,,2,事務,,職員課
";

async fn found(app: &TestApp, cookie: &str, words: &str) -> Vec<PersonFound> {
    let (status, answer) = app
        .post("find_people", Some(cookie), &json!({ "words": words }))
        .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    serde_json::from_value(answer).unwrap()
}

fn ids(found: &[PersonFound]) -> Vec<&str> {
    let ids = found.iter().map(|it| it.person.id.as_str());
    ids.collect()
}

#[tokio::test]
async fn a_person_is_found_however_name_number_and_section_are_typed() {
    let app = TestApp::with_roster(ROSTER, server::clock::fixed(crate::support::NOW)).await;
    let office = app.sign_in("P0001").await;
    let cases: &[(&str, &[&str])] = &[
        // Either form of 高, with and without the space; whose name begins so comes first.
        ("高橋", &["E0001", "E0002"]),
        ("髙", &["E0001", "E0002", "E0012"]),
        ("高橋さくら", &["E0001"]),
        ("高橋　さくら", &["E0001"]),
        ("サクラ", &["E0001"]),
        // Full-width and small letters in a number.
        ("Ｅ０００２", &["E0002"]),
        ("e000", &["E0001", "E0002"]),
        // A section alone, and with a name in either order.
        ("福祉課", &["E0002", "E0012"]),
        ("福祉課 高橋", &["E0002"]),
        ("一郎 相談係", &["E0002"]),
        ("区民部", &["B0001", "E0001"]),
        // Nothing is not everybody, nor is a sign of a pattern.
        ("", &[]),
        ("　", &[]),
        ("%", &[]),
        ("_", &[]),
        ("高橋 職員課", &[]),
    ];
    for (words, expected) in cases {
        assert_eq!(
            &ids(&found(&app, &office, words).await),
            expected,
            "{words}"
        );
    }
    let [boss] = &found(&app, &office, "桐野").await[..] else {
        panic!("one person");
    };
    assert!(boss.is_supervisor);
    assert_eq!(boss.org.section, "区民課");
}

#[tokio::test]
async fn a_list_to_choose_from_is_short() {
    let many = (100..200).map(|n| format!("E0{n},佐藤 {n}番,区民部,区民課,,1,事務,B0001,\n"));
    let roster = std::iter::once(ROSTER.to_owned()).chain(many);
    let roster: String = roster.collect();
    let app = TestApp::with_roster(&roster, server::clock::fixed(crate::support::NOW)).await;
    let office = app.sign_in("P0001").await;
    let found = found(&app, &office, "佐藤").await;
    assert_eq!(found.len(), FOUND_PEOPLE);
    assert_eq!(found[0].person.id.as_str(), "E0100");
}
