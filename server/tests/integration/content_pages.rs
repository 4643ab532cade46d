//! The content pages: everybody has all of them, 職員課 changes an entry, and nobody's change overwrites another's.

use crate::support::{Days, NOW, ROSTER, TestApp, json_of, place, sign_in_again, sql, tempdir};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::content_page::{ContentPage, PicturePart};
use serde_json::{Value, json};
use server::app_state::AppState;
use server::clock::fixed;
use std::collections::BTreeSet;

async fn pages(app: &TestApp, cookie: &str, known: &str) -> Value {
    let body = json!({ "known": known });
    let (status, answer) = app.post("content_pages", Some(cookie), &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer
}

fn entry<'a>(pages: &'a Value, id: &str) -> Option<&'a Value> {
    let all = pages["pages"].as_array()?.iter();
    let sections = all.flat_map(|it| it["sections"].as_array().into_iter().flatten());
    let mut entries = sections.flat_map(|it| it["entries"].as_array().into_iter().flatten());
    entries.find(|it| it["id"] == id)
}

fn change(seen: i64, text: &str, hidden: bool) -> Value {
    json!({
        "page": "support", "entry": "counsellor", "seen": seen,
        "change": {
            "text": {"ja": text, "en": "", "easy": ""}, "is_hidden": hidden,
            "contact": {"who": "相談員", "phone": "内線 2191", "check_by": "2026-12-01"},
        },
    })
}

async fn set(app: &TestApp, cookie: &str, body: &Value) -> (StatusCode, Value) {
    app.post("change_content_entry", Some(cookie), body).await
}

#[tokio::test]
async fn a_changed_entry_reaches_everybody_once_and_its_published_text_comes_back() {
    let app = TestApp::start().await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    let before = pages(&app, &own, "").await;
    let published = entry(&before, "counsellor").unwrap().clone();
    // What a browser has is not sent again.
    let tag = before["tag"].as_str().unwrap();
    assert_eq!(pages(&app, &own, tag).await, Value::Null);
    let (status, answer) = set(&app, &office, &change(0, "予約は要りません。", false)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let after = pages(&app, &own, tag).await;
    let changed = entry(&after, "counsellor").unwrap();
    assert_eq!(changed["text"]["ja"], "予約は要りません。");
    assert_eq!(changed["contact_details"]["phone"], "内線 2191");
    assert_eq!(
        changed["words"], published["words"],
        "the official name stays"
    );
    let seen = changed["changed"].as_i64().unwrap();
    let contact = json!({"phone": "内線 2191"});
    let back = json!({"page": "support", "entry": "counsellor", "seen": seen, "change": {"contact": contact}});
    let (status, answer) = set(&app, &office, &back).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let again = entry(&answer, "counsellor").unwrap();
    assert_eq!(again["text"], published["text"]);
    assert_eq!(
        again["contact_details"]["phone"], "内線 2191",
        "the contact stays"
    );
    assert_eq!(again["is_rewritten"], Value::Null);
    // Going back is a change as any other: who did not see it is told.
    assert_eq!(set(&app, &office, &back).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn who_changes_what_somebody_else_changed_meanwhile_is_told_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let (_, first) = set(&app, &office, &change(0, "一人目の文", false)).await;
    let (status, _) = set(&app, &office, &change(0, "二人目の文", false)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let kept = pages(&app, &office, "").await;
    assert_eq!(entry(&kept, "counsellor"), entry(&first, "counsellor"));
    let seen = entry(&kept, "counsellor").unwrap()["changed"]
        .as_i64()
        .unwrap();
    let (status, _) = set(&app, &office, &change(seen, "二人目の文", false)).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_hidden_entry_is_sent_to_the_personnel_office_only() {
    let roster = format!("{ROSTER}R1,松風 ほまれ,総務部,職員課,,2,事務,,採用担当\n");
    let app = TestApp::with_roster(&roster, fixed(NOW)).await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    set(&app, &office, &change(0, "準備中です。", true)).await;
    assert!(entry(&pages(&app, &own, "").await, "counsellor").is_none());
    let recruiter = app.sign_in("R1").await;
    assert!(entry(&pages(&app, &recruiter, "").await, "counsellor").is_none());
    let seen = pages(&app, &office, "").await;
    assert_eq!(entry(&seen, "counsellor").unwrap()["is_hidden"], true);
}

#[tokio::test]
async fn only_the_personnel_office_changes_pages_and_only_what_is_there_and_readable() {
    let app = TestApp::start().await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    let (status, _) = set(&app, &own, &change(0, "いたずら", false)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, answer) = set(&app, &office, &change(0, "　", false)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["message"], "日本語の説明を書いてください。");
    let (status, _) = set(&app, &office, &change(0, &"あ".repeat(2_001), false)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let mut other = change(0, "文", false);
    other["entry"] = json!("no_such");
    assert_eq!(set(&app, &office, &other).await.0, StatusCode::NOT_FOUND);
    let untouched = pages(&app, &own, "").await;
    assert!(entry(&untouched, "counsellor").unwrap()["changed"].is_null());
}

#[tokio::test]
async fn the_desk_counts_contacts_that_are_missing_or_were_to_be_checked() {
    let days = Days::default();
    let app = TestApp::with_roster(ROSTER, days.clock()).await;
    let office = app.sign_in("P1").await;
    let count = |answer: Value| answer["contacts"].as_u64().unwrap();
    let desk = async |cookie: &str| {
        let (_, answer) = app.post("office_desk", Some(cookie), &json!({})).await;
        count(answer)
    };
    let all = desk(&office).await;
    assert!(all > 5, "{all}");
    set(&app, &office, &change(0, "予約は要りません。", false)).await;
    assert_eq!(desk(&office).await, all - 1);
    // It was to be checked by 1 December.
    days.set(9);
    let office = sign_in_again(&app, "P1").await;
    assert_eq!(desk(&office).await, all);
}

#[tokio::test]
async fn reading_leaves_no_trace_and_changing_does() {
    let app = TestApp::start().await;
    let office = app.sign_in("P1").await;
    let acts = async || -> Vec<String> {
        let acts = sql("select act from audit_log order by seq");
        acts.fetch_values(&app.state.database().readers)
            .await
            .unwrap()
    };
    let before = acts().await;
    pages(&app, &office, "").await;
    assert_eq!(acts().await, before);
    set(&app, &office, &change(0, "予約は要りません。", false)).await;
    assert_eq!(acts().await.last().unwrap(), "content_changed");
}

/// The deadline of a request, and what to do when somebody is hard: the ward's own, beside what the policy says.
#[tokio::test]
async fn lines_and_steps_are_the_wards_own_until_they_are_given_back() {
    let app = TestApp::start().await;
    let (office, own) = (app.sign_in("P1").await, app.sign_in("E1").await);
    let of = async |id: &str| entry(&pages(&app, &own, "").await, id).unwrap().clone();
    let published = of("customer_harassment").await;
    let mut details = published["details"].clone();
    let line = json!({
        "words": {"ja": "いつまでに", "en": ""}, "text": {"ja": "5月10日まで"}, "official": true
    });
    details.as_array_mut().unwrap().push(line);
    let steps = json!([{"ja": "係長を呼びます。", "en": "Call the unit head.", "easy": ""}]);
    let body = |seen: &Value, change: Value| {
        let mut all = json!({"page": "support", "entry": "customer_harassment", "seen": seen});
        all["change"] = change;
        all
    };
    let change = json!({"text": published["text"], "details": details, "steps": steps});
    let (status, answer) = set(&app, &office, &body(&json!(0), change)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let changed = of("customer_harassment").await;
    assert_eq!(changed["steps"], steps);
    assert_eq!(changed["text"], published["text"]);
    let lines = changed["details"].as_array().unwrap();
    let last = lines.last().unwrap();
    assert_eq!(last["text"]["ja"], "5月10日まで");
    assert!(
        last.get("official").is_none(),
        "only the policy has its words"
    );
    let empty = json!({"steps": [{"ja": " "}]});
    let (status, _) = set(&app, &office, &body(&changed["changed"], empty)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, _) = set(&app, &office, &body(&changed["changed"], json!({}))).await;
    assert_eq!(status, StatusCode::OK);
    let back = of("customer_harassment").await;
    assert_eq!(
        (&back["details"], &back["steps"]),
        (&published["details"], &published["steps"])
    );
}

#[test]
fn every_built_in_entry_can_be_read_in_three_languages() {
    let texts = [
        include_str!("../../content/pages/policy.json"),
        include_str!("../../content/pages/support.json"),
        include_str!("../../content/pages/recruiting.json"),
    ];
    for text in texts {
        let page: ContentPage = serde_json::from_str(text).unwrap();
        for it in page.entries() {
            // The policy's own words stand as they are.
            let lines = it.details.iter().filter(|it| !it.official);
            let lines = lines.map(|it| &it.text);
            for text in it.steps.iter().chain([&it.text]).chain(lines) {
                let is_whole = [&text.ja, &text.en, &text.easy]
                    .iter()
                    .all(|it| !it.is_empty());
                assert!(is_whole, "{} {text:?}", it.id);
            }
        }
    }
}

#[test]
fn all_that_visitors_can_say_they_want_to_know_is_answered_on_the_page_for_candidates() {
    let quiz: Value =
        serde_json::from_str(include_str!("../../content/quiz/candidate_quiz.json")).unwrap();
    let questions = quiz["survey"]["questions"].as_array().unwrap();
    let topics = questions.iter().flat_map(|question| {
        let options = question["options"].as_array().into_iter().flatten();
        let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
        options.map(move |it| format!("{}/{}", id(question), id(it)))
    });
    let topics: BTreeSet<String> = topics.collect();
    let text = include_str!("../../content/pages/recruiting.json");
    let page: ContentPage = serde_json::from_str(text).unwrap();
    let answered: BTreeSet<String> = page.entries().flat_map(|it| it.answers.clone()).collect();
    let unknown: Vec<_> = answered.difference(&topics).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let open = topics.difference(&answered);
    let open: Vec<_> = open
        .filter(|it| it.starts_with("info/") || it.starts_with("jobs/"))
        .collect();
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_pictures_of_the_policy_have_all_their_parts() {
    let text = include_str!("../../content/pages/policy.json");
    let page: ContentPage = serde_json::from_str(text).unwrap();
    let n = |section: &str, part| page.section(section).map_or(0, |it| it.at(part).count());
    assert_eq!(n("frame", PicturePart::Pillar), 4);
    assert_eq!(n("frame", PicturePart::Foundation), 3);
    assert_eq!(n("career_stages", PicturePart::Stage), 6);
    assert_eq!(n("dx", PicturePart::Start), 4);
    assert_eq!(n("dx", PicturePart::Goal), 2);
}

#[tokio::test]
async fn a_ward_brings_its_own_pages_and_a_dead_link_or_a_page_left_out_is_refused_at_the_start() {
    let folder = tempdir().unwrap();
    let content = folder.path().join("forms");
    std::fs::create_dir_all(content.join("pages")).unwrap();
    for name in ["self_scoring_sheet", "career_declaration"] {
        let from = format!("{}/content/{name}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::copy(from, content.join(format!("{name}.json"))).unwrap();
    }
    let page = |to: &str| {
        json!({"id": "policy", "version": 1, "words": {"ja": "本市の方針"}, "sections": [{
            "id": "aims", "words": {"ja": "めざすもの"}, "entries": [{
                "id": "trust", "words": {"ja": "信頼"}, "text": {"ja": "約束を守ります。"},
                "links": [{"words": {"ja": "見る"}, "path": to}],
            }],
        }]})
    };
    let file = content.join("pages/policy.json");
    std::fs::write(&file, page("/support/none").to_string()).unwrap();
    let location = place(folder.path()).await;
    let refused = AppState::open(&location, Some(&content), fixed(NOW)).await;
    let why = refused.err().unwrap().to_string();
    assert!(
        why.contains("trust のリンク先 /support/none がありません"),
        "{why}"
    );
    assert!(why.contains("ページ recruiting がありません"), "{why}");
    std::fs::write(&file, page("/policy/aims#trust").to_string()).unwrap();
    for name in ["support", "recruiting"] {
        let none = json!({
            "id": name, "version": 1, "words": {"ja": "相談"},
            "lead": {"ja": "準備しています。"}, "sections": [],
        });
        let file = content.join(format!("pages/{name}.json"));
        std::fs::write(file, none.to_string()).unwrap();
    }
    assert!(
        AppState::open(&location, Some(&content), fixed(NOW))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn recruiters_keep_the_page_for_candidates_and_everybody_reads_it_without_signing_in() {
    let roster = format!("{ROSTER}R1,松風 ほまれ,総務部,職員課,,2,事務,,採用担当\n");
    let app = TestApp::with_roster(&roster, fixed(NOW)).await;
    let recruiter = app.sign_in("R1").await;
    let change = |page: &str, entry: &str, hidden: bool| {
        let text = json!({"ja": "窓口で待ち時間を短くする仕事です。", "en": "", "easy": ""});
        let change = json!({"text": text, "is_hidden": hidden});
        json!({"page": page, "entry": entry, "seen": 0, "change": change})
    };
    let (status, _) = set(&app, &recruiter, &change("support", "counsellor", false)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let work = change("recruiting", "counter_work", false);
    assert_eq!(set(&app, &recruiter, &work).await.0, StatusCode::OK);
    let hidden = change("recruiting", "project_work", true);
    assert_eq!(set(&app, &recruiter, &hidden).await.0, StatusCode::OK);
    let request = Request::get("/fair/pages/recruiting")
        .body(Body::empty())
        .unwrap();
    let answer = app.send(request).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.headers().get("set-cookie").is_none());
    let page = json_of(answer).await;
    let pages = json!({ "pages": [page] });
    let text = &entry(&pages, "counter_work").unwrap()["text"]["ja"];
    assert_eq!(text, "窓口で待ち時間を短くする仕事です。");
    assert!(entry(&pages, "project_work").is_none());
}
