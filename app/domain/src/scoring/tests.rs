//! Scores and suggestions against the ward's own form.

use super::*;
use crate::calendar::Cycle;
use crate::fact::{Fact, FactBody};
use crate::instrument::SubjectKind;
use crate::sheet::{ShareScope, SheetId};
use crate::timestamp::Timestamp;
use serde_json::json;

fn edition() -> Edition {
    let text = include_str!("../../../../server/content/self_scoring_sheet.json");
    serde_json::from_str::<Edition>(text)
        .expect("the form reads")
        .for_band(&"shunin".into())
}

fn sheet(answers: &[(&str, Value)]) -> Sheet {
    let facts: Vec<Fact> = answers
        .iter()
        .zip(1..)
        .map(|((item, value), n)| Fact {
            id: format!("f{n}").into(),
            device: "d".into(),
            n,
            sheet: SheetId {
                person: "E1".into(),
                instrument: "self_scoring_sheet".into(),
                cycle: Cycle::in_year(2026)[2],
            },
            body: FactBody::Answer {
                item: (*item).into(),
                value: value.clone(),
                settles: Vec::new(),
            },
            replaces: None,
            noted_at: Timestamp(0),
        })
        .collect();
    Sheet::from_facts(&facts)
}

#[test]
fn a_band_is_asked_forty_two_statements_and_three_about_the_workplace() {
    let edition = edition();
    let is_rated = |it: &&Item| matches!(it.kind, ItemKind::Scale | ItemKind::Likert { .. });
    let scales = edition.items().filter(is_rated);
    let workplace: Vec<&str> = edition
        .subjects
        .iter()
        .filter(|it| it.kind == SubjectKind::Workplace)
        .map(|it| it.id.as_str())
        .collect();
    let (own, work): (Vec<_>, Vec<_>) = scales.partition(|it| {
        it.subject
            .as_ref()
            .is_none_or(|subject| !workplace.contains(&subject.as_str()))
    });
    assert_eq!((own.len(), work.len()), (42, 3));
}

#[test]
fn an_ability_is_the_mean_of_its_answered_items_and_a_group_of_its_abilities() {
    let scores = score(
        &edition(),
        &sheet(&[
            ("sa_planning_shunin_1", json!(5)),
            ("sa_planning_shunin_2", json!(2)),
            ("sa_judgment_shunin_1", json!(4)),
            ("sa_judgment_shunin_2", json!("na")),
            ("sa_planning_kakariin_1", json!(1)),
        ]),
    );
    assert_eq!(scores.of(&"planning".into()), Some(3.5));
    assert_eq!(scores.of(&"judgment".into()), Some(4.0));
    assert_eq!(scores.of(&"action".into()), None);
    assert_eq!(scores.groups[0].id, "job_performance");
    assert_eq!(scores.groups[0].mean, Some(3.75));
    assert_eq!(scores.groups[1].mean, None);
}

fn suggestions(answers: &[(&str, Value)], band: &str, job: &str) -> Vec<Suggestion> {
    let (edition, sheet) = (edition(), sheet(answers));
    suggest(
        &edition,
        &sheet,
        &score(&edition, &sheet),
        &band.into(),
        job,
    )
}

#[test]
fn a_growth_point_comes_before_a_low_score_and_each_says_why() {
    let found = suggestions(
        &[
            ("growth_point", json!(["efficiency"])),
            ("sa_judgment_shunin_1", json!(2)),
        ],
        "shunin",
        "事務",
    );
    assert_eq!(
        found[0].reasons,
        [SuggestionReason::GrowthPoint("efficiency".into())]
    );
    assert_eq!(
        found[1].reasons,
        [SuggestionReason::LowScore("judgment".into(), 2.0)]
    );
    assert!(found.len() <= MAX_SUGGESTIONS);
}

#[test]
fn a_measure_for_another_band_or_job_type_is_never_shown() {
    let low = [("growth_point", json!(["planning"]))];
    let has = |growth: &str, band: &str, measure: &str| {
        let found = suggestions(&[("growth_point", json!([growth]))], band, "事務");
        found.iter().any(|it| it.measure == measure)
    };
    // For a 所属長 only; a graduate school is for everybody, as the policy has it.
    let has_subsidy = |band: &str| has("staff_development", band, "ojt_subsidy");
    assert!(has_subsidy("kanrishoku") && !has_subsidy("shunin"));
    assert!(has("planning", "kakariin", "grad_school_subsidy"));
    let architect = |job: &str| {
        suggestions(&low, "shunin", job)
            .iter()
            .any(|it| it.measure == "architect_subsidy")
    };
    assert!(architect("建築") && !architect("事務"));
}

#[test]
fn every_measure_of_the_sheet_is_suggested_to_somebody() {
    let edition = edition();
    let recommendations = edition.recommendations();
    let bands = edition.bands();
    let bands: Vec<&str> = bands.iter().map(|it| it.id.as_str()).collect();
    for measure in edition.measures() {
        let is_found = |growth: &str, band: &str, job: &str| {
            let found = suggestions(&[("growth_point", json!([growth]))], band, job);
            found.iter().any(|it| it.measure == measure.id)
        };
        let mut jobs = edition.job_types.iter();
        let own = jobs.find(|it| measure.only_job_types.contains(&it.id));
        let job = own.map_or("事務", |it| it.words.ja.as_str());
        let mut targets = recommendations.iter().map(|it| it.target.as_str());
        let is_reached = targets.any(|target| bands.iter().any(|band| is_found(target, band, job)));
        assert!(is_reached, "{} is suggested to nobody", measure.id);
    }
}

#[test]
fn without_low_scores_and_growth_points_nothing_is_suggested() {
    assert!(suggestions(&[("sa_planning_shunin_1", json!(3))], "shunin", "事務").is_empty());
}

#[test]
fn what_the_form_chooses_is_no_answer_and_is_not_missing() {
    let edition = edition();
    let answered = sheet(&[("sa_planning_shunin_1", json!("na"))]);
    let progress = progress(&edition, None, &answered);
    assert_eq!((progress.answered, progress.missing), (1, 41));
}

#[test]
fn a_difference_has_a_true_minus_and_none_that_is_rounded_away() {
    let differences = [(3.5, 5.0), (3.0, 3.0), (3.04, 3.0), (4.0, 3.0)];
    let shown = differences.map(|(now, before)| format_difference(now, before));
    assert_eq!(shown, ["−1.5", "±0.0", "±0.0", "+1.0"]);
}

/// Check-ins and inspections are for the two people concerned: nothing of them may get into a figure.
#[test]
fn nothing_is_counted_of_check_ins_and_inspections() {
    let forms = [
        include_str!("../../../../server/content/new_recruit_check.json"),
        include_str!("../../../../server/content/tutor_check.json"),
        include_str!("../../../../server/content/interviewer_check.json"),
        include_str!("../../../../server/content/ethics_inspection.json"),
        include_str!("../../../../server/content/disclosure_request.json"),
    ];
    for text in forms {
        let edition: Edition = serde_json::from_str(text).expect("a form");
        let answers: Vec<(&str, Value)> = edition
            .items()
            .map(|it| (it.id.as_str(), json!(5)))
            .collect();
        assert!(!answers.is_empty());
        let (sheet, band) = (sheet(&answers), &edition.bands()[0].id);
        let scope = ShareScope::SupervisorAndPersonnel;
        let told = contributions(&edition, &sheet, scope, band, "");
        assert!(told.is_empty(), "{}: {told:?}", edition.instrument);
    }
}
