//! The scoring of ten thousand random answer sets, written down for `.ci/same-bytes` to compare with the browser's.

#[path = "same_bytes/told.rs"]
mod told;

use std::fs;
use std::path::Path;

#[test]
fn the_scoring_of_random_answer_sets_is_the_same_each_time() {
    let all = told::told(told::SETS);
    assert_eq!(told::told(30), told::told(30));
    assert_ne!(told::told(30), told::told(31));
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scores-native.txt");
    fs::write(file, all).expect("a file");
}
