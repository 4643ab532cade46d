//! Native half of the determinism check: scores random answer sets for `.ci/score-dump` to compare with wasm's.

#[path = "score_dump/dump.rs"]
mod dump;

use std::fs;
use std::path::Path;

#[test]
fn scores_of_random_answer_sets_are_deterministic() {
    let all = dump::dump(dump::SETS);
    assert_eq!(dump::dump(30), dump::dump(30));
    assert_ne!(dump::dump(30), dump::dump(31));
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scores-native.txt");
    fs::write(file, all).expect("a file");
}
