//! A power cut under the real binary: writes that were not synced are lost, torn or kept, sector by sector. No
//! acknowledged fact is missing afterwards, and the database passes its integrity check (S2). `CUTS=200` sets the
//! number of cuts.
//!
//! `power_cut/unsynced_writes.c` is preloaded into the server and records what each write overwrites until the file is
//! synced.

#![cfg(target_os = "linux")]
use crate::support::server_process::{ServerProcess, pull_all, writers};
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const WRITERS: usize = 8;

/// Bytes that a disk writes or loses as a unit.
const SECTOR: usize = 512;

fn build_write_recorder(folder: &Path) -> PathBuf {
    let source =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/power_cut/unsynced_writes.c");
    let library = folder.join("forget.so");
    let mut compile = Command::new("cc");
    compile
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library);
    let built = compile.arg(source).arg("-ldl").arg("-lpthread").status();
    assert!(built.unwrap().success(), "cc builds the library");
    library
}

/// A write that was not synced: its offset, the file's size, and the bytes before it.
struct Unsynced {
    at: u64,
    size_before: u64,
    before: Vec<u8>,
}

fn read_unsynced(notes: &Path) -> Vec<Unsynced> {
    let bytes = std::fs::read(notes).unwrap_or_default();
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let (mut all, mut at) = (Vec::new(), 0);
    // A truncated record belongs to a write that had not begun.
    while let (Some(place), Some(length), Some(size_before)) =
        (number(at), number(at + 8), number(at + 16))
    {
        let end = at + 24 + usize::try_from(length).unwrap();
        let Some(before) = bytes.get(at + 24..end) else {
            break;
        };
        all.push(Unsynced {
            at: place,
            size_before,
            before: before.to_vec(),
        });
        at = end;
    }
    all
}

/// Reverts unsynced writes of a file, all of them or a random set of sectors. Returns the number of unsynced writes.
fn lose_unsynced(file: &Path, dice: &mut fastrand::Rng) -> usize {
    let notes = PathBuf::from(format!("{}.unsynced", file.display()));
    let writes = read_unsynced(&notes);
    let all = dice.bool();
    if !writes.is_empty() {
        let disk = OpenOptions::new().write(true).open(file).unwrap();
        // Backwards, since a later write may overlap an earlier one.
        for write in writes.iter().rev() {
            revert_write(&disk, write, |dice| all || dice.bool(), dice);
        }
        let shortest = writes.iter().map(|it| it.size_before).min();
        if let Some(size) = shortest.filter(|it| all && *it < disk.metadata().unwrap().len()) {
            disk.set_len(size).unwrap();
        }
    }
    let _ = std::fs::remove_file(&notes);
    writes.len()
}

fn revert_write(
    disk: &File,
    write: &Unsynced,
    loses: impl Fn(&mut fastrand::Rng) -> bool,
    dice: &mut fastrand::Rng,
) {
    for (n, sector) in write.before.chunks(SECTOR).enumerate() {
        if loses(dice) {
            let at = write.at + u64::try_from(n * SECTOR).unwrap();
            disk.write_all_at(sector, at).unwrap();
        }
    }
}

#[test]
fn acknowledged_facts_survive_a_power_cut() {
    let told = std::env::var("CUTS").ok().and_then(|it| it.parse().ok());
    let n_cuts: u64 = told.unwrap_or(5);
    let folder = crate::support::tempdir().unwrap();
    let mut ward = ServerProcess::new(folder.path());
    let library = build_write_recorder(folder.path());
    ward.environment.push(("LD_PRELOAD", library.into()));
    ward.start();
    let (cookie, port) = (ward.sign_in("E1"), ward.port);
    let acknowledged = Arc::new(Mutex::new(HashSet::new()));
    let (mut heard, mut since, mut forgotten) = (HashSet::new(), 0, 0);
    let mut dice = fastrand::Rng::with_seed(11);
    for cut in 0..n_cuts {
        let name = format!("cut-{cut}");
        let writers = writers(port, &cookie, &name, WRITERS, &acknowledged);
        std::thread::sleep(Duration::from_millis(dice.u64(50..500)));
        ward.kill();
        for writer in writers {
            writer.join().unwrap();
        }
        let wal = ward.folder.join("ward.db-wal");
        forgotten += lose_unsynced(&wal, &mut dice) + lose_unsynced(&ward.db(), &mut dice);
        // The shared-memory index lives in memory and does not survive a power cut.
        let _ = std::fs::remove_file(ward.folder.join("ward.db-shm"));
        ward.start();
        since = pull_all(port, &cookie, since, &mut heard);
        assert!(ward.backup().is_some(), "not whole after cut {cut}");
        let acknowledged = acknowledged.lock().unwrap();
        let missing: Vec<_> = acknowledged.difference(&heard).collect();
        assert_eq!(missing, Vec::<&String>::new(), "after cut {cut}");
    }
    let n = acknowledged.lock().unwrap().len();
    eprintln!("{n_cuts} cuts, {forgotten} writes forgotten, {n} acknowledged, 0 missing");
    assert!(
        forgotten > 0 && n > 50,
        "{forgotten} writes forgotten, {n} acknowledged: the cuts hit nothing"
    );
}
