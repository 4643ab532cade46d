//! The sources, read and parsed.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders with sources of other people, of the build, or of earlier releases.
const NOT_OURS: [&str; 5] = [
    "node_modules",
    "target",
    "test-results",
    "playwright-report",
    ".git",
];

/// The crates, each with the folder of its modules.
pub const CRATES: [(&str, &str); 6] = [
    ("domain", "app/domain/src"),
    ("api", "app/api/src"),
    ("browser", "app/browser/src"),
    ("staff", "app/staff/src"),
    ("fair", "app/fair/src"),
    ("server", "server/src"),
];

/// The workspace's folder.
pub fn root() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).unwrap().to_owned()
}

pub fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files below a folder with a file name extension, as (path from the root, text), sorted.
pub fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !NOT_OURS.iter().any(|it| path.ends_with(it)) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|it| it == extension) {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no {extension} files below {folder}");
    found
}

/// Removes comment lines, so that a comment may mention a forbidden word.
pub fn code(text: &str) -> String {
    let lines = text.lines().filter(|it| !it.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A module of a crate, without its tests.
pub struct Module {
    /// Names from the crate's root; empty for the root.
    pub path: Vec<String>,
    /// File, from the workspace's root.
    pub file: String,
    pub syntax: syn::File,
}

/// The modules of a crate, by file, without those that hold tests.
pub fn modules(folder: &str) -> Vec<Module> {
    let module = |(file, text): (String, String)| {
        let below = file.strip_prefix(folder)?.strip_prefix('/')?;
        let mut path: Vec<String> = below
            .strip_suffix(".rs")?
            .split('/')
            .map(str::to_owned)
            .collect();
        if path.iter().any(|it| it == "tests") {
            return None;
        }
        if path == ["lib"] || path == ["main"] {
            path.clear();
        }
        let mut syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        syntax.items.retain(|it| !is_test(it));
        Some(Module { path, file, syntax })
    };
    files(folder, "rs").into_iter().filter_map(module).collect()
}

/// Whether an item is a module of tests.
fn is_test(item: &syn::Item) -> bool {
    let syn::Item::Mod(module) = item else {
        return false;
    };
    module.attrs.iter().any(|it| {
        let words = it.meta.require_list().map(|it| it.tokens.to_string());
        it.path().is_ident("cfg") && words.is_ok_and(|it| it == "test")
    })
}

/// Fails with all offenders at once.
pub fn assert_none(offenders: impl IntoIterator<Item = String>) {
    let offenders: Vec<String> = offenders.into_iter().collect();
    assert!(offenders.is_empty(), "\n{}", offenders.join("\n"));
}
