//! Cohorts: who comes in, who goes out, and who waits.

use super::*;
use crate::suppression::Headcounts;

fn place(section: &str) -> Place {
    Place {
        section: section.to_owned(),
        band: "shunin".into(),
    }
}

fn planning() -> Figure {
    Figure::Mean("planning".into())
}

/// A picture of sections with so many people each on the roster.
fn picture(sections: &[(&str, u32)]) -> Picture {
    let mut picture = Picture::default();
    let roster = Headcounts {
        sections: sections.iter().map(|it| (it.0.to_owned(), it.1)).collect(),
        bands: BTreeMap::from([("shunin".into(), sections.iter().map(|it| it.1).sum())]),
    };
    picture.groups.extend(&roster, 5);
    picture
}

/// People of a section who all say `value` of a figure.
fn people(section: &str, numbers: std::ops::Range<u32>, figure: &Figure, value: f64) -> Scores {
    let score = Contribution {
        place: place(section),
        values: BTreeMap::from([(figure.clone(), value)]),
    };
    let all = numbers.map(|it| (format!("{section}{it}").into(), score.clone()));
    all.collect()
}

type Scores = BTreeMap<PersonId, Contribution>;

fn mean_of(picture: &Picture, section: &str) -> Option<(u32, f64)> {
    let mean = picture.mean(&planning(), |it| it.section == section)?;
    Some((mean.people, mean.mean))
}

#[test]
fn four_people_wait_for_a_fifth() {
    let mut picture = picture(&[("a", 20)]);
    let four = people("a", 0..4, &planning(), 3.0);
    assert!(!picture.publish(&four, |_| 5));
    let five = people("a", 0..5, &planning(), 3.0);
    assert!(picture.publish(&five, |_| 5));
    assert_eq!(mean_of(&picture, "a"), Some((5, 3.0)));
}

#[test]
fn a_sixth_person_waits_until_five_more_are_there() {
    let mut picture = picture(&[("a", 20)]);
    picture.publish(&people("a", 0..5, &planning(), 3.0), |_| 5);
    for n in 6..10 {
        let mut more = people("a", 0..5, &planning(), 3.0);
        more.extend(people("a", 5..n, &planning(), 2.0));
        assert!(!picture.publish(&more, |_| 5), "{n} people");
        assert_eq!(mean_of(&picture, "a"), Some((5, 3.0)));
    }
    let mut ten = people("a", 0..5, &planning(), 3.0);
    ten.extend(people("a", 5..10, &planning(), 2.0));
    assert!(picture.publish(&ten, |_| 5));
    assert_eq!(mean_of(&picture, "a"), Some((10, 2.5)));
}

#[test]
fn who_withdraws_stays_counted_until_five_of_their_cohort_do() {
    let mut picture = picture(&[("a", 20)]);
    picture.publish(&people("a", 0..12, &planning(), 3.0), |_| 5);
    // Of twelve, four may not go alone, and eight may not either: four would stay behind.
    assert!(!picture.publish(&people("a", 4..12, &planning(), 3.0), |_| 5));
    assert!(!picture.publish(&people("a", 8..12, &planning(), 3.0), |_| 5));
    assert!(picture.publish(&people("a", 6..12, &planning(), 3.0), |_| 5));
    assert_eq!(mean_of(&picture, "a"), Some((6, 3.0)));
    assert!(picture.publish(&Scores::new(), |_| 5));
    assert_eq!(mean_of(&picture, "a"), None);
}

#[test]
fn a_changed_answer_is_counted_once() {
    let mut picture = picture(&[("a", 20)]);
    picture.publish(&people("a", 0..5, &planning(), 2.0), |_| 5);
    let mut changed = people("a", 0..5, &planning(), 2.0);
    changed.extend(people("a", 0..1, &planning(), 4.0));
    changed.extend(people("a", 5..9, &planning(), 3.0));
    assert!(!picture.publish(&changed, |_| 5));
    let all = people("a", 0..10, &planning(), 4.0);
    assert!(picture.publish(&all, |_| 5));
    assert_eq!(mean_of(&picture, "a"), Some((10, 4.0)));
}

#[test]
fn a_small_section_counts_in_the_total_and_is_not_shown() {
    let mut picture = picture(&[("a", 20), ("b", 3), ("c", 4)]);
    let mut all = people("a", 0..9, &planning(), 4.0);
    all.extend(people("b", 0..3, &planning(), 2.0));
    assert!(picture.publish(&all, |_| 5));
    assert!(!picture.groups.shows_section("b"));
    assert_eq!(
        picture.people(|_| true, |_| true),
        9,
        "three alone would be the rest"
    );
    all.extend(people("c", 0..2, &planning(), 2.0));
    assert!(picture.publish(&all, |_| 5));
    assert_eq!(picture.people(|_| true, |_| true), 14);
}

#[test]
fn means_that_nobody_could_have_answered_otherwise_are_not_shown() {
    let mut picture = picture(&[("a", 20)]);
    assert!(!picture.publish(&people("a", 0..12, &planning(), 5.0), |_| 5));
    assert!(!picture.publish(&people("a", 0..12, &planning(), 1.0), |_| 5));
    assert!(picture.publish(&people("a", 0..12, &planning(), 4.5), |_| 5));
}

#[test]
fn a_count_needs_five_people_with_and_five_without() {
    let suggested = Figure::Suggested("course".to_owned());
    for (with, without, is_shown) in [(5, 5, true), (4, 9, false), (9, 4, false), (12, 0, false)] {
        let mut picture = picture(&[("a", 20)]);
        let mut all = people("a", 0..with, &suggested, 1.0);
        all.extend(people("a", with..with + without, &suggested, 0.0));
        assert_eq!(
            picture.publish(&all, |_| 5),
            is_shown,
            "{with} and {without}"
        );
        let shown = picture.count(&suggested);
        assert_eq!(shown, is_shown.then_some((with + without, with)));
    }
}

#[test]
fn life_stage_needs_ten_people() {
    let mut picture = picture(&[("a", 20)]);
    assert!(!picture.publish(&people("a", 0..9, &planning(), 3.0), |_| 10));
    assert!(picture.publish(&people("a", 0..10, &planning(), 3.0), |_| 10));
}

#[test]
fn a_section_that_the_roster_did_not_have_is_never_shown_by_itself() {
    let mut picture = picture(&[("a", 20)]);
    let mut all = people("a", 0..9, &planning(), 4.0);
    all.extend(people("new", 0..9, &planning(), 2.0));
    picture.publish(&all, |_| 5);
    let roster = Headcounts {
        sections: BTreeMap::from([("a".to_owned(), 20), ("new".to_owned(), 30)]),
        ..Headcounts::default()
    };
    picture.groups.extend(&roster, 5);
    assert!(!picture.groups.shows_section("new"));
}
