//! An event's counts as an XLSX workbook: the tables of the page, with the same cells suppressed.

use super::{counts, event};
use crate::desk::{Failure, SqliteDesk};
use crate::workbook::{Cell, Table, bytes};
use api::{Code, Name};
use domain::fair::{Count, Counted};
use domain::quiz::{Quiz, Text};

pub(super) async fn book(desk: &SqliteDesk, id: &str) -> Result<Vec<u8>, Failure> {
    let event = event(desk, id).await?;
    let counts = counts(desk, id).await?;
    let quiz = desk.quizzes.or_newest(&event.quiz).ok_or(Code::NotFound)?;
    let mut tables = vec![
        Table {
            name: "イベント".to_owned(),
            head: words(&["イベント", "場所", "初日", "最終日", "答えた人"]),
            rows: vec![vec![
                Cell::Text(event.name),
                Cell::Text(event.place),
                Cell::Text(event.first_day),
                Cell::Text(event.last_day),
                number(counts.visitors),
            ]],
        },
        Table {
            name: "タイプ".to_owned(),
            head: words(&["タイプ", "件数"]),
            rows: rows("type", &counts.types, &names(quiz)),
        },
    ];
    for it in &counts.wishes {
        let title = quiz.survey.questions.iter().find(|wish| wish.id == it.id);
        tables.push(Table {
            name: title.map_or_else(|| it.id.clone(), |it| it.words.plain(false)),
            head: words(&["選択肢", "件数"]),
            rows: rows(&it.id, &it.options, &names(quiz)),
        });
    }
    tables.push(by_job(&counts.info_by_job, quiz));
    let written = bytes(&tables, "非表示（5人未満）").map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        Code::Internal
    });
    Ok(written?)
}

fn by_job(all: &[Counted], quiz: &Quiz) -> Table {
    let names = names(quiz);
    let head = all.first().map(|it| {
        it.options
            .iter()
            .map(|it| name(&names, &format!("info/{}", it.id)))
            .collect::<Vec<_>>()
    });
    let row = |it: &Counted| {
        let cells = it.options.iter().map(|it| number(it.n));
        std::iter::once(Cell::Text(name(&names, &format!("jobs/{}", it.id))))
            .chain(cells)
            .collect()
    };
    Table {
        name: "職種ごとの知りたい情報".to_owned(),
        head: std::iter::once("職種".to_owned())
            .chain(head.unwrap_or_default())
            .collect(),
        rows: all.iter().map(row).collect(),
    }
}

/// The label of every count, by `type/…`, `question` and `question/option`.
fn names(quiz: &Quiz) -> Vec<(String, &Text)> {
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
pub(super) async fn names_of(desk: &SqliteDesk, id: &str) -> Result<Vec<Name>, Failure> {
    let event = event(desk, id).await?;
    let quiz = desk.quizzes.or_newest(&event.quiz).ok_or(Code::NotFound)?;
    let name = |(id, words): (String, &Text)| Name {
        id,
        ja: words.plain(false),
        en: words.en.clone(),
    };
    let own = std::iter::once(("quiz".to_owned(), &quiz.title));
    Ok(own.chain(names(quiz)).map(name).collect())
}

fn name(names: &[(String, &Text)], id: &str) -> String {
    let found = names.iter().find(|it| it.0 == id);
    found.map_or_else(|| id.to_owned(), |it| it.1.plain(false))
}

/// One row per count of a group; `group` is `type` or a question's id.
fn rows(group: &str, counts: &[Count], names: &[(String, &Text)]) -> Vec<Vec<Cell>> {
    let named = |it: &Count| Cell::Text(name(names, &format!("{group}/{}", it.id)));
    counts
        .iter()
        .map(|it| vec![named(it), number(it.n)])
        .collect()
}

fn number(n: Option<u32>) -> Cell {
    Cell::Number(n.map(f64::from))
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}
