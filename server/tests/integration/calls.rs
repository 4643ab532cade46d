//! The table of calls, walked: each call without a session, with each role, with another person's ids, and under the
//! name it had in the release before.

use crate::support::{Device, TestApp, call};
use api::access::{Access, Call, Handler};
use api::server::all_calls;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::person::Role;
use http_body_util::BodyExt;
use serde_json::{Value, json};

/// A request that decodes at every call, so that none answers 400 before it checks who is calling. `person` is the
/// person that the ids in it name.
pub fn request_for(name: &str, person: &str) -> Value {
    match name {
        "change_password" => json!({"current": "x", "new": "y"}),
        "content_pages" => json!({"known": ""}),
        "change_content_entry" => {
            json!({"page": "recruiting", "entry": "counter_work", "seen": 0, "change": {}})
        }
        "begin_trial" | "change_trial" => json!({
            "seq": 99, "version": 1, "text": {"title": "x", "state": "planned", "summary": "", "learnt": ""}
        }),
        "write_steering_note" => json!({
            "note": {"seq": 0, "text": "x", "next_meeting": "", "agenda": ""}
        }),
        "invite" => json!({"people": [person], "hours": 24}),
        "create_event" => {
            json!({"new": {
                "name": "x", "place": "", "first_day": "2026-11-23", "last_day": "2026-11-23", "survey": true,
                "keep_days": 30
            }})
        }
        "enrol_tablet" => json!({"new": {"code": "x", "name": "x", "key": "x"}}),
        "exchange" => {
            json!({"push": {"schema": 1, "device": "00000000-0000-4000-8000-000000000001", "epoch": null, "since": 0}})
        }
        "push_kiosk" | "import_kiosk_file" => {
            json!({"push": {"tablet": "x", "report": "{}", "signature": "00"}})
        }
        "submit_visit" => {
            json!({"number": null, "visit": {"event": "x", "day": "2026-11-23", "types": [], "wishes": []}})
        }
        "change_person" => json!({
            "person": person, "first_day": "2026-11-23", "reason": "x",
            "fields": [{"field": "job_type", "before": "x", "after": "y"}]
        }),
        "extend" | "remind" | "refuse_extension" => json!({
            "instrument": "self_scoring_sheet", "cycle": "2026-end", "people": [person], "person": person,
            "last_day": "2026-11-23"
        }),
        "set_cycle_days" => {
            json!({"instrument": "self_scoring_sheet", "cycle": "2026-end", "days": {}})
        }
        "name_second_reader" => {
            json!({"place": {"department": "x", "section": ""}, "reader": person})
        }
        "add_cycle_part" => json!({
            "instrument": "self_scoring_sheet", "cycle": "2026-end", "people": {"grade": 2}, "own": "not_asked"
        }),
        "preview_roster" | "import_roster" => json!({
            "file": "", "columns": [],
            "decision": {"digest": "", "accepted": [], "first_day": "2026-11-23", "file_name": "x"}
        }),
        "organisation" => json!({"day": "2026-11-23"}),
        "preview_reorganisation" | "reorganise" => json!({
            "plan": {
                "from": {"department": "x", "section": "x"}, "to": {"department": "y", "section": "x"},
                "first_day": "2026-11-23", "reason": ""
            },
            "digest": "x"
        }),
        "people_file" => json!({"filter": "{}"}),
        "add_person" => json!({
            "new": {
                "id": person, "name": "x", "org": {"department": "x", "section": "x"}, "grade": 1, "job_type": "",
                "supervisor": null
            },
            "reason": ""
        }),
        _ if measure_request(name, person).is_some() => {
            measure_request(name, person).unwrap_or_default()
        }
        _ => json!({
            "login": person, "password": "x", "number": "864209", "instrument": "self_scoring_sheet", "known": null,
            "cycle": "2026-end", "year": 2026, "up_to": 99,
            "sheet": {"person": person, "instrument": "self_scoring_sheet", "cycle": "2026-end"},
            "eyes": "personnel", "person": person, "supervisor": person, "deputy": person,
            "first_day": "2026-11-23", "last_day": "2026-11-23", "seq": 99, "open": true, "years": 5, "question": "q1",
            "code": "x", "new": "x", "reason": "x",
            "hand_on": true, "minutes": 60, "id": "x", "device": null, "account": person, "from": 0, "to": 1,
            "search": {}, "retired": true, "file": "", "event": "ABCD2345", "note": "", "tablet": "x",
            "preferences": {}, "words": "x",
        }),
    }
}

/// Requests of the calls about role models, grants and people who wait for their first day, and of the audit trail.
fn measure_request(name: &str, person: &str) -> Option<Value> {
    Some(match name {
        "agree_to_role_model" | "ask_role_model" => json!({
            "person": person, "version": 1, "last_day": "2026-12-23",
            "text": {"shown_as": "x", "kinds": ["other"], "headline": "x", "story": "x"}
        }),
        "set_grant_budgets" => {
            json!({"year": 2026, "budgets": [{"kind": "ojt_subsidy", "yen": 100_000}]})
        }
        "decide_grant" => json!({
            "year": 2026,
            "decision": {
                "subject": {"person": person, "kind": "x", "what": "x", "from": "", "amount": "", "copy": 1},
                "granted": 1, "note": ""
            }
        }),
        "ask_before_joining" => json!({"question": {
            "code": "ABCD2345", "number": "0".repeat(20), "words": "x"
        }}),
        "own_joining_question" | "withdraw_joining_question" => json!({"number": "0".repeat(20)}),
        "renew_joining_code" | "move_joining_code" => json!({"until": "2026-12-23"}),
        "answer_joining_question" | "delete_joining_question" => {
            json!({"seq": 99, "seen": null, "words": "x"})
        }
        "form_to_write" | "form_editions" => json!({"instrument": "goal_sheet"}),
        "read_xlsform" => json!({"file": ""}),
        "form_edition" => json!({"instrument": "goal_sheet", "version": 1}),
        "save_form_draft" => json!({"instrument": "x_form", "seen": 0, "source": {}}),
        "drop_form_draft" | "publish_form" => json!({"instrument": "x_form", "seen": 99}),
        "settle_roster_doubt" => json!({"seq": 99}),
        "audit_trail" => json!({"account": person, "side": "about", "before": null}),
        "answer_talk" => json!({"seq": 99, "seen": null, "state": "arranged", "words": "x"}),
        _ => return None,
    })
}

/// The request of a call under one of its names.
pub fn request(it: &Call, name: &str, cookie: Option<&str>, person: &str) -> Request<Body> {
    let body = request_for(it.name, person);
    if matches!(it.handler, Handler::Json(_)) {
        return call(name, cookie, &body);
    }
    let query = ["instrument", "cycle", "event", "filter"];
    let query = query.map(|it| Some(format!("{it}={}", body[it].as_str()?)));
    let query: Vec<String> = query.into_iter().flatten().collect();
    let mut request = Request::get(format!("/api/v1/{name}?{}", query.join("&")));
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::empty()).unwrap()
}

async fn ward() -> TestApp {
    let roster = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割
E1,梅里 みどり,区民部,区民課,窓口係,2,事務,B1,
E2,柏谷 そら,区民部,区民課,窓口係,1,事務,,
B1,桐野 ひかり,区民部,区民課,,5,事務,,
P1,榎田 ゆう,総務部,職員課,,2,事務,,職員課
D1,椿原 なつめ,企画政策部,情報政策課,,2,事務,,情報政策課
R1,楡川 あおい,総務部,職員課,,2,事務,,採用担当
A1,椎名 かなで,総務部,情報システム課,,2,事務,,システム管理
";
    TestApp::with_roster(roster, server::clock::fixed(crate::support::NOW)).await
}

#[tokio::test]
async fn only_calls_for_anyone_answer_without_a_session() {
    let app = ward().await;
    for it in all_calls() {
        for name in std::iter::once(it.name).chain(it.was) {
            let status = app.send(request(it, name, None, "E1")).await.status();
            let is_unauthorized = status == StatusCode::UNAUTHORIZED;
            // A wrong password or code is an answer of its own.
            let is_open =
                it.access == Access::Anyone && !["sign_in", "reset_password"].contains(&it.name);
            assert_eq!(is_unauthorized, !is_open, "{name}: {status}");
        }
    }
}

#[tokio::test]
async fn a_call_is_forbidden_to_exactly_the_roles_that_it_does_not_declare() {
    let app = ward().await;
    let people = [
        ("E1", None),
        ("B1", None),
        ("P1", Some(Role::Personnel)),
        ("D1", Some(Role::Digital)),
        ("R1", Some(Role::Recruiter)),
        ("A1", Some(Role::Administrator)),
    ];
    for (id, role) in people {
        let cookie = app.sign_in(id).await;
        for it in
            all_calls().filter(|it| !["sign_in", "sign_out", "change_password"].contains(&it.name))
        {
            let status = app
                .send(request(it, it.name, Some(&cookie), id))
                .await
                .status();
            let may = match it.access {
                Access::Roles(roles) => role.is_some_and(|it| roles.contains(&it)),
                _ => true,
            };
            // 情報政策課 sees forms of digital skills only, which this one is not.
            let is_narrowed = role == Some(Role::Digital)
                && ["progress", "overview", "training", "skills_workbook"].contains(&it.name);
            // システム管理 changes accounts, and nothing else of a person.
            let is_record = role == Some(Role::Administrator) && it.name == "change_person";
            let is_refused = status == StatusCode::FORBIDDEN;
            assert_eq!(
                is_refused,
                !may || is_narrowed || is_record,
                "{id} {}: {status}",
                it.name
            );
        }
    }
}

#[tokio::test]
async fn another_persons_ids_bring_nothing_of_theirs() {
    const SECRET: &str = "まだだれにも見せていない文";
    let app = ward().await;
    let mut device = Device::new("E2", "office", &app.sign_in("E2").await);
    device.answer("evidence", json!(SECRET));
    device.exchange(&app).await;
    for id in ["E1", "B1", "R1", "A1"] {
        let cookie = app.sign_in(id).await;
        for it in
            all_calls().filter(|it| !["sign_in", "sign_out", "change_password"].contains(&it.name))
        {
            let answer = app.send(request(it, it.name, Some(&cookie), "E2")).await;
            let bytes = answer.into_body().collect().await.unwrap().to_bytes();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(SECRET), "{id} {}", it.name);
            // Whose account it is, システム管理 sees.
            let is_roster =
                ["people", "person", "end_sessions_of", "audit_trail"].contains(&it.name);
            let may = id == "A1" && is_roster;
            assert!(may || !text.contains("柏谷"), "{id} {}: {text}", it.name);
        }
    }
}

#[tokio::test]
async fn a_file_comes_by_get_with_its_name_and_under_the_earlier_name_as_json() {
    let app = ward().await;
    let cookie = app.sign_in("P1").await;
    let export = all_calls().find(|it| it.name == "export").unwrap();
    let answer = app
        .send(request(export, "export", Some(&cookie), "P1"))
        .await;
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    assert_eq!(
        header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"self_scoring_sheet-2026-end.csv\""
    );
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    let body = request_for("export", "P1");
    let (status, text) = app.post("export", Some(&cookie), &body).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(text.as_str().map(str::as_bytes), Some(&bytes[..]));
}

#[test]
fn no_two_calls_share_a_name() {
    let mut names: Vec<&str> = all_calls()
        .flat_map(|it| std::iter::once(it.name).chain(it.was))
        .collect();
    let n = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), n);
    assert!(all_calls().count() > 45);
}
