//! What is wrong with content pages: said before anybody sees them.

use domain::content_page::{ContentLink, ContentPage, EntryId, LinkTarget};
use domain::route::Route;
use std::collections::BTreeSet;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PageFault {
    #[error("{0} が2回あります")]
    Twice(String),
    #[error("「{0}」は半角の英小文字・数字・下線で書いてください")]
    Id(String),
    #[error("{0} に日本語の名前か説明がありません")]
    NoText(String),
    /// A link of an entry leads nowhere: entry, and where to.
    #[error("{0} のリンク先 {1} がありません")]
    DeadLink(String, String),
    /// The menus and the fair lead to it.
    #[error("ページ {0} がありません（載せることがなければ、その旨を lead に書いてください）")]
    Missing(&'static str),
    #[error("ページ {0} を表示する場所がありません")]
    Unknown(String),
}

/// The page for candidates, of the fair's own app.
const FAIR_WORK: &str = "/fair/work";

/// The pages that the menus and the fair lead to.
const PAGES: [&str; 3] = ["policy", "support", "recruiting"];

/// The pages that a ward has left out, and those that nothing leads to.
pub(super) fn missing_and_unknown(pages: &[ContentPage]) -> Vec<PageFault> {
    let is_given = |name: &str| pages.iter().any(|it| it.id.as_str() == name);
    let missing = PAGES.into_iter().filter(|it| !is_given(it));
    let unknown = pages.iter().map(|it| it.id.as_str());
    let unknown = unknown.filter(|it| !PAGES.contains(it));
    missing
        .map(PageFault::Missing)
        .chain(unknown.map(|it| PageFault::Unknown(it.to_owned())))
        .collect()
}

/// Everything that is wrong with the pages of a ward, taken together: their links lead to one another.
pub(super) fn faults(pages: &[ContentPage]) -> Vec<PageFault> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for page in pages {
        if !seen.insert(page.id.as_str()) {
            found.push(PageFault::Twice(page.id.to_string()));
        }
        page_faults(page, &mut found);
        for entry in page.entries() {
            let dead = entry.links.iter().filter(|it| !leads_somewhere(pages, it));
            found.extend(dead.map(|it| {
                let to = match &it.to {
                    LinkTarget::Form(form) => form.to_string(),
                    LinkTarget::Path(path) => path.clone(),
                };
                PageFault::DeadLink(entry.id.to_string(), to)
            }));
        }
    }
    found
}

fn page_faults(page: &ContentPage, found: &mut Vec<PageFault>) {
    let mut sections = BTreeSet::new();
    let mut entries: BTreeSet<&EntryId> = BTreeSet::new();
    for section in &page.sections {
        if !is_url_word(&section.id) {
            found.push(PageFault::Id(section.id.clone()));
        }
        if !sections.insert(&section.id) {
            found.push(PageFault::Twice(section.id.clone()));
        }
        for entry in &section.entries {
            if !is_url_word(entry.id.as_str()) {
                found.push(PageFault::Id(entry.id.to_string()));
            }
            if !entries.insert(&entry.id) {
                found.push(PageFault::Twice(entry.id.to_string()));
            }
            if entry.words.ja.is_empty() || entry.text.ja.is_empty() {
                found.push(PageFault::NoText(entry.id.to_string()));
            }
        }
    }
}

fn is_url_word(text: &str) -> bool {
    let may = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    !text.is_empty() && text.bytes().all(may)
}

/// Whether a link's page exists, and the entry that its anchor names. A form may be one that only some wards have.
fn leads_somewhere(pages: &[ContentPage], link: &ContentLink) -> bool {
    let LinkTarget::Path(path) = &link.to else {
        return true;
    };
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    if path == FAIR_WORK {
        return true;
    }
    let mut parts = path.trim_start_matches('/').split('/');
    let page = parts.next().unwrap_or_default();
    let page = pages.iter().find(|it| it.id.as_str() == page);
    let has_entry = |section: &str| {
        let section = page.and_then(|it| it.section(section));
        section.is_some_and(|it| {
            anchor.is_empty() || it.entries.iter().any(|it| it.id.as_str() == anchor)
        })
    };
    match (Route::parse(path), parts.next()) {
        (_, Some(section)) if page.is_some() => has_entry(section),
        (Some(Route::Policy(_) | Route::Support(_)), _) => page.is_some(),
        (route, _) => route.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(links: &str) -> ContentPage {
        let json = format!(
            r#"{{"id": "support", "version": 1, "words": {{"ja": "相談"}}, "sections": [
                {{"id": "harassment", "words": {{"ja": "ハラスメント"}}, "entries": [
                    {{"id": "customers", "words": {{"ja": "対応"}}, "text": {{"ja": "一人で対応しません。"}},
                      "links": [{{"words": {{"ja": "見る"}}, {links}}}]}}]}}]}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn a_page_left_out_and_one_that_nothing_leads_to_are_said() {
        let mut other = page(r#""form": "self_scoring_sheet""#);
        other.id = domain::content_page::ContentPageId::from("suport");
        let wrong = missing_and_unknown(&[other]);
        assert_eq!(
            wrong,
            [
                PageFault::Missing("policy"),
                PageFault::Missing("support"),
                PageFault::Missing("recruiting"),
                PageFault::Unknown("suport".to_owned()),
            ]
        );
    }

    #[test]
    fn a_dead_link_an_id_used_twice_and_a_missing_text_are_said() {
        let of = |path: &str| faults(&[page(&format!(r#""path": "{path}""#))]).len();
        assert_eq!(of("/support/harassment#customers"), 0);
        assert_eq!(of("/account"), 0);
        assert_eq!(of("/support/harassment#no_such"), 1);
        assert_eq!(of("/support/no_such"), 1);
        assert_eq!(of("/policy"), 1, "this ward has no such page");
        assert_eq!(
            of("https://example.com/"),
            1,
            "nothing leads out of the network"
        );
        let mut twice = page(r#""form": "self_scoring_sheet""#);
        let again = twice.sections[0].entries[0].clone();
        twice.sections[0].entries.push(again);
        twice.sections[0].entries[0].text.ja.clear();
        let told: Vec<String> = faults(&[twice]).iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
    }
}
