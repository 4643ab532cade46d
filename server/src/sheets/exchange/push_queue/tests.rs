//! Which pushes are written together.

use super::*;
use crate::sheets::exchange::incoming_fact::IncomingFact;
use domain::fact::{Fact, FactBody};
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use serde_json::Value;

fn waiting(person: &str, device: &str, n_facts: usize) -> Waiting {
    let fact = Fact {
        id: "f".into(),
        device: device.into(),
        n: 1,
        sheet: SheetId {
            person: person.into(),
            instrument: "form".into(),
            cycle: "2026-end".parse().expect("a cycle"),
        },
        body: FactBody::Answer {
            item: "item".into(),
            value: Value::Null,
            settles: Vec::new(),
        },
        replaces: None,
        noted_at: Timestamp(0),
    };
    let fact = IncomingFact::of(fact).expect("its text");
    let push = OrdinaryPush {
        person: person.into(),
        device: device.into(),
        schema: 1,
        now: Timestamp(0),
        catalogue: Arc::default(),
        facts: vec![fact; n_facts],
    };
    let (reply, _) = oneshot::channel();
    Waiting {
        push: Arc::new(push),
        reply,
    }
}

/// Person and device of each push of the groups that are taken one after the other.
fn groups(pushes: &[(&str, &str, usize)]) -> Vec<Vec<(String, String)>> {
    let mut queue: VecDeque<_> = pushes.iter().map(|it| waiting(it.0, it.1, it.2)).collect();
    let mut groups = Vec::new();
    while !queue.is_empty() {
        let group = take_group(&mut queue);
        let names = group.iter().map(|it| {
            let push = &it.push;
            (push.person.0.clone(), push.device.0.clone())
        });
        groups.push(names.collect());
    }
    groups
}

fn named(groups: &[&[(&str, &str)]]) -> Vec<Vec<(String, String)>> {
    let name = |it: &(&str, &str)| (it.0.to_owned(), it.1.to_owned());
    groups
        .iter()
        .map(|it| it.iter().map(name).collect())
        .collect()
}

#[test]
fn of_each_person_and_device_a_group_has_one_push_and_the_others_follow_in_their_order() {
    let taken = groups(&[
        ("a", "1", 1),
        ("b", "2", 1),
        ("a", "3", 1),
        ("c", "1", 1),
        ("c", "4", 1),
        ("d", "5", 1),
    ]);
    let expected = named(&[
        &[("a", "1"), ("b", "2"), ("d", "5")],
        // The second push of `c` waits for the first, whose device somebody else has used.
        &[("a", "3"), ("c", "1")],
        &[("c", "4")],
    ]);
    assert_eq!(taken, expected);
}

#[test]
fn a_group_has_a_limit_of_facts_and_takes_a_push_that_is_larger_alone() {
    let taken = groups(&[
        ("a", "1", MAX_FACTS - 1),
        ("b", "2", 2),
        ("c", "3", 1),
        ("d", "4", MAX_FACTS + 1),
    ]);
    let expected = named(&[&[("a", "1"), ("c", "3")], &[("b", "2")], &[("d", "4")]]);
    assert_eq!(taken, expected);
}
