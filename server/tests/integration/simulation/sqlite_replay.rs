//! Replays the simulation's pushes against the real server over SQLite: both answer alike.

use crate::simulation::server_log::{ITEMS, JOINT_ITEMS, SUPERVISOR, item, joint_sheet};
use crate::simulation::world::{RecordedPush, World};
use crate::support::{self, NOW, ROSTER, TestApp};
use axum::http::StatusCode;
use domain::ids::FactId;
use domain::instrument::Workflow;
use domain::journal::{PACKED_SCHEMA, Pull};
use serde_json::json;
use server::app_state::AppState;
use server::clock::fixed;
use server::personnel::roster;
use std::collections::HashMap;

/// Schedules replayed, each some hundred pushes over HTTP against a real database file.
const SCHEDULES: u64 = 12;

/// A server whose only forms are the two simulated ones.
async fn start() -> TestApp {
    let folder = crate::support::tempdir().unwrap();
    let content = folder.path().join("content");
    std::fs::create_dir(&content).unwrap();
    let mut form = support::edition();
    form.sections.truncate(1);
    form.sections[0].items = ITEMS.map(item).to_vec();
    let text = serde_json::to_string(&form).unwrap();
    std::fs::write(content.join("form.json"), text).unwrap();
    form.instrument = joint_sheet().instrument;
    form.course = Workflow::Joint;
    form.sections[0].items = JOINT_ITEMS.map(item).to_vec();
    let text = serde_json::to_string(&form).unwrap();
    std::fs::write(content.join("together.json"), text).unwrap();
    let place = support::place(folder.path()).await;
    let state = AppState::open(&place, Some(&content), fixed(NOW))
        .await
        .unwrap();
    let passwords = folder.path().join("passwords.csv");
    roster::import(state.database(), ROSTER.as_bytes(), &passwords, NOW)
        .await
        .unwrap();
    let passwords = support::read_passwords(&passwords);
    TestApp::around(state, passwords, folder)
}

async fn compare(seed: u64, taken: Vec<RecordedPush>, in_memory: &[FactId]) -> usize {
    let app = start().await;
    let mut cookies = HashMap::new();
    let mut heard: Vec<(i64, FactId)> = Vec::new();
    let mut n_packed = 0;
    for person in ["E1", "E2", SUPERVISOR] {
        cookies.insert(person, app.sign_in(person).await);
    }
    for (at, taken) in taken.into_iter().enumerate() {
        let mut push = taken.push;
        // Epochs of the two servers differ, so each push asks for everything.
        push.epoch = None;
        push.since = 0;
        let cookie = &cookies[taken.person.as_str()];
        // Every second push is packed.
        let is_packed = at % 2 == 1;
        let sent = if is_packed {
            push.clone().packed_for(PACKED_SCHEMA).unwrap()
        } else {
            push.clone()
        };
        let body = json!({"push": sent});
        let (status, answer) = app.post("exchange", Some(cookie), &body).await;
        assert_eq!(status, StatusCode::OK, "SEED={seed}, push {at}: {answer}");
        let there: Pull = serde_json::from_value(answer).unwrap();
        n_packed += there.runs.len() + there.acknowledged.len();
        let there = there.unpacked(&push, &taken.person).unwrap();
        let here = taken.pull;
        assert_eq!(here.expects, there.expects, "SEED={seed}, push {at}");
        assert_eq!(here.refused, there.refused, "SEED={seed}, push {at}");
        for it in there.heard {
            heard.push((it.seq, it.fact.id));
        }
    }
    heard.sort();
    heard.dedup();
    let on_disk: Vec<FactId> = heard.into_iter().map(|it| it.1).collect();
    assert_eq!(on_disk, in_memory, "SEED={seed}");
    n_packed
}

#[tokio::test]
async fn the_in_memory_log_and_the_sqlite_server_answer_alike() {
    let (mut n_facts, mut n_packed) = (0, 0);
    for seed in 0..SCHEDULES {
        let mut world = World::recorded(seed);
        world.run(crate::simulation::STEPS).unwrap();
        let ids: Vec<FactId> = world
            .log
            .facts
            .iter()
            .map(|it| it.fact.id.clone())
            .collect();
        n_facts += ids.len();
        n_packed += compare(seed, world.take_record(), &ids).await;
    }
    assert!(n_facts > 100, "only {n_facts} facts were compared");
    assert!(
        n_packed > 100,
        "only {n_packed} runs and places were compared"
    );
}
