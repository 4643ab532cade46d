//! What is packed on one side is unpacked on the other, and nothing that does not fit is taken over.

use super::*;
use crate::fact_run::FactRun;
use crate::journal::{AcknowledgedRange, LoggedRun, Push};

/// A journal with `n` answers, and its next push.
fn pushed(n: usize) -> (Journal, Push) {
    let mut journal = journal();
    for at in 0..n {
        let id = format!("0193a5f0-0000-7000-8000-{at:012x}");
        answer(&mut journal, &format!("sa_planning_{at}"), "文", &id);
    }
    let (push, _) = journal.next_push();
    (journal, push)
}

fn on_the_wire(push: Push, spoken: u32) -> Push {
    let packed = push.packed_for(spoken).expect("packed");
    let text = serde_json::to_string(&packed).expect("written");
    serde_json::from_str(&text).expect("read")
}

#[test]
fn a_packed_push_is_a_third_as_long_and_comes_back_whole() {
    let (_, push) = pushed(60);
    let plain = serde_json::to_string(&push).expect("written").len();
    let there = on_the_wire(push.clone(), PACKED_SCHEMA);
    let packed = serde_json::to_string(&there).expect("written").len();
    assert!(packed * 3 < plain, "{packed} of {plain} bytes");
    assert_eq!((there.schema, there.facts.len()), (PACKED_SCHEMA, 0));
    let back = there.unpacked().expect("unpacked");
    assert_eq!(back.facts, push.facts);
}

#[test]
fn facts_are_packed_only_for_a_server_that_has_said_that_it_reads_them() {
    let (_, push) = pushed(3);
    for spoken in [0, 1] {
        assert_eq!(on_the_wire(push.clone(), spoken), push);
    }
    // Asking for what others wrote is the same in both schemas.
    let (_, empty) = pushed(0);
    assert_eq!(on_the_wire(empty, 0).schema, PACKED_SCHEMA);
}

#[test]
fn an_answer_with_places_and_runs_is_applied_like_one_with_facts() {
    let (mut journal, push) = pushed(4);
    let mut same = journal.clone();
    let facts = (11..).zip(&push.facts);
    let heard = facts.map(|(seq, it)| heard(seq, it)).collect();
    let plain = pull(heard, Vec::new(), 5);
    let text = serde_json::to_string(&push.facts[0]).expect("written");
    let packed = Pull {
        heard: Vec::new(),
        runs: vec![LoggedRun {
            seq: 11,
            author: "E1".into(),
            run: FactRun::verbatim(&push.facts[0], &text),
        }],
        acknowledged: vec![AcknowledgedRange {
            n: 2,
            count: 3,
            seq: 12,
        }],
        ..plain.clone()
    };
    let text = serde_json::to_string(&packed).expect("written");
    let packed: Pull = serde_json::from_str(&text).expect("read");
    let device = push.device.clone();
    let unpacked = packed.unpacked(&push, &"E1".into()).expect("unpacked");
    assert_eq!(unpacked, plain);
    journal.apply_pull(&device, &unpacked, &mut never);
    same.apply_pull(&device, &plain, &mut never);
    assert_eq!(journal, same);
    assert_eq!((journal.n_pending(), journal.meta.since), (0, 14));
}

#[test]
fn places_of_facts_that_were_not_sent_are_refused() {
    let (_, push) = pushed(3);
    for (n, count) in [(1, 4), (4, 1), (0, 1), (3, u32::MAX), (2, 3)] {
        let answer = Pull {
            acknowledged: vec![AcknowledgedRange { n, count, seq: 7 }],
            ..pull(Vec::new(), Vec::new(), 4)
        };
        assert!(
            answer.unpacked(&push, &"E1".into()).is_err(),
            "{n}, {count}"
        );
    }
    let mut with_a_hole = push.clone();
    with_a_hole.facts.remove(1);
    let answer = Pull {
        acknowledged: vec![AcknowledgedRange {
            n: 1,
            count: 2,
            seq: 7,
        }],
        ..pull(Vec::new(), Vec::new(), 4)
    };
    assert!(answer.unpacked(&with_a_hole, &"E1".into()).is_err());
}

#[test]
fn a_run_whose_body_is_another_ones_does_not_read() {
    let (_, push) = pushed(3);
    let there = on_the_wire(push, PACKED_SCHEMA);
    let whole = &there.runs[0];
    let damaged = [
        FactRun {
            count: 2,
            ..whole.clone()
        },
        FactRun {
            count: 4,
            ..whole.clone()
        },
        FactRun {
            body: "{}".to_owned(),
            ..whole.clone()
        },
        FactRun {
            body: whole.body.replace("\"ids\":[", "\"ids\":[\"x\","),
            ..whole.clone()
        },
        FactRun {
            n: u64::MAX,
            ..whole.clone()
        },
        FactRun {
            body: whole
                .body
                .replace("\"values\":", "\"replaces\":{\"3\":\"=x\"},\"values\":"),
            ..whole.clone()
        },
        FactRun {
            body: String::new(),
            ..whole.clone()
        },
    ];
    for run in damaged {
        let push = Push {
            runs: vec![run.clone()],
            ..there.clone()
        };
        assert!(push.unpacked().is_err(), "{run:?}");
    }
}
