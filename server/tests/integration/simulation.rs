//! Thousands of random schedules of faults: the real journal and the real push rules over a simulated network,
//! clocks, disks and users. `SEED=n` repeats one schedule, `TELL=1` prints its steps, `SCHEDULES=n` sets the number
//! of schedules.

mod defect;
mod disk;
mod oracle;
mod packed;
mod profile;
mod server_log;
mod sqlite_replay;
mod world;

use self::defect::Defect;
use self::world::World;

/// Random steps in one schedule, before everything is synced and checked.
const STEPS: usize = 200;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn seeds() -> std::ops::Range<u64> {
    match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SCHEDULES").unwrap_or(2_000),
    }
}

#[test]
fn no_schedule_loses_duplicates_or_leaks_a_fact() {
    let seeds = seeds();
    let n = seeds.end - seeds.start;
    for seed in seeds {
        if let Err(fault) = World::new(seed, None).run(STEPS) {
            panic!("SEED={seed}: {fault}");
        }
    }
    eprintln!("{n} schedules of {STEPS} steps, every law kept");
}

#[test]
fn every_planted_defect_is_found() {
    let mut missed = Vec::new();
    for defect in Defect::ALL {
        let found = (0..2_000).find_map(|seed| {
            let fault = World::new(seed, Some(defect)).run(STEPS).err()?;
            Some((seed, fault))
        });
        match found {
            Some((seed, fault)) => eprintln!("| {defect:?} | {} | {fault} |", seed + 1),
            None => missed.push(defect),
        }
    }
    assert_eq!(missed, []);
}
