//! The digital skills map as an XLSX workbook: the tables of the page, with the same cells suppressed.

use crate::aggregates::publication;
use crate::aggregates::scores::CountedForm;
use crate::app_state::{AppState, CallError};
use crate::office::xlsx::{Worksheet, XlsxCell, to_xlsx};
use crate::skills::training;
use api::Code;
use api::access::Viewer;
use domain::aggregate::{GroupMeans, Overview};
use domain::calendar::Cycle;
use domain::training::TrainingDemand;

pub(crate) async fn skills_workbook(
    app: &AppState,
    reader: &Viewer,
    form: &CountedForm,
    cycle: Cycle,
) -> Result<Vec<u8>, CallError> {
    let means = publication::figures_of_cycle(app, form, cycle)
        .await?
        .overview;
    let training = training::training(app, reader, form, cycle).await?;
    let tables = [
        means_table("課ごと", &means, &means.sections),
        means_table("職層ごと", &means, &means.bands),
        participation_table(&means),
        training_table(&training),
        supporters_table(&training),
    ];
    let written = to_xlsx(&tables, "非表示").map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        Code::Internal
    });
    Ok(written?)
}

pub(crate) fn to_strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

pub(crate) fn means_table(name: &str, means: &Overview, groups: &[GroupMeans]) -> Worksheet {
    let subjects = means.subjects.iter().map(|it| it.name.clone());
    let row = |group: &GroupMeans| {
        let cells = group.cells.iter().map(|it| XlsxCell::Number(it.mean));
        std::iter::once(XlsxCell::Text(group.name.clone()))
            .chain(cells)
            .collect()
    };
    let shown = groups.iter().chain([&means.ward]);
    Worksheet {
        name: name.to_owned(),
        head: std::iter::once(name.to_owned()).chain(subjects).collect(),
        // Fewer than five sheets: means are suppressed for the ward as well as for its groups.
        rows: shown.filter(|_| means.sheets.is_some()).map(row).collect(),
    }
}

pub(crate) fn participation_table(means: &Overview) -> Worksheet {
    let row = |it: &GroupMeans| {
        let numbers = [Some(it.on_roster), it.people];
        let numbers = numbers.map(|it| XlsxCell::Number(it.map(f64::from)));
        std::iter::once(XlsxCell::Text(it.name.clone()))
            .chain(numbers)
            .collect()
    };
    Worksheet {
        name: "参加の様子".to_owned(),
        head: to_strings(&["課", "職員", "集計に入った人"]),
        rows: means
            .sections
            .iter()
            .chain([&means.ward])
            .map(row)
            .collect(),
    }
}

pub(crate) fn training_table(training: &TrainingDemand) -> Worksheet {
    let number = |it: Option<u32>| XlsxCell::Number(it.map(f64::from));
    let rows = training.wanted.iter().map(|it| {
        let mark = |it: &bool| XlsxCell::Text(if *it { "○" } else { "" }.to_owned());
        let sections = it.suits_section.iter().map(mark);
        let first = [
            XlsxCell::Text(it.measure.ja.clone()),
            number(it.suggested),
            number(it.planned),
        ];
        first.into_iter().chain(sections).collect()
    });
    let head = to_strings(&["施策", "すすめられる人", "計画した人"]);
    let sections = training.sections.iter().cloned();
    Worksheet {
        name: "研修の見込み".to_owned(),
        rows: rows.collect(),
        head: head.into_iter().chain(sections).collect(),
    }
}

pub(crate) fn supporters_table(training: &TrainingDemand) -> Worksheet {
    let rows = training.supporters.iter().map(|it| {
        vec![
            XlsxCell::Text(it.department.clone()),
            XlsxCell::Text(it.section.clone()),
            XlsxCell::Number(Some(it.count.into())),
            XlsxCell::Text(it.names.join("、")),
        ]
    });
    Worksheet {
        name: "ＤＸ推進サポーター".to_owned(),
        rows: rows.collect(),
        head: to_strings(&["部", "課", "人数", "氏名"]),
    }
}
