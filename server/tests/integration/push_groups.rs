//! Pushes that arrive while the log is being written are judged together; each is answered as if it were alone.

use crate::support::sql;
use crate::support::{NOW, ROSTER, TestApp};
use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};
use server::clock::fixed;
use server::db::Row;
use server::db::writer::WriteError;
use tokio::sync::oneshot;

/// An answer of a person, the `n`th of their device.
fn answer(person: &str, device: &str, n: u64, value: Value) -> Value {
    json!({
        "id": format!("{device}-{n}"), "device": device, "n": n,
        "sheet": {"person": person, "instrument": "self_scoring_sheet", "cycle": "2026-end"},
        "body": {"kind": "answer", "item": "evidence", "value": value},
        "replaces": null, "noted_at": 1_790_000_000_000_u64 + n,
    })
}

fn push(device: &str, facts: &[Value]) -> Value {
    json!({"push": {"schema": 1, "device": device, "epoch": null, "since": 0, "facts": facts}})
}

struct Colleagues {
    app: TestApp,
    /// Of `Q0`, `Q1` ….
    cookies: Vec<String>,
}

impl Colleagues {
    async fn start(n: usize) -> Self {
        let lines = (0..n).map(|it| format!("Q{it},職員{it},部,課,係,2,事務,,\n"));
        let csv = format!("{}\n{}", ROSTER.trim_end(), lines.collect::<String>());
        let app = TestApp::with_roster(&csv, fixed(NOW)).await;
        let mut cookies = Vec::new();
        for it in 0..n {
            cookies.push(app.sign_in(&format!("Q{it}")).await);
        }
        Self { app, cookies }
    }

    async fn post(&self, of: usize, body: &Value) -> (StatusCode, Value) {
        let cookie = Some(self.cookies[of].as_str());
        self.app.post("exchange", cookie, body).await
    }

    /// Sends pushes while the writer is held: but for the first they become one group.
    async fn post_together(&self, pushes: &[(usize, Value)]) -> Vec<(StatusCode, Value)> {
        let (release, held) = oneshot::channel::<()>();
        let writer = self.app.state.database().writer.clone();
        let hold = tokio::spawn(async move {
            let wait = writer.run::<_, WriteError, _>(|_| {
                Box::pin(async move {
                    let _ = held.await;
                    Ok(())
                })
            });
            wait.await.unwrap();
        });
        let all = join_all(pushes.iter().map(|(of, body)| self.post(*of, body)));
        let (told, ()) = tokio::join!(all, async {
            // Long enough for all of them to be read and queued; if not, the groups are smaller.
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            release.send(()).unwrap();
        });
        hold.await.unwrap();
        told
    }

    async fn rows(&self) -> Vec<(i64, i64, String)> {
        let rows = sql("select first, last, device from log order by last")
            .fetch_all(&self.app.state.database().readers)
            .await
            .unwrap();
        let row = |it: &Row| {
            let place = (it.try_get(0).unwrap(), it.try_get(1).unwrap());
            (place.0, place.1, it.try_get(2).unwrap())
        };
        rows.iter().map(row).collect()
    }
}

fn seqs(told: &Value) -> Vec<i64> {
    let heard = told["heard"].as_array().unwrap().iter();
    heard.map(|it| it["seq"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn each_of_many_who_push_at_once_is_answered_with_their_own_facts() {
    let ward = Colleagues::start(12).await;
    let facts = |of: usize| {
        let device = format!("d{of}");
        let answer = |n| answer(&format!("Q{of}"), &device, n, json!(format!("{of}の{n}")));
        push(&device, &(1..=3).map(answer).collect::<Vec<_>>())
    };
    let pushes: Vec<_> = (0..12).map(|of| (of, facts(of))).collect();
    let told = ward.post_together(&pushes).await;
    let mut all = Vec::new();
    for (of, (status, told)) in told.iter().enumerate() {
        assert_eq!(*status, StatusCode::OK, "{told}");
        assert_eq!(told["expects"], json!(4));
        let texts: Vec<&Value> = told["heard"].as_array().unwrap().iter().collect();
        for (n, it) in texts.iter().enumerate() {
            assert_eq!(it["author"], json!(format!("Q{of}")));
            let value = &it["fact"]["body"]["value"];
            assert_eq!(*value, json!(format!("{of}の{}", n + 1)));
        }
        all.extend(seqs(told));
    }
    all.sort_unstable();
    assert_eq!(all, (1..=36).collect::<Vec<i64>>());
    // One row of the log each.
    assert_eq!(ward.rows().await.len(), 12);
    // And the same again: every one is known, nothing is counted twice.
    for (_, told) in ward.post_together(&pushes).await {
        assert_eq!((seqs(&told).len(), &told["refused"]), (3, &json!([])));
    }
    assert_eq!(ward.rows().await.len(), 12);
}

#[tokio::test]
async fn a_push_that_has_to_be_judged_alone_changes_nothing_for_the_others() {
    let ward = Colleagues::start(7).await;
    let one = |of: usize, device: &str| {
        push(device, &[answer(&format!("Q{of}"), device, 1, json!("文"))])
    };
    let (status, _) = ward.post(5, &one(5, "d5")).await;
    assert_eq!(status, StatusCode::OK);
    let bad_value = answer("Q1", "d1", 2, json!(["文ではない"]));
    let gap = answer("Q3", "d3", 7, json!("文"));
    let pushes = [
        (0, one(0, "d0")),
        // Its second fact is refused, its third is taken.
        (
            1,
            push(
                "d1",
                &[
                    answer("Q1", "d1", 1, json!("一")),
                    bad_value,
                    answer("Q1", "d1", 3, json!("三")),
                ],
            ),
        ),
        // Somebody else's device.
        (2, one(2, "d5")),
        (3, push("d3", &[gap])),
        (4, one(4, "d4")),
        // What came before, under its number and under another one.
        (
            5,
            push(
                "d5",
                &[answer("Q5", "d5", 1, json!("文")), {
                    let mut again = answer("Q5", "d5", 2, json!("文"));
                    again["id"] = json!("d5-1");
                    again
                }],
            ),
        ),
        (6, one(6, "d6")),
    ];
    let told = ward.post_together(&pushes).await;
    let status: Vec<u16> = told.iter().map(|it| it.0.as_u16()).collect();
    assert_eq!(status, [200, 200, 403, 200, 200, 200, 200]);
    let refused = |of: usize| told[of].1["refused"].clone();
    for of in [0, 4, 6] {
        assert_eq!((seqs(&told[of].1).len(), refused(of)), (1, json!([])));
    }
    assert_eq!(seqs(&told[1].1).len(), 2);
    assert_eq!(refused(1)[0]["reason"], json!("bad_value"));
    assert_eq!(told[1].1["expects"], json!(4));
    assert_eq!(refused(3)[0]["reason"], json!("gap"));
    assert_eq!(refused(5)[0]["reason"], json!("same_id_other_content"));
    assert_eq!(seqs(&told[5].1).len(), 1);
}

#[tokio::test]
async fn pushes_of_one_device_at_once_are_taken_once_and_in_the_order_of_their_numbers() {
    let ward = Colleagues::start(2).await;
    let of = |n| answer("Q0", "d0", n, json!(format!("{n}")));
    let pushes = [
        (1, push("d1", &[answer("Q1", "d1", 1, json!("文"))])),
        (0, push("d0", &[of(1)])),
        (0, push("d0", &[of(2), of(3)])),
        // The answer to the first was lost, and another tab sends it again with more.
        (0, push("d0", &[of(1), of(2)])),
        // A second device of the same person.
        (0, push("d2", &[answer("Q0", "d2", 1, json!("別の端末"))])),
    ];
    let told = ward.post_together(&pushes).await;
    for ((status, told), (person, push)) in told.into_iter().zip(&pushes) {
        assert_eq!(status, StatusCode::OK);
        // One that overtook those before it is sent again, as a device does.
        if told["refused"] != json!([]) {
            assert_eq!(told["refused"][0]["reason"], json!("gap"));
            let (_, again) = ward.post(*person, push).await;
            assert_eq!(again["refused"], json!([]));
        }
    }
    let (_, told) = ward.post(0, &push("d0", &[])).await;
    assert_eq!(told["expects"], json!(4));
    assert_eq!(seqs(&told).len(), 4);
}

/// One of the group has reached the day's limit: the group is rolled back and each is judged by itself.
#[tokio::test]
async fn a_group_that_fails_fails_only_the_push_that_is_to_blame() {
    let ward = Colleagues::start(4).await;
    let full =
        "insert into daily_use (person, day, facts, bytes) values ('Q2', '2026-11-23', 30000, 1)";
    sql(full)
        .execute(&ward.app.state.database().readers)
        .await
        .unwrap();
    let pushes: Vec<_> = (0..4)
        .map(|of| {
            let device = format!("d{of}");
            let fact = answer(&format!("Q{of}"), &device, 1, json!("文"));
            (of, push(&device, &[fact]))
        })
        .collect();
    let told = ward.post_together(&pushes).await;
    let status: Vec<u16> = told.iter().map(|it| it.0.as_u16()).collect();
    assert_eq!(status, [200, 200, 429, 200]);
    let rows = ward.rows().await;
    let places: Vec<(i64, i64)> = rows.iter().map(|it| (it.0, it.1)).collect();
    // No number is lost with the group that failed.
    assert_eq!(places, [(1, 1), (2, 2), (3, 3)]);
}
