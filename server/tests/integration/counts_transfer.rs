//! Transfer of a fair's counts to another instance: export, preview, import, and the rejection of invalid files.

use crate::support::{NOW, TestApp};
use axum::http::StatusCode;
use domain::fair::{CountsTransfer, Event, EventCounts, OptionCount};
use serde_json::json;
use server::db::{Database, Location};
use server::fair::counts_transfer::{CountsFileError, export, import, preview, read};
use server::keys::ServerKeys;
use std::path::{Path, PathBuf};

const ROSTER: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
R1,桐野 ひかり,総務部,職員課,,2,事務,,採用担当
";

fn database(app: &TestApp) -> &Location {
    &app.state.database().location
}

fn handed() -> CountsTransfer {
    let count = |id: &str, n| OptionCount {
        id: id.to_owned(),
        n,
    };
    CountsTransfer {
        schema: 1,
        event: Event {
            id: "ABCD2345".into(),
            name: "合同説明会".to_owned(),
            place: "ホール".to_owned(),
            first_day: "2026-11-23".into(),
            last_day: "2026-11-24".into(),
            quiz: "1-0123".into(),
            ..Event::default()
        },
        counts: EventCounts {
            visitors: Some(12),
            types: vec![
                count("pioneer", Some(7)),
                count("bridge", None),
                count("learner", Some(0)),
            ],
            ..EventCounts::default()
        },
    }
}

/// Writes a file signed with a new database's key; returns its path and the public key.
async fn write_signed(folder: &Path, handed: &CountsTransfer) -> (PathBuf, String) {
    let database = Database::open(&folder.join("fair.db").as_path().into())
        .await
        .unwrap();
    let seal = ServerKeys::load(&database).await.unwrap();
    let body = serde_json::to_string(handed).unwrap();
    let signature = seal.sign_text(&format!("michishirube fair counts 1\n{body}"));
    let file = folder.join("counts.json");
    let text = json!({"body": body, "key": seal.public(), "signature": signature});
    std::fs::write(&file, text.to_string()).unwrap();
    (file, seal.public())
}

#[tokio::test]
async fn counts_are_exported_previewed_and_imported_idempotently() {
    let fair = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let cookie = fair.sign_in("R1").await;
    let new = json!({
        "name": "合同説明会", "place": "ホール", "first_day": "2026-11-23", "last_day": "2026-11-24", "survey": true,
        "keep_days": 30
    });
    let (_, all) = fair
        .post("fair_new_event", Some(&cookie), &json!({"new": new}))
        .await;
    let id = all[0]["id"].as_str().unwrap().to_owned();
    for _ in 0..6 {
        let visit = json!({"event": id, "day": "2026-11-23", "types": ["pioneer"], "wishes": []});
        let number = hex::encode(rand::random::<[u8; 16]>());
        fair.post(
            "fair_visit",
            None,
            &json!({"number": number, "visit": visit}),
        )
        .await;
    }
    let file = fair.folder.path().join("counts.json");
    let early = export(
        database(&fair),
        &id.clone().into(),
        &file,
        server::clock::fixed(NOW),
    )
    .await;
    assert!(early.is_err(), "some of an open event still wait");
    let body = json!({"event": id, "note": ""});
    fair.post("fair_close", Some(&cookie), &body).await;
    let key = export(
        database(&fair),
        &id.clone().into(),
        &file,
        server::clock::fixed(NOW),
    )
    .await
    .unwrap();
    assert!(
        export(
            database(&fair),
            &id.clone().into(),
            &file,
            server::clock::fixed(NOW)
        )
        .await
        .is_err(),
        "never over another"
    );

    let staff = TestApp::with_roster(ROSTER, server::clock::fixed(NOW)).await;
    let taken = read(&file, &key).unwrap();
    let said = preview(database(&staff), &taken).await.unwrap();
    assert!(
        said.contains("合同説明会") && said.contains("6人") && said.contains("新しく"),
        "{said}"
    );
    let cookie = staff.sign_in("R1").await;
    let events = async || staff.post("fair_events", Some(&cookie), &json!({})).await.1;
    assert_eq!(events().await, json!([]), "looking changes nothing");
    for _ in 0..2 {
        import(database(&staff), &taken, &key, NOW).await.unwrap();
    }
    assert_eq!(events().await.as_array().map(Vec::len), Some(1));
    assert!(
        preview(database(&staff), &taken)
            .await
            .unwrap()
            .contains("置き換え")
    );
    let (status, counts) = staff
        .post("fair_counts", Some(&cookie), &json!({"event": id}))
        .await;
    assert_eq!((status, &counts["visitors"]), (StatusCode::OK, &json!(6)));
    let (status, _) = staff
        .post("fair_book", Some(&cookie), &json!({"event": id}))
        .await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_file_with_a_changed_body_or_another_key_is_rejected() {
    let folder = crate::support::tempdir().unwrap();
    let (file, key) = write_signed(folder.path(), &handed()).await;
    assert_eq!(read(&file, &key).unwrap(), handed());
    assert!(matches!(
        read(&file, &"00".repeat(32)),
        Err(CountsFileError::Key)
    ));
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace(":12", ":13")).unwrap();
    assert!(matches!(read(&file, &key), Err(CountsFileError::Signature)));
    std::fs::write(&file, "{").unwrap();
    assert!(matches!(
        read(&file, &key),
        Err(CountsFileError::Unreadable(_))
    ));
    std::fs::write(&file, vec![b' '; (1 << 20) + 1]).unwrap();
    assert!(matches!(
        read(&file, &key),
        Err(CountsFileError::Unreadable(_))
    ));
}

#[tokio::test]
async fn the_content_of_a_correctly_signed_file_is_still_validated() {
    let change = |edit: fn(&mut CountsTransfer)| {
        let mut it = handed();
        edit(&mut it);
        it
    };
    let wrong = [
        change(|it| it.schema = 2),
        change(|it| it.event.name = "=HYPERLINK(1)".to_owned()),
        change(|it| it.event.place = "+1+1".to_owned()),
        change(|it| it.event.place = "@x".to_owned()),
        change(|it| it.event.name = "-1+1".to_owned()),
        change(|it| it.event.name = "x".repeat(61)),
        change(|it| it.event.id = "../x".into()),
        change(|it| it.event.last_day = "2026-11-22".into()),
        change(|it| it.counts.types[0].id = "=x".to_owned()),
        // Under five, or more than the number of visitors.
        change(|it| it.counts.types[0].n = Some(3)),
        change(|it| it.counts.types[0].n = Some(13)),
        change(|it| it.counts.visitors = Some(4)),
    ];
    for it in wrong {
        let folder = crate::support::tempdir().unwrap();
        let (file, key) = write_signed(folder.path(), &it).await;
        let found = read(&file, &key);
        assert!(
            matches!(
                found,
                Err(CountsFileError::Invalid(_) | CountsFileError::Schema(2))
            ),
            "{it:?}"
        );
    }
}
