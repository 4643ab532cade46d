//! The scoring in wasm, said as `app/tests/same_bytes.rs` says it natively; `.ci/same-bytes` compares the two.

#[path = "../tests/same_bytes/told.rs"]
mod told;

use wasm_bindgen::prelude::wasm_bindgen;

/// What the scoring says of ten thousand random answer sets.
#[wasm_bindgen]
pub fn told() -> String {
    told::told(told::SETS)
}
