//! A disk that is really full: the real binary on a small tmpfs, with a little more free space in each round. A push
//! that cannot be stored answers 507, people can still sign in and read, and pushes succeed again once there is
//! space.
//!
//! Needs a mount, so it runs with `make drills` (Linux, user namespaces). `full.rs` tests the same in `make test`.

#![cfg(target_os = "linux")]
use crate::support::new_password;
use crate::support::server_process::{ServerProcess, pull_all, push};
use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

/// In KiB: the size of the file system, and the most free space at the start of a round.
const SIZE: u64 = 48 * 1024;
const MAX_FREE: u64 = 256;

/// Set in the child process that runs in its own user and mount namespace.
const IN_NAMESPACE: &str = "MICHI_TEST_INSIDE";

#[test]
#[ignore = "needs a mount of its own: make drills"]
fn acknowledged_facts_survive_a_full_file_system_and_people_can_still_sign_in() {
    if std::env::var_os(IN_NAMESPACE).is_none() {
        let again = Command::new("unshare")
            .arg("-rm")
            .arg(std::env::current_exe().unwrap())
            .args(["--ignored", "--nocapture"])
            .env(IN_NAMESPACE, "1")
            .status();
        assert!(again.unwrap().success());
        return;
    }
    let folder = crate::support::tempdir().unwrap();
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", &format!("size={SIZE}k"), "tmpfs"]);
    assert!(mount.arg(folder.path()).status().unwrap().success());
    fill_repeatedly(folder.path());
    assert!(
        Command::new("umount")
            .arg("-l")
            .arg(folder.path())
            .status()
            .unwrap()
            .success()
    );
}

/// Free space in KiB, as `df` reports it.
fn free_kib(folder: &Path) -> u64 {
    let told = Command::new("df")
        .args(["-k", "--output=avail"])
        .arg(folder)
        .output();
    let told = String::from_utf8(told.unwrap().stdout).unwrap();
    told.lines().last().unwrap().trim().parse().unwrap()
}

fn fill_repeatedly(folder: &Path) {
    let mut ward = ServerProcess::new(folder);
    ward.start();
    let (cookie, port) = (ward.sign_in("E1"), ward.port);
    ward.sign_in("E2");
    let ballast = folder.join("ballast");
    let (mut kept, mut heard, mut since, mut n_full) = (HashSet::new(), HashSet::new(), 0, 0);
    for left in (0..=MAX_FREE).step_by(4) {
        let filling = free_kib(folder).saturating_sub(left) * 1024;
        std::fs::write(&ballast, vec![1; usize::try_from(filling).unwrap()]).unwrap();
        let device = format!("left-{left}");
        let mut n = 1;
        loop {
            let (status, _, answer) = port
                .request_json("exchange", &cookie, &push(&device, n, i64::MAX))
                .unwrap();
            if status == 507 {
                n_full += 1;
                break;
            }
            assert_eq!(status, 200, "{answer}");
            assert_eq!(answer["expects"], n + 1);
            kept.insert(format!("{device}-{n}"));
            n += 1;
            assert!(n < 10_000, "it never fills");
        }
        let other = port.sign_in("E2", &new_password("E2"));
        since = pull_all(port, &cookie, since, &mut heard);
        assert!(
            port.post("me", &other, &serde_json::json!({})).is_some(),
            "whoever has just signed in reads"
        );
        std::fs::remove_file(&ballast).unwrap();
        let (status, _, answer) = port
            .request_json("exchange", &cookie, &push(&device, n, i64::MAX))
            .unwrap();
        assert_eq!(status, 200, "it goes on by itself: {answer}");
        assert_eq!(answer["expects"], n + 1, "{answer}");
        kept.insert(format!("{device}-{n}"));
    }
    ward.kill();
    ward.start();
    pull_all(port, &cookie, since, &mut heard);
    assert_eq!(
        kept.difference(&heard).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    assert!(ward.backup().is_some(), "the database is whole");
    eprintln!(
        "full {n_full} times, {} acknowledged, 0 missing",
        kept.len()
    );
}
