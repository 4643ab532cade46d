//! Validates an edition of the quiz before it is published.

use domain::quiz::Weight;
use domain::quiz::{FuriganaText, LabeledOption, Quiz, ResultType, SurveyQuestion};
use std::collections::HashSet;

/// Synonyms of words that may be on the list of what is never asked.
pub(crate) const SYNONYMS: [(&str, &[&str]); 8] = [
    ("氏名", &["名前", "your name"]),
    ("住所", &["住まい", "your address"]),
    ("電話番号", &["your phone"]),
    ("メールアドレス", &["your email", "your e-mail"]),
    ("家族", &["続柄", "学歴", "収入", "your family"]),
    ("年齢", &["何歳", "your age", "how old"]),
    ("性別", &["男性", "女性", "your gender"]),
    ("学校名", &["大学名", "your school", "your university"]),
];

/// The words to search for, from the list of what is never asked: `氏名・住所` is two words, a part in brackets explains
/// the word before it, and of `内定の状況` or `学生運動などの社会運動` only the parts are searched for.
pub(crate) fn forbidden_words(quiz: &Quiz) -> Vec<String> {
    let lines = quiz.never_ask.iter();
    let outside = lines.map(|it| it.split('（').next().unwrap_or_default());
    let words = outside.flat_map(|it| it.split('・'));
    let words = words.flat_map(|it| match it.trim() {
        // 障害 alone is also part of a job's name, so only the wording of the question is searched for.
        "障害の有無" => vec!["障害の有無", "障害がありますか"],
        it => match (it.split_once("などの"), it.split_once('の')) {
            (Some((one, other)), _) => vec![one, other],
            (None, Some((what, "状況" | "結果"))) => vec![what],
            _ => vec![it],
        },
    });
    let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
    let same = SYNONYMS.iter().filter(|it| words.contains(&it.0));
    let same = same.flat_map(|it| it.1);
    words
        .iter()
        .chain(same)
        .map(|it| (*it).to_owned())
        .collect()
}

/// Every text that asks the visitor for something, with the id of its question: quiz questions, survey questions and
/// survey options. Options of quiz questions are not included: they say what one would do in a story.
pub(crate) fn wordings(quiz: &Quiz) -> Vec<(&str, &FuriganaText)> {
    let questions = quiz.questions.iter();
    let mut all: Vec<_> = questions.map(|it| (it.id.as_str(), &it.words)).collect();
    for it in &quiz.survey.questions {
        all.push((it.id.as_str(), &it.words));
        let more = it.options_by.iter().flat_map(|it| &it.options);
        let options = it.options.iter().chain(more);
        all.extend(options.map(|option| (it.id.as_str(), &option.words)));
    }
    all
}

/// Why an edition may not be published, as sentences; empty if it may.
pub(crate) fn faults(quiz: &Quiz) -> Vec<String> {
    let mut faults = Vec::new();
    for word in forbidden_words(quiz) {
        for (id, text) in wordings(quiz) {
            if text.contains(&word) {
                faults.push(format!("{id}: 「{word}」は、たずねてはいけません"));
            }
        }
    }
    let mut seen = HashSet::new();
    for (id, _) in wordings(quiz).iter().filter(|it| it.1.ja.is_empty()) {
        faults.push(format!("{id}: 文がありません"));
    }
    let ids = quiz.questions.iter().map(|it| &it.id);
    for id in ids.chain(quiz.survey.questions.iter().map(|it| &it.id)) {
        if !seen.insert(id) {
            faults.push(format!("{id}: 2回あります"));
        }
    }
    check_scoring(quiz, &mut faults);
    for wish in &quiz.survey.questions {
        check_survey_question(quiz, wish, &mut faults);
    }
    for it in quiz
        .links
        .iter()
        .filter(|it| !it.url.starts_with("https://"))
    {
        faults.push(format!("{}: https:// で始まりません", it.url));
    }
    let idle = &quiz.kiosk;
    if idle.reset_after > 0 && idle.warn_after >= idle.reset_after {
        faults.push("kiosk: 知らせる前に、やり直しになります".to_owned());
    }
    faults
}

pub(crate) fn check_scoring(quiz: &Quiz, faults: &mut Vec<String>) {
    let has = |all: &[LabeledOption], id: &str| all.iter().any(|it| it.id == id);
    for question in &quiz.questions {
        if question.options.len() < 2 {
            faults.push(format!("{}: 選択肢が足りません", question.id));
        }
        for option in &question.options {
            let unknown = option
                .weights
                .iter()
                .find(|it| !has(&quiz.dimensions, &it.awareness));
            if let Some(Weight { awareness, .. }) = unknown {
                faults.push(format!("{}: 意識 {awareness} がありません", question.id));
            }
            if !has(&quiz.abilities, &option.ability) {
                let ability = &option.ability;
                faults.push(format!("{}: 能力 {ability} がありません", question.id));
            }
        }
    }
    for dimension in &quiz.dimensions {
        let own = |it: &&ResultType| it.dimension.as_ref() == Some(&dimension.id);
        if quiz.results.iter().filter(own).count() != 1 {
            faults.push(format!("{}: タイプが1つではありません", dimension.id));
        }
    }
    if quiz
        .results
        .iter()
        .filter(|it| it.dimension.is_none())
        .count()
        != 1
    {
        faults.push("バランスのタイプが1つではありません".to_owned());
    }
}

pub(crate) fn check_survey_question(quiz: &Quiz, wish: &SurveyQuestion, faults: &mut Vec<String>) {
    if !["multi", "single"].contains(&wish.kind.as_str()) {
        faults.push(format!(
            "{}: 選ぶ質問だけが使えます（自由に書く質問は使えません）",
            wish.id
        ));
    }
    let all = &quiz.survey.questions;
    if !wish.show_if.is_empty() && all.iter().all(|it| it.id != wish.show_if) {
        faults.push(format!(
            "{}: 前の質問 {} がありません",
            wish.id, wish.show_if
        ));
    }
    if wish.options.is_empty() && wish.options_by.is_empty() {
        faults.push(format!("{}: 選択肢がありません", wish.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::quiz::WardLink;

    fn quiz() -> Quiz {
        let text = include_str!("../../../content/quiz/candidate_quiz.json");
        serde_json::from_str(text).expect("a quiz")
    }

    #[test]
    fn the_built_in_quiz_is_valid() {
        assert_eq!(faults(&quiz()), Vec::<String>::new());
    }

    #[test]
    fn a_quiz_that_asks_a_forbidden_question_is_rejected() {
        for (at, asks) in [
            "{氏名|しめい}を書いてください",
            "お住まいの住所",
            "年齢は",
            "Your 学校名?",
            "お{名前|なまえ}は",
            "Please tell us your name",
            "{内定|ないてい}はありますか",
            "学生運動をしましたか",
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
            let faults = faults(&bad);
            assert!(!faults.is_empty(), "{asks}");
            assert!(faults.iter().all(|it| it.contains("たずねてはいけません")));
        }
    }

    #[test]
    fn free_text_unknown_dimensions_and_unsafe_links_are_rejected() {
        let mut bad = quiz();
        bad.survey.questions[0].kind = "text".to_owned();
        bad.questions[0].options[0].weights[0].awareness = "cheerfulness".to_owned();
        bad.links.push(WardLink {
            words: FuriganaText::new("求人", "Jobs"),
            url: "javascript:alert(1)".to_owned(),
        });
        assert_eq!(faults(&bad).len(), 3);
    }
}
