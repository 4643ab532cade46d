//! An event's counts as an XLSX workbook: the tables of the page, with the same cells suppressed.

use crate::app_state::{AppState, CallError};
use crate::fair::events::{event_counts, find_event};
use crate::office::xlsx::{Worksheet, XlsxCell, to_xlsx};
use api::Code;
use api::fair::Label;
use domain::fair::{OptionCount, QuestionCounts};
use domain::ids::EventId;
use domain::quiz::{FuriganaText, Quiz};

pub(crate) async fn event_workbook(app: &AppState, id: &EventId) -> Result<Vec<u8>, CallError> {
    let event = find_event(app, id).await?;
    let counts = event_counts(app, id).await?;
    let quiz = app
        .quizzes
        .by_tag_or_newest(&event.quiz)
        .ok_or(Code::NotFound)?;
    let mut tables = vec![
        Worksheet {
            name: "イベント".to_owned(),
            head: to_strings(&["イベント", "場所", "初日", "最終日", "答えた人"]),
            rows: vec![vec![
                XlsxCell::Text(event.name),
                XlsxCell::Text(event.place),
                XlsxCell::Text(event.first_day.0),
                XlsxCell::Text(event.last_day.0),
                number_cell(counts.visitors),
            ]],
        },
        Worksheet {
            name: "タイプ".to_owned(),
            head: to_strings(&["タイプ", "件数"]),
            rows: count_rows("type", &counts.types, &names(quiz)),
        },
    ];
    for it in &counts.wishes {
        let title = quiz.survey.questions.iter().find(|wish| wish.id == it.id);
        tables.push(Worksheet {
            name: title.map_or_else(|| it.id.clone(), |it| it.words.plain(false)),
            head: to_strings(&["選択肢", "件数"]),
            rows: count_rows(&it.id, &it.options, &names(quiz)),
        });
    }
    tables.push(by_job(&counts.info_by_job, quiz));
    let written = to_xlsx(&tables, "非表示（5人未満）").map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        Code::Internal
    });
    Ok(written?)
}

pub(crate) fn by_job(all: &[QuestionCounts], quiz: &Quiz) -> Worksheet {
    let names = names(quiz);
    let head = all.first().map(|it| {
        it.options
            .iter()
            .map(|it| name(&names, &format!("info/{}", it.id)))
            .collect::<Vec<_>>()
    });
    let row = |it: &QuestionCounts| {
        let cells = it.options.iter().map(|it| number_cell(it.n));
        std::iter::once(XlsxCell::Text(name(&names, &format!("jobs/{}", it.id))))
            .chain(cells)
            .collect()
    };
    Worksheet {
        name: "職種ごとの知りたい情報".to_owned(),
        head: std::iter::once("職種".to_owned())
            .chain(head.unwrap_or_default())
            .collect(),
        rows: all.iter().map(row).collect(),
    }
}

/// The label of every count, by `type/…`, `question` and `question/option`.
pub(crate) fn names(quiz: &Quiz) -> Vec<(String, &FuriganaText)> {
    let types = quiz
        .results
        .iter()
        .map(|it| (format!("type/{}", it.id), &it.title));
    let questions = quiz.survey.questions.iter().flat_map(|it| {
        let more = it.options_by.iter().flat_map(|it| &it.options);
        let options = it.options.iter().chain(more);
        let options = options.map(|option| (format!("{}/{}", it.id, option.id), &option.words));
        std::iter::once((it.id.clone(), &it.words)).chain(options)
    });
    types.chain(questions).collect()
}

/// The labels of an event's counts; `quiz` is the title of its quiz.
pub(crate) async fn event_labels(app: &AppState, id: &EventId) -> Result<Vec<Label>, CallError> {
    let event = find_event(app, id).await?;
    let quiz = app
        .quizzes
        .by_tag_or_newest(&event.quiz)
        .ok_or(Code::NotFound)?;
    let name = |(id, words): (String, &FuriganaText)| Label {
        id,
        ja: words.plain(false),
        en: words.en.clone(),
    };
    let own = std::iter::once(("quiz".to_owned(), &quiz.title));
    Ok(own.chain(names(quiz)).map(name).collect())
}

pub(crate) fn name(names: &[(String, &FuriganaText)], id: &str) -> String {
    let found = names.iter().find(|it| it.0 == id);
    found.map_or_else(|| id.to_owned(), |it| it.1.plain(false))
}

/// One row per count of a group; `group` is `type` or a question's id.
pub(crate) fn count_rows(
    group: &str,
    counts: &[OptionCount],
    names: &[(String, &FuriganaText)],
) -> Vec<Vec<XlsxCell>> {
    let named = |it: &OptionCount| XlsxCell::Text(name(names, &format!("{group}/{}", it.id)));
    counts
        .iter()
        .map(|it| vec![named(it), number_cell(it.n)])
        .collect()
}

pub(crate) fn number_cell(n: Option<u32>) -> XlsxCell {
    XlsxCell::Number(n.map(f64::from))
}

pub(crate) fn to_strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}
