//! The outbox under loss, duplication, delay and reordering.

use super::*;
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
fn a_batch_below_the_minimum_waits_or_is_filled_with_blanks() {
    let mut queue = Outbox::default();
    for at in 0..4 {
        queue.add_visit(format!("visit {at}").into());
    }
    assert_eq!(queue.make_batch(Vec::new(), &[]), Vec::new());
    assert_eq!(queue.waiting(), 4);
    let changes = queue.make_batch(vec!["blank".into()], &[3, 1, 4, 1]);
    assert_eq!(
        (queue.waiting(), queue.unbatched.len(), queue.last),
        (4, 0, 1)
    );
    assert_eq!(queue.batches[0].batch.visits.len(), MIN_BATCH);
    assert!(matches!(changes.last(), Some(OutboxWrite::PutBatch(it)) if it.n_visits == 4));
    assert_eq!(
        queue.make_batch(vec!["blank".into(); 5], &[]),
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
            queue.add_visit(at.to_string().into());
        }
        let dice: Vec<u32> = (0..6).map(|_| dice.roll()).collect();
        queue.make_batch(Vec::new(), &dice);
        *first_places
            .entry(queue.batches[0].batch.visits[0].clone())
            .or_insert(0) += 1;
    }
    assert!(
        first_places.len() == 6 && first_places.values().all(|it| (350..650).contains(it)),
        "{first_places:?}"
    );
}

/// A server that stores each batch number once.
#[derive(Default)]
struct Server(BTreeMap<u32, Vec<EncryptedVisit>>);

#[test]
fn lost_duplicated_or_late_batches_are_missing_until_they_arrive() {
    for seed in 0..500 {
        let mut dice = Dice(seed);
        let (mut queue, mut server, mut road) = (Outbox::default(), Server::default(), Vec::new());
        for step in 0..400_u32 {
            match dice.roll() % 6 {
                0 | 1 => drop(queue.add_visit(format!("{seed}-{step}").into())),
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
                    let known = server.0.entry(n).or_insert_with(|| batch.visits.clone());
                    assert_eq!(*known, batch.visits, "a batch never changes");
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
                .map(|it| it.n_visits)
                .sum();
            assert_eq!(count(there + queue.unbatched.len()) + gone, queue.took);
        }
    }
}
