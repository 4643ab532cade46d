//! Reading the quiz, its texts with readings, and what an edition is refused for.

use super::text::parts;
use super::*;

fn quiz() -> Quiz {
    let text = include_str!("../../../../server/content/quiz/candidate_quiz.json");
    serde_json::from_str(text).expect("a quiz")
}

#[test]
fn a_marked_text_falls_into_its_pieces() {
    assert_eq!(
        parts("{今日|きょう}から{職場|しょくば}で"),
        [
            Part::Read("今日", "きょう"),
            Part::Plain("から"),
            Part::Read("職場", "しょくば"),
            Part::Plain("で"),
        ]
    );
    assert_eq!(parts("a{b"), [Part::Plain("a{b")]);
    assert_eq!(Text::of("{今日|きょう}から", "").plain(false), "今日から");
}

#[test]
fn the_ward_s_own_edition_is_without_fault() {
    assert_eq!(quiz().faults(), Vec::<String>::new());
}

#[test]
fn an_edition_that_asks_what_may_never_be_asked_is_refused() {
    for (at, asks) in [
        "{氏名|しめい}を書いてください",
        "お住まいの住所",
        "年齢は",
        "Your 学校名?",
    ]
    .iter()
    .enumerate()
    {
        let mut bad = quiz();
        if at % 2 == 0 {
            bad.survey.questions[0].words.ja = (*asks).to_owned();
        } else {
            bad.survey.questions[1].options[1].words.en = (*asks).to_owned();
        }
        let faults = bad.faults();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].contains("たずねてはいけません"));
    }
}

#[test]
fn free_text_and_unknown_awarenesses_are_refused() {
    let mut bad = quiz();
    bad.survey.questions[0].kind = "text".to_owned();
    bad.questions[0].options[0].weights[0].0 = "cheerfulness".to_owned();
    bad.links.push(Link {
        words: Text::of("求人", "Jobs"),
        url: "javascript:alert(1)".to_owned(),
    });
    assert_eq!(bad.faults().len(), 3);
}

#[test]
fn the_options_that_follow_a_choice_are_those_of_what_was_chosen() {
    let quiz = quiz();
    let follows = quiz
        .survey
        .questions
        .iter()
        .find(|it| !it.show_if.is_empty());
    let follows = follows.expect("a question that follows");
    assert!(follows.options_for(&[]).is_empty());
    let said = [("jobs".to_owned(), vec!["civil".to_owned()])];
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
