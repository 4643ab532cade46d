//! The pages as a ward publishes them: those of its folder, or the built-in ones.

use super::faults::{faults, missing_and_unknown};
use crate::forms::FormError;
use domain::content_page::ContentPage;
use sha2::{Digest, Sha256};
use std::path::Path;

macro_rules! built_in {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../content/pages/", $name, ".json")),
        )
    };
}

/// Pages compiled into the binary.
const BUILT_IN: [(&str, &str); 3] = [
    built_in!("policy"),
    built_in!("support"),
    built_in!("recruiting"),
];

/// The pages as published.
#[derive(Clone, Debug, Default)]
pub(crate) struct PublishedPages {
    pub(crate) pages: Vec<ContentPage>,
    /// Hash of all of them.
    pub(crate) tag: String,
}

/// Loads the pages of a folder, or the built-in ones; fails with all that is wrong with them.
pub(crate) fn load(folder: Option<&Path>) -> Result<PublishedPages, FormError> {
    let mut pages: Vec<ContentPage> = Vec::new();
    let mut hash = Sha256::new();
    for (name, text) in sources(folder)? {
        let page = serde_json::from_str(&text).map_err(|error| FormError::Parse(name, error))?;
        hash.update(&text);
        pages.push(page);
    }
    let mut wrong = missing_and_unknown(&pages);
    wrong.extend(faults(&pages));
    let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    if !wrong.is_empty() {
        return Err(FormError::Invalid("pages".to_owned(), wrong.join("、")));
    }
    let tag = hex::encode(&hash.finalize()[..8]);
    Ok(PublishedPages { pages, tag })
}

fn sources(folder: Option<&Path>) -> Result<Vec<(String, String)>, FormError> {
    let folder = folder.map(|it| it.join("pages")).filter(|it| it.is_dir());
    folder.map_or_else(
        || {
            Ok(BUILT_IN
                .map(|it| (it.0.to_owned(), it.1.to_owned()))
                .to_vec())
        },
        |it| crate::forms::folder::read_json_files(&it),
    )
}
