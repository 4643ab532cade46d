//! Stores left in browsers by earlier releases still open, and everything pending in them can be pushed (S13).
//!
//! A release that changes what is stored adds its own file to `app/domain/tests/stores/`; a file once there is never
//! edited.

use domain::crypto::transfer_file;
use domain::journal::Journal;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

type StoredJournal = BTreeMap<String, Vec<String>>;

fn all<T: DeserializeOwned>(stored: &StoredJournal, name: &str) -> Vec<T> {
    // Releases before a store was introduced do not have it.
    let texts = stored.get(name).into_iter().flatten();
    let read = texts.map(|it| serde_json::from_str(it));
    read.collect::<Result<_, _>>().expect(name)
}

fn open(text: &str) -> Journal {
    let stored: StoredJournal = serde_json::from_str(text).expect("a store");
    let meta = all(&stored, "meta").remove(0);
    let stored = domain::journal::StoredJournal {
        unsent: all(&stored, "unsent"),
        heard: all(&stored, "heard"),
        carried: all(&stored, "carried"),
        tray: all(&stored, "tray"),
        drafts: all(&stored, "drafts"),
    };
    Journal::load(meta, stored)
}

#[test]
fn store_of_release_1_opens_and_pushes_all_pending_facts() {
    let mut journal = open(include_str!("stores/release-1.json"));
    assert_eq!(journal.n_local_only(), 4);
    let sheet = journal.sheets().pop().expect("a sheet");
    assert_eq!(journal.sheet(&sheet).values().count(), 2);
    assert!(journal.has_draft(&sheet));
    let refused = journal.tray().next().expect("the tray");
    assert!(refused.detail.contains("受付"));
    let (push, _) = journal.next_push();
    let numbers: Vec<u64> = push.facts.iter().map(|it| it.n).collect();
    assert_eq!((push.since, numbers), (7, vec![3, 4]));
}

#[test]
fn store_of_release_2_opens_with_imported_facts_and_receipts() {
    let mut journal = open(include_str!("stores/release-2.json"));
    assert_eq!(journal.n_local_only(), 5);
    let sheets = journal.sheets();
    assert_eq!(sheets.len(), 2);
    let receipts = sheets.iter().filter_map(|it| journal.receipt(it));
    let numbers: Vec<i64> = receipts.map(|it| it.0.number).collect();
    assert_eq!(numbers, [8]);
    // Imported facts are pushed first, under the id of the device that recorded them.
    let (push, _) = journal.next_push();
    assert_eq!(push.facts.len(), 1);
    assert_eq!(push.device, push.facts[0].device);
}

/// Written by the release before serde's derives from the store of release 2.
#[test]
fn a_transfer_file_of_an_earlier_release_opens_with_all_it_holds() {
    let file = include_bytes!("stores/release-2.michishirube");
    let bundle = transfer_file::decrypt(file, "みちしるべの合言葉").expect("opened");
    let mut journal = open(include_str!("stores/release-2.json"));
    assert_eq!(bundle, journal.export().0);
    assert!(!bundle.facts.is_empty());
}
