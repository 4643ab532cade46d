//! The scoring in wasm, said as `app/tests/same_bytes.rs` says it natively; `.ci/same-bytes` compares the two.

#![cfg(target_arch = "wasm32")]

#[path = "../tests/score_dump/dump.rs"]
mod dump;

use wasm_bindgen::prelude::wasm_bindgen;

/// What the scoring says of ten thousand random answer sets.
#[wasm_bindgen]
pub fn dump() -> String {
    dump::dump(dump::SETS)
}
