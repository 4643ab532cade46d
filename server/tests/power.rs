//! Power cut under the real binary: what no sync had made last is forgotten, torn or kept, sector by sector. Nothing
//! acknowledged is missing afterwards, and the database is whole (S2). `CUTS=200` cuts that often.
//!
//! `power/forget.c`, loaded into the server, notes what each write replaces until the file is synced.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod support;

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::served::{Served, hear_on, writers};

const WRITERS: usize = 8;

/// What a disk keeps or loses as one.
const SECTOR: usize = 512;

fn build_forgetting(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power/forget.c");
    let library = folder.join("forget.so");
    let mut compile = Command::new("cc");
    compile
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library);
    let built = compile.arg(source).arg("-ldl").arg("-lpthread").status();
    assert!(built.unwrap().success(), "cc builds the library");
    library
}

/// One write that no sync has made last.
struct Unsynced {
    at: u64,
    size_before: u64,
    before: Vec<u8>,
}

fn read_notes(notes: &Path) -> Vec<Unsynced> {
    let bytes = std::fs::read(notes).unwrap_or_default();
    let number = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let (mut all, mut at) = (Vec::new(), 0);
    // A note cut short is of a write that had not begun.
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

/// Takes back what the disk did not keep: all of it, or each sector by a throw of the dice. How many writes that touched.
fn forget(file: &Path, dice: &mut fastrand::Rng) -> usize {
    let notes = PathBuf::from(format!("{}.unsynced", file.display()));
    let writes = read_notes(&notes);
    let all = dice.bool();
    if !writes.is_empty() {
        let disk = OpenOptions::new().write(true).open(file).unwrap();
        for write in writes.iter().rev() {
            take_back(&disk, write, |dice| all || dice.bool(), dice);
        }
        let shortest = writes.iter().map(|it| it.size_before).min();
        if let Some(size) = shortest.filter(|it| all && *it < disk.metadata().unwrap().len()) {
            disk.set_len(size).unwrap();
        }
    }
    let _ = std::fs::remove_file(&notes);
    writes.len()
}

fn take_back(
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
fn nothing_acknowledged_is_missing_after_the_power_was_cut() {
    let told = std::env::var("CUTS").ok().and_then(|it| it.parse().ok());
    let n_cuts: u64 = told.unwrap_or(5);
    let folder = tempfile::tempdir().unwrap();
    let mut ward = Served::new(folder.path());
    let library = build_forgetting(folder.path());
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
        forgotten += forget(&wal, &mut dice) + forget(&ward.db(), &mut dice);
        // What lay in memory is gone with the power.
        let _ = std::fs::remove_file(ward.folder.join("ward.db-shm"));
        ward.start();
        since = hear_on(port, &cookie, since, &mut heard);
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
