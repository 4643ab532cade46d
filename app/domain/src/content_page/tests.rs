//! Finding a term, laying changes over an entry, and what a change may be.

use super::*;

fn page(links: &str) -> ContentPage {
    let json = format!(
        r#"{{"id": "support", "version": 1, "words": {{"ja": "相談・支援", "en": "Help"}}, "sections": [
            {{"id": "harassment", "words": {{"ja": "ハラスメント", "en": "Harassment"}}, "entries": [
                {{"id": "customer_harassment", "words": {{"ja": "カスタマーハラスメント対応", "en": "Hard customers"}},
                  "text": {{"ja": "一人で対応しません。", "en": "Do not stand alone.", "easy": "ひとりで しません。"}},
                  "details": [{{"words": {{"ja": "対象者"}}, "text": {{"ja": "全職員"}}, "official": true}}],
                  "contact": true, "links": [{links}]}}]}}]}}"#
    );
    serde_json::from_str(&json).expect("a page")
}

const FORM: &str = r#"{"words": {"ja": "採点"}, "form": "self_scoring_sheet"}"#;

#[test]
fn a_term_is_found_whatever_its_width_kana_and_language() {
    let page = page(FORM);
    let found = |text: &str| page.find(text, Locale::JAPANESE).len();
    assert_eq!(found("かすたまー"), 1);
    assert_eq!(found("ｶｽﾀﾏｰ"), 1);
    assert_eq!(found("全職員"), 1, "details are searched, too");
    assert_eq!(found("育児"), 0);
    assert_eq!(found("  "), 0, "nothing asked, nothing found");
}

#[test]
fn a_change_lies_over_the_published_entry_and_a_lost_entry_takes_none() {
    let mut page = page(FORM);
    let change = EntryChange {
        text: Some(ContentText {
            ja: "まず離れます。".to_owned(),
            ..ContentText::default()
        }),
        contact: Contact {
            phone: "内線 2345".to_owned(),
            check_by: Some("2027-03-31".into()),
            ..Contact::default()
        },
        ..EntryChange::default()
    };
    page.apply(&"no_such".into(), change.clone(), 3);
    assert_eq!(page.entries().next().map(|it| it.changed), Some(0));
    page.apply(&"customer_harassment".into(), change, 4);
    let entry = page.entries().next().expect("an entry");
    assert_eq!(
        (entry.changed, entry.text.ja.as_str()),
        (4, "まず離れます。")
    );
    // What nobody has translated is shown in Japanese, not left out.
    let words = serde_json::json!({});
    let english = Locale::english(Box::leak(Box::new(words)));
    assert_eq!(entry.text.shown(english), "まず離れます。");
    assert!(!entry.contact.is_missing() && entry.is_rewritten);
    assert!(!entry.contact.is_outdated(&"2027-03-31".into()));
    assert!(entry.contact.is_outdated(&"2027-04-01".into()));
}

#[test]
fn a_contact_that_is_filled_in_leaves_the_published_text_to_later_releases() {
    let mut page = page(FORM);
    let change = EntryChange {
        contact: Contact {
            phone: "内線 2345".to_owned(),
            ..Contact::default()
        },
        ..EntryChange::default()
    };
    assert_eq!(change.fault(), None);
    page.apply(&"customer_harassment".into(), change, 1);
    let entry = page.entries().next().expect("an entry");
    assert_eq!(entry.text.ja, "一人で対応しません。");
    assert!(!entry.is_rewritten && !entry.wants_check(&"2026-12-01".into()));
}

#[test]
fn hidden_entries_leave_with_their_empty_section() {
    let mut page = page(FORM);
    let change = EntryChange {
        is_hidden: true,
        ..EntryChange::default()
    };
    page.apply(&"customer_harassment".into(), change, 1);
    page.drop_hidden();
    assert!(page.sections.is_empty());
}

#[test]
fn a_change_without_a_text_or_too_long_is_refused_with_a_sentence() {
    let with = |ja: &str, phone: &str, day: Option<&str>| EntryChange {
        text: Some(ContentText {
            ja: ja.to_owned(),
            ..ContentText::default()
        }),
        contact: Contact {
            phone: phone.to_owned(),
            check_by: day.map(Into::into),
            ..Contact::default()
        },
        ..EntryChange::default()
    };
    assert_eq!(with("よい", "", None).fault(), None);
    assert_eq!(with("よい", "", Some("2027-02-28")).fault(), None);
    assert!(with("　 ", "", None).fault().is_some());
    assert!(with(&"あ".repeat(2_001), "", None).fault().is_some());
    assert!(with("よい", &"1".repeat(201), None).fault().is_some());
    assert!(with("よい", "", Some("2027-02-31")).fault().is_some());
}

#[test]
fn lines_and_steps_are_changed_and_only_the_policy_speaks_with_its_words() {
    let mut page = page(FORM);
    let published = page.entries().next().unwrap().clone();
    let text = |ja: &str| ContentText {
        ja: ja.to_owned(),
        ..ContentText::default()
    };
    let line = |ja: &str, official| ContentDetail {
        words: Localized {
            ja: "いつまでに".to_owned(),
            en: String::new(),
        },
        text: text(ja),
        official,
    };
    let mut change = EntryChange {
        text: Some(published.text.clone()),
        details: Some(vec![
            published.details[0].clone(),
            line("5月10日まで", true),
        ]),
        steps: Some(vec![text("上司を呼びます。")]),
        ..EntryChange::default()
    };
    assert_eq!(change.fault(), None);
    change.settle(&published);
    assert_eq!(change.text, None, "as published, now and later");
    page.apply(&published.id, change.clone(), 7);
    let entry = page.entries().next().unwrap();
    let official: Vec<bool> = entry.details.iter().map(|it| it.official).collect();
    assert_eq!(official, [true, false]);
    assert!(entry.is_rewritten && entry.steps.len() == 1);
    // Nothing changed is nothing rewritten.
    let mut same = EntryChange {
        details: Some(published.details.clone()),
        steps: Some(published.steps.clone()),
        ..EntryChange::default()
    };
    same.settle(&published);
    assert!(!same.is_rewritten());
    for wrong in [
        EntryChange {
            steps: Some(vec![text(" ")]),
            ..EntryChange::default()
        },
        EntryChange {
            details: Some(vec![ContentDetail::default()]),
            ..EntryChange::default()
        },
        EntryChange {
            steps: Some(vec![text("一"); 21]),
            ..EntryChange::default()
        },
    ] {
        assert!(wrong.fault().is_some());
    }
}
