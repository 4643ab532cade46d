//! What strangers use at a fair, as a module of its own beside the staff's: an example only to cargo, which gives it a file of
//! its own that way.

/// The wasm entry: called by `public/fair.js` once the module is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn open() {
    app::open_fair();
}
