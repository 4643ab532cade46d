//! Decoding of the quiz, its furigana markup and the survey's dependent choices.

use super::text::parts;
use super::*;

#[test]
fn the_year_of_a_link_is_the_one_in_its_path() {
    let year = |url: &str| {
        let link = WardLink {
            words: FuriganaText::default(),
            url: url.to_owned(),
        };
        link.year()
    };
    assert_eq!(year("https://example.com/saiyo/2026/recruit"), Some(2026));
    assert_eq!(year("https://example.com/b006/p006497.html"), None);
    assert_eq!(year("https://example.com/1234/?year=2026"), None);
}

fn quiz() -> Quiz {
    let text = include_str!("../../../../server/content/quiz/candidate_quiz.json");
    serde_json::from_str(text).expect("a quiz")
}

#[test]
fn furigana_marks_are_parsed_and_incomplete_marks_stay_plain() {
    assert_eq!(
        parts("{今日|きょう}から{職場|しょくば}で"),
        [
            RubyPart::Ruby("今日", "きょう"),
            RubyPart::Plain("から"),
            RubyPart::Ruby("職場", "しょくば"),
            RubyPart::Plain("で"),
        ]
    );
    assert_eq!(parts("a{b"), [RubyPart::Plain("a{b")]);
    assert_eq!(
        FuriganaText::new("{今日|きょう}から", "").plain(false),
        "今日から"
    );
}

#[test]
fn dependent_options_are_those_of_the_chosen_option() {
    let quiz = quiz();
    let follows = quiz
        .survey
        .questions
        .iter()
        .find(|it| !it.show_if.is_empty());
    let follows = follows.expect("a question that follows");
    assert!(follows.options_for(&[]).is_empty());
    let said = [SurveyAnswer {
        question: "jobs".to_owned(),
        options: vec!["civil".to_owned()],
    }];
    let ids: Vec<&str> = follows
        .options_for(&said)
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["v_works", "v_disaster", "v_training", "v_qualification"]
    );
}

#[test]
fn furigana_are_hidden_from_screen_readers_which_get_plain_text() {
    let text = FuriganaText::new("{今日|きょう}<b>", "today <b>");
    assert_eq!(
        text.to_html(Language::Japanese, true),
        "<span aria-hidden=\"true\"><ruby>今日<rt>きょう</rt></ruby>&lt;b&gt;</span>\
         <span class=\"visually-hidden\">今日&lt;b&gt;</span>"
    );
    assert_eq!(text.to_html(Language::Japanese, false), "今日&lt;b&gt;");
    assert_eq!(text.to_html(Language::English, true), "today &lt;b&gt;");
}

#[test]
fn toggling_respects_the_maximum_and_drops_dependent_choices() {
    let survey = quiz().survey;
    let mut said = Vec::new();
    for job in ["ict", "civil", "nurse", "skilled"] {
        survey.toggle(&mut said, "jobs", job);
    }
    let chosen = |said: &[SurveyAnswer], id: &str| -> Vec<String> {
        let own = said.iter().find(|it| it.question == id);
        own.map(|it| it.options.clone()).unwrap_or_default()
    };
    // In the survey's order: the order of choosing is not recorded.
    assert_eq!(chosen(&said, "jobs"), ["civil", "nurse", "ict"]);
    survey.toggle(&mut said, "info_by_job", "v_works");
    assert_eq!(chosen(&said, "info_by_job"), ["v_works"]);
    survey.toggle(&mut said, "jobs", "civil");
    assert_eq!(chosen(&said, "info_by_job"), Vec::<String>::new());
    for it in &survey.questions[5].options {
        survey.toggle(&mut said, &survey.questions[5].id, &it.id);
    }
    assert_eq!(chosen(&said, &survey.questions[5].id).len(), 1);
    survey.toggle(&mut said, "nowhere", "x");
    assert!(
        said.iter()
            .all(|it| !it.options.is_empty() && it.question != "nowhere")
    );
}
