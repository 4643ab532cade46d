//! What a room may not ask for. That a crate does not see another is Cargo's to keep.

use crate::source::{assert_none, code, files, read};

/// Files below a folder that name one of the words outside of comments, unless `may`.
fn naming(folder: &str, words: &[&str], may: impl Fn(&str) -> bool) -> Vec<String> {
    let mut offenders = Vec::new();
    for (name, text) in files(folder, "rs").into_iter().filter(|it| !may(&it.0)) {
        let code = code(&text);
        let found = words.iter().filter(|it| code.contains(**it));
        offenders.extend(found.map(|it| format!("{name} names {it}")));
    }
    offenders
}

#[test]
fn the_domain_asks_for_no_clock_no_randomness_and_no_dictionary() {
    let words = [
        "SystemTime",
        "Instant::now",
        "Date::now",
        "rand::",
        "getrandom",
        "OsRng",
        "i18n",
        "thread_local!",
        "static mut",
    ];
    // The dice of a test are seeded.
    assert_none(naming("app/domain/src", &words, |it| it.contains("/tests")));
}

#[test]
fn only_main_and_the_clock_read_the_time() {
    let words = ["SystemTime::now", "Instant::now", "OffsetDateTime"];
    assert_none(naming("server/src", &words, |it| {
        it == "server/src/main.rs"
    }));
    let words = ["Date::now", "SystemTime"];
    assert_none(naming("app", &words, |it| {
        it == "app/browser/src/clock.rs" || it.contains("/tests/")
    }));
}

#[test]
fn only_the_browser_crate_names_web_apis() {
    let words = ["web_sys", "js_sys", "idb::"];
    for folder in [
        "app/domain/src",
        "app/api/src",
        "app/staff/src",
        "app/fair/src",
    ] {
        assert_none(naming(folder, &words, |_| false));
    }
}

/// These crates are built for wasm only, where `cargo test` runs nothing.
#[test]
fn no_unit_test_stands_where_none_runs() {
    for folder in ["app/browser/src", "app/staff/src", "app/fair/src"] {
        assert_none(naming(folder, &["#[test]", "#[cfg(test)]"], |_| false));
    }
}

#[test]
fn the_service_worker_does_not_handle_api_requests() {
    let worker = read("public/sw.js");
    assert!(worker.contains("url.pathname.startsWith(\"/api/\")) return;"));
    let waits = worker.matches("skipWaiting").count();
    assert_eq!(waits, 1, "only when the user asks for it");
}

#[test]
fn playwright_tests_find_elements_by_role_and_label() {
    let words = [
        "getByTestId",
        "locator(\".",
        "locator('.",
        "test.skip",
        "test.only",
        ".fixme",
    ];
    let mut offenders = Vec::new();
    for (name, text) in files("end2end/tests", "ts") {
        let found = words.iter().filter(|it| text.contains(**it));
        offenders.extend(found.map(|it| format!("{name} uses {it}")));
    }
    assert_none(offenders);
}
