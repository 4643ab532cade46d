//! Kills the real binary with SIGKILL in the middle of exchanges: no acknowledged fact is missing after the restart,
//! and the database passes its integrity check. `KILLS=500` sets the number of kills.

use crate::support::server_process::{ServerProcess, pull_all, writers};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const WRITERS: usize = 16;

#[test]
fn acknowledged_facts_survive_a_killed_server() {
    let told = std::env::var("KILLS").ok().and_then(|it| it.parse().ok());
    let n_kills: u64 = told.unwrap_or(5);
    let folder = crate::support::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(crate::support::address(folder.path()));
    let mut ward = ServerProcess::with_database(folder.path(), database);
    ward.start();
    let (cookie, port) = (ward.sign_in("E1"), ward.port);
    let acknowledged = Arc::new(Mutex::new(HashSet::new()));
    let (mut heard, mut since, mut restarts) = (HashSet::new(), 0, Vec::new());
    let mut dice = fastrand::Rng::with_seed(7);
    for round in 0..n_kills {
        let name = format!("round-{round}");
        let writers = writers(port, &cookie, &name, WRITERS, &acknowledged);
        std::thread::sleep(Duration::from_millis(dice.u64(20..400)));
        ward.kill();
        for writer in writers {
            writer.join().unwrap();
        }
        restarts.push(ward.start());
        since = pull_all(port, &cookie, since, &mut heard);
        assert!(ward.backup().is_some(), "not whole after kill {round}");
        let acknowledged = acknowledged.lock().unwrap();
        let missing: Vec<_> = acknowledged.difference(&heard).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }
    let n = acknowledged.lock().unwrap().len();
    restarts.sort();
    let slow = restarts[restarts.len() * 95 / 100];
    eprintln!("{n_kills} kills, {n} acknowledged, 0 missing; ready again within {slow:?} (p95)");
    assert!(
        n > 10,
        "only {n} facts were acknowledged: the kills hit nothing"
    );
}
