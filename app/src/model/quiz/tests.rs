//! Reading the quiz, and its texts with readings.

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
