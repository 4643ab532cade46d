//! The primary of a cluster is killed under load: its standby takes over, whoever writes meanwhile is told to try
//! again, and nothing that was acknowledged is missing.

use crate::support::address;
use crate::support::server_process::{Port, ServerProcess, pull_all, push};
use std::collections::HashSet;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const WRITERS: usize = 8;

/// Within what time writing has to go on.
const WITHIN: Duration = Duration::from_secs(30);

/// What the writers saw.
#[derive(Default)]
struct Seen {
    acknowledged: HashSet<String>,
    /// When the last acknowledgement came, and the longest time without one.
    last: Option<Instant>,
    longest: Duration,
    /// Statuses other than 200, and requests that were not answered.
    refusals: HashSet<Option<u16>>,
}

impl Seen {
    fn acknowledge(&mut self, id: String) {
        let now = Instant::now();
        let since = self.last.map_or(Duration::ZERO, |it| now - it);
        self.longest = self.longest.max(since);
        self.last = Some(now);
        self.acknowledged.insert(id);
    }
}

/// Pushes facts one after the other, each until it is acknowledged.
fn writer(
    port: Port,
    cookie: String,
    device: String,
    seen: Arc<Mutex<Seen>>,
    stop: Arc<AtomicBool>,
) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut n = 1;
        while !stop.load(Ordering::Relaxed) {
            let answer = port.request_json("exchange", &cookie, &push(&device, n, i64::MAX));
            match answer {
                Some((200, _, body)) => {
                    assert_eq!(body["expects"], n + 1, "{body}");
                    seen.lock().unwrap().acknowledge(format!("{device}-{n}"));
                    n += 1;
                }
                other => {
                    let status = other.map(|it| it.0);
                    seen.lock().unwrap().refusals.insert(status);
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
        }
    })
}

#[test]
#[ignore = "needs Patroni and HAProxy: make drills"]
fn nothing_acknowledged_is_lost_when_the_primary_is_killed() {
    let kill = std::env::var("MICHI_KILL_PRIMARY").expect("run it with .ci/failover");
    let folder = crate::support::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(address(folder.path()));
    let mut ward = ServerProcess::with_database(folder.path(), database);
    ward.start();
    let (cookie, port) = (ward.sign_in("E1"), ward.port);
    let (seen, stop) = (Arc::new(Mutex::new(Seen::default())), Arc::default());
    let writers: Vec<_> = (0..WRITERS)
        .map(|it| {
            let device = format!("device-{it}");
            writer(
                port,
                cookie.clone(),
                device,
                Arc::clone(&seen),
                Arc::clone(&stop),
            )
        })
        .collect();
    std::thread::sleep(Duration::from_secs(3));
    let before = seen.lock().unwrap().acknowledged.len();
    assert!(before > 50, "only {before} facts before");
    let killed = Command::new(kill).status().unwrap();
    assert!(killed.success());
    std::thread::sleep(WITHIN);
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.join().unwrap();
    }
    let mut heard = HashSet::new();
    pull_all(port, &cookie, 0, &mut heard);
    let seen = seen.lock().unwrap();
    let missing: Vec<_> = seen.acknowledged.difference(&heard).collect();
    assert_eq!(missing, Vec::<&String>::new());
    let after = seen.acknowledged.len() - before;
    eprintln!(
        "{before} facts before the kill, {after} after it, 0 missing; {:?} without an answer; refused with {:?}",
        seen.longest, seen.refusals
    );
    assert!(after > 50, "only {after} facts after");
    assert!(seen.longest < WITHIN);
    assert!(
        seen.refusals.iter().all(|it| *it == Some(503)),
        "{:?}",
        seen.refusals
    );
}
