//! The outbox under loss, duplication, delay and reordering.

use super::*;
use crate::crypto::sealed_box::BoxSecretKey;
use std::collections::BTreeMap;

struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        u32::try_from(self.0 >> 33).expect("31 bits")
    }
}

#[test]
fn encrypted_visits_have_one_length_and_decrypt_for_their_event_only() {
    let server = BoxSecretKey::from_bytes([7; 32]);
    let seal = |text: &str, byte| {
        encrypt_visit(text, &"EVENT".into(), &server.public_key(), [byte; 32]).expect("a box")
    };
    let (short, long, blank) = (seal("{}", 1), seal(&"あ".repeat(300), 2), seal("", 3));
    assert!(short.len() == long.len() && long.len() == blank.len());
    assert_eq!(
        decrypt_visit(&server, &short, &"EVENT".into()).as_deref(),
        Some("{}")
    );
    assert_eq!(
        decrypt_visit(&server, &long, &"EVENT".into()),
        Some("あ".repeat(300))
    );
    assert_eq!(
        decrypt_visit(&server, &blank, &"EVENT".into()).as_deref(),
        Some("")
    );
    assert_eq!(decrypt_visit(&server, &short, &"OTHER".into()), None);
    assert_eq!(
        decrypt_visit(&BoxSecretKey::from_bytes([8; 32]), &short, &"EVENT".into()),
        None
    );
    assert_eq!(
        encrypt_visit(
            &"x".repeat(1_025),
            &"EVENT".into(),
            &server.public_key(),
            [1; 32]
        ),
        None
    );
}

#[test]
fn a_batch_below_the_minimum_waits_or_is_filled_with_blanks() {
    let mut queue = Outbox::default();
    for at in 0..4 {
        queue.add_answer(format!("box {at}"));
    }
    assert_eq!(queue.make_batch(Vec::new(), &[]), Vec::new());
    assert_eq!(queue.waiting(), 4);
    let changes = queue.make_batch(vec!["blank".to_owned()], &[3, 1, 4, 1]);
    assert_eq!(
        (queue.waiting(), queue.unbatched.len(), queue.last),
        (4, 0, 1)
    );
    assert_eq!(queue.batches[0].batch.boxes.len(), MIN_BATCH);
    assert!(matches!(changes.last(), Some(OutboxWrite::PutBatch(it)) if it.answers == 4));
    assert_eq!(
        queue.make_batch(vec!["blank".to_owned(); 5], &[]),
        Vec::new(),
        "nothing to send"
    );
    assert_eq!(queue.drop_acknowledged(&[1]), [OutboxWrite::DropBatch(1)]);
    assert_eq!((queue.waiting(), queue.took), (0, 4));
}

#[test]
fn batches_are_shuffled_uniformly() {
    let mut first_places = BTreeMap::new();
    for seed in 0..3_000 {
        let mut dice = Dice(seed * 7_919);
        let mut queue = Outbox::default();
        for at in 0..6 {
            queue.add_answer(at.to_string());
        }
        let dice: Vec<u32> = (0..6).map(|_| dice.roll()).collect();
        queue.make_batch(Vec::new(), &dice);
        *first_places
            .entry(queue.batches[0].batch.boxes[0].clone())
            .or_insert(0) += 1;
    }
    assert!(
        first_places.len() == 6 && first_places.values().all(|it| (350..650).contains(it)),
        "{first_places:?}"
    );
}

/// A server that stores each batch number once.
#[derive(Default)]
struct Server(BTreeMap<u32, Vec<String>>);

#[test]
fn lost_duplicated_or_late_batches_are_missing_until_they_arrive() {
    for seed in 0..500 {
        let mut dice = Dice(seed);
        let (mut queue, mut server, mut road) = (Outbox::default(), Server::default(), Vec::new());
        for step in 0..400_u32 {
            match dice.roll() % 6 {
                0 | 1 => drop(queue.add_answer(format!("{seed}-{step}"))),
                2 => drop(queue.make_batch(Vec::new(), &[dice.roll(), dice.roll()])),
                3 => road.extend(queue.batches.iter().map(|it| it.batch.clone())),
                // A push arrives late, in any order, or never; its response may be lost.
                4 if !road.is_empty() => {
                    let at = usize::try_from(dice.roll()).expect("small") % road.len();
                    let batch = road.swap_remove(at);
                    if dice.roll().is_multiple_of(3) {
                        continue;
                    }
                    let n = batch.n;
                    let known = server.0.entry(n).or_insert_with(|| batch.boxes.clone());
                    assert_eq!(*known, batch.boxes, "a batch never changes");
                    if !dice.roll().is_multiple_of(3) {
                        queue.drop_acknowledged(&[n]);
                    }
                }
                _ => {}
            }
            let arrived: Vec<u32> = server.0.keys().copied().collect();
            let lost = missing_batches(&arrived, queue.last);
            assert!(
                lost.iter()
                    .all(|n| queue.batches.iter().any(|it| it.batch.n == *n)),
                "what is missing is still here"
            );
            let there: usize = server.0.values().map(Vec::len).sum();
            let gone: u32 = queue
                .batches
                .iter()
                .filter(|it| lost.contains(&it.batch.n))
                .map(|it| it.answers)
                .sum();
            assert_eq!(count(there + queue.unbatched.len()) + gone, queue.took);
        }
    }
}
