//! The digital skills map as an XLSX workbook: the tables of the page, with the same cells suppressed.

use super::{Failure, SqliteDesk, overview, training};
use crate::access::Reader;
use crate::workbook::{Cell, Table, bytes};
use api::Code;
use domain::aggregate::{GroupMeans, Overview, SectionProgress};
use domain::calendar::Cycle;
use domain::i18n::t;
use domain::ids::InstrumentId;
use domain::training::Training;

pub(super) async fn book(
    desk: &SqliteDesk,
    reader: &Reader,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<Vec<u8>, Failure> {
    let means = overview::overview(desk, instrument, cycle).await?;
    let progress = overview::progress(desk, instrument, cycle).await?;
    let training = training::training(desk, reader, instrument, cycle).await?;
    let tables = [
        means_table(t("課ごと"), &means, &means.sections),
        means_table(t("職層ごと"), &means, &means.bands),
        taking_part(&progress),
        demand(&training),
        supporters(&training),
    ];
    let written = bytes(&tables, t("非表示")).map_err(|error| {
        tracing::error!(%error, "a workbook could not be written");
        Code::Internal
    });
    Ok(written?)
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

fn means_table(name: &str, means: &Overview, groups: &[GroupMeans]) -> Table {
    let subjects = means.subjects.iter().map(|it| it.name.clone());
    let row = |group: &GroupMeans| {
        let cells = group.cells.iter().map(|it| Cell::Number(it.mean));
        std::iter::once(Cell::Text(group.name.clone()))
            .chain(cells)
            .collect()
    };
    let shown = groups.iter().chain([&means.ward]);
    Table {
        name: name.to_owned(),
        head: std::iter::once(name.to_owned()).chain(subjects).collect(),
        // Fewer than five sheets: means are suppressed for the ward as well as for its groups.
        rows: shown.filter(|_| means.sheets.is_some()).map(row).collect(),
    }
}

fn taking_part(progress: &[SectionProgress]) -> Table {
    let row = |it: &SectionProgress| {
        let numbers = [it.people, it.begun, it.submitted];
        let numbers = numbers.map(|it| Cell::Number(Some(it.into())));
        let names = [&it.department, &it.section].map(|it| Cell::Text(it.clone()));
        names.into_iter().chain(numbers).collect()
    };
    Table {
        name: t("参加の様子").to_owned(),
        head: words(&[t("部"), t("課"), t("人数"), t("入力中"), t("提出済み")]),
        rows: progress.iter().map(row).collect(),
    }
}

fn demand(training: &Training) -> Table {
    let number = |it: Option<u32>| Cell::Number(it.map(f64::from));
    let rows = training.wanted.iter().map(|it| {
        let sections = it.by_section.iter().map(|it| number(*it));
        let first = [
            Cell::Text(it.measure.ja.clone()),
            number(it.suggested),
            number(it.planned),
        ];
        first.into_iter().chain(sections).collect()
    });
    let head = words(&[t("施策"), t("すすめられる人"), t("計画した人")]);
    let sections = training.sections.iter().cloned();
    Table {
        name: t("研修の見込み").to_owned(),
        rows: rows.collect(),
        head: head.into_iter().chain(sections).collect(),
    }
}

fn supporters(training: &Training) -> Table {
    let rows = training.supporters.iter().map(|it| {
        vec![
            Cell::Text(it.department.clone()),
            Cell::Text(it.section.clone()),
            Cell::Number(Some(it.count.into())),
            Cell::Text(it.names.join("、")),
        ]
    });
    Table {
        name: t("ＤＸ推進サポーター").to_owned(),
        rows: rows.collect(),
        head: words(&[t("部"), t("課"), t("人数"), t("氏名")]),
    }
}
