//! House rules that the compiler does not check: dependencies between rooms, lengths, and the paths in the README.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("a workspace")
        .to_owned()
}

fn files(folder: &str, end: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !path.ends_with("node_modules") && !path.ends_with("test-results") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|it| it == end) {
                let name = path
                    .strip_prefix(root())
                    .expect("below")
                    .display()
                    .to_string();
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no {end} files below {folder}");
    found
}

/// Removes comment lines, so that a comment may mention a forbidden word.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|it| !it.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn assert_no_file_contains(words: &[&str], folder: &str, may: impl Fn(&str) -> bool) {
    let mut offenders = Vec::new();
    for (name, text) in files(folder, "rs") {
        let code = code(&text);
        for word in words {
            if !may(&name) && code.contains(word) {
                offenders.push(format!("{name} names {word}"));
            }
        }
    }
    assert_eq!(offenders, Vec::<String>::new());
}

#[test]
fn only_the_listed_server_modules_use_sqlx() {
    let rooms = [
        "backup",
        "receipt",
        "desk",
        "writer",
        "database",
        "content",
        "handover",
        "roster",
        "retention",
        "sample",
    ];
    assert_no_file_contains(&["sqlx"], "server/src", |name| {
        rooms
            .iter()
            .any(|it| name.starts_with(&format!("server/src/{it}")))
    });
}

#[test]
fn only_main_and_the_clock_read_the_time() {
    assert_no_file_contains(
        &["SystemTime::now", "Instant::now", "OffsetDateTime"],
        "server/src",
        |name| name == "server/src/main.rs",
    );
    assert_no_file_contains(&["Date::now", "SystemTime"], "app", |name| {
        name == "app/browser/src/clock.rs" || name.contains("/tests/")
    });
}

#[test]
fn the_service_worker_does_not_handle_api_requests() {
    let worker = fs::read_to_string(root().join("public/sw.js")).expect("a worker");
    assert!(worker.contains("url.pathname.startsWith(\"/api/\")) return;"));
    assert_eq!(
        worker.matches("skipWaiting").count(),
        1,
        "only on the person's word"
    );
}

#[test]
fn files_begin_with_a_module_doc_and_have_at_most_400_lines() {
    let mut faults = Vec::new();
    for folder in ["app", "server/src", "server/tests"] {
        for (name, text) in files(folder, "rs") {
            if !text.starts_with("//!") {
                faults.push(format!("{name} does not say what it is"));
            }
            if text.lines().count() > 400 {
                faults.push(format!("{name} is longer than 400 lines"));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn functions_have_at_most_60_lines_and_views_80() {
    let mut faults = Vec::new();
    for folder in ["app", "server/src"] {
        for (name, text) in files(folder, "rs") {
            let has_views = ["app/staff", "app/fair"];
            let most = if has_views.iter().any(|it| name.starts_with(it)) {
                80
            } else {
                60
            };
            faults.extend(long_functions(&name, &text, most));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

/// Lists functions longer than `most` lines, from `fn` to the brace at the same indentation (rustfmt's layout).
fn long_functions(name: &str, text: &str, most: usize) -> Vec<String> {
    let mut faults = Vec::new();
    let mut open: Option<(usize, usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let words = line
            .trim_start()
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ");
        let words = words
            .trim_start_matches("pub ")
            .trim_start_matches("async ");
        // A trait method without a body ends its declaration with a semicolon.
        let is_declared = line.ends_with(';');
        if open.is_none() && words.starts_with("fn ") {
            open = (!is_declared).then(|| (at, indent, words.to_owned()));
        } else if is_declared && open.as_ref().is_some_and(|it| it.1 == indent) {
            open = None;
        } else if let Some((start, own, head)) = &open
            && indent == *own
            && line.trim_start().starts_with('}')
        {
            if at - start + 1 > most {
                faults.push(format!(
                    "{name}:{} {head} has {} lines",
                    start + 1,
                    at - start + 1
                ));
            }
            open = None;
        }
    }
    faults
}

#[test]
fn modules_have_no_generic_names() {
    let forbidden = [
        "utils", "util", "helpers", "common", "manager", "service", "types", "misc", "mod",
    ];
    for folder in ["app", "server/src"] {
        for (name, _) in files(folder, "rs") {
            let stem = Path::new(&name)
                .file_stem()
                .and_then(|it| it.to_str())
                .unwrap_or_default();
            assert!(!forbidden.contains(&stem), "{name}");
        }
    }
}

#[test]
fn every_path_in_the_readme_exists() {
    let readme = fs::read_to_string(root().join("README.md")).expect("a README");
    let roots = [
        "app/", "server/", "style/", "public/", "end2end/", ".ci/", ".cargo/",
    ];
    let quoted = readme.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = quoted
        .filter(|it| roots.iter().any(|root| it.starts_with(root)))
        .collect();
    assert!(paths.len() > 15, "the map names the rooms");
    for path in paths {
        assert!(
            root().join(path).exists(),
            "README names {path}, which does not exist"
        );
    }
}

#[test]
fn playwright_tests_use_role_and_label_locators() {
    for (name, text) in files("end2end/tests", "ts") {
        for word in [
            "getByTestId",
            "locator(\".",
            "locator('.",
            "test.skip",
            "test.only",
            ".fixme",
        ] {
            assert!(!text.contains(word), "{name} uses {word}");
        }
    }
}
