//! Computes the scores in wasm; `.ci/same-bytes` compares them with those of `app/tests/same_bytes.rs`.

#![cfg(target_arch = "wasm32")]

#[path = "../tests/score_dump/dump.rs"]
mod dump;

use wasm_bindgen::prelude::wasm_bindgen;

/// Scores of ten thousand random answer sets.
#[wasm_bindgen]
pub fn dump() -> String {
    dump::dump(dump::SETS)
}
