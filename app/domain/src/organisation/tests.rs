//! Trees of invented wards, and their days.

use super::*;
use crate::person::Person;
use crate::person_record::FieldChange;

fn org(place: &str) -> Org {
    let mut names = place.split(' ').map(str::to_owned);
    let mut next = || names.next().unwrap_or_default();
    Org {
        department: next(),
        section: next(),
        unit: next(),
    }
}

fn record(id: &str, place: &str, supervisor: &str) -> PersonRecord {
    PersonRecord {
        person: Person {
            id: id.into(),
            name: format!("職員 {id}"),
            kana: String::new(),
            org: org(place),
            grade: 2,
            job_type: "事務".to_owned(),
            supervisor: (!supervisor.is_empty()).then(|| supervisor.into()),
            roles: Vec::new(),
        },
        account: AccountState::Active,
        mail: String::new(),
        second_posts: Vec::new(),
    }
}

fn ward() -> Vec<PersonRecord> {
    let mut all = vec![
        record("B0", "区民部", ""),
        record("B1", "区民部 区民課", "B0"),
        record("E1", "区民部 区民課 窓口係", "B1"),
        record("E2", "区民部 区民課 窓口係", "B1"),
        record("E3", "福祉部 福祉課", "B2"),
        record("B2", "福祉部 福祉課", ""),
    ];
    all[4].account = AccountState::OnLeave;
    all[3].second_posts = vec![org("福祉部 福祉課 相談係")];
    all.push(record("X1", "区民部 区民課 廃止係", "B1"));
    all[6].account = AccountState::Left;
    all
}

fn told(of: &Organisation) -> Vec<String> {
    let units = of.units().into_iter().map(|it| {
        let leaders: Vec<&str> = it.leaders.iter().map(|it| it.id.as_str()).collect();
        let (place, leaders) = (it.place.label(), leaders.join("+"));
        let (n, second, leave) = (it.n_people, it.n_second, it.n_on_leave);
        format!("{place}: {n} {second} {leave} {leaders}")
    });
    units.collect()
}

#[test]
fn a_tree_counts_everybody_once_and_says_who_leads_where() {
    let tree = Organisation::of(&ward());
    assert_eq!(
        told(&tree),
        [
            "区民部: 4 0 0 B0",
            "区民部 区民課: 3 0 0 B1",
            "区民部 区民課 窓口係: 2 0 0 ",
            "福祉部: 2 1 1 ",
            "福祉部 福祉課: 2 1 1 B2",
            "福祉部 福祉課 相談係: 0 1 0 ",
        ]
    );
    assert_eq!(tree.n_people(), 6);
    assert_eq!(tree.n_units(OrgLevel::Section), 2);
}

#[test]
fn a_section_without_department_stands_at_the_top_and_is_not_another_of_its_name() {
    let mut all = ward();
    let alone = Org {
        section: "福祉課".to_owned(),
        ..Org::default()
    };
    all[0].person.org = alone.clone();
    assert!(!alone.contains(&org("福祉部 福祉課")));
    let tree = Organisation::of(&all);
    assert_eq!(tree.departments[0].place, alone);
    assert_eq!(tree.n_people(), 6);
}

fn change(id: &str, day: &str, seq: i64, place: [&str; 2], state: ChangeState) -> PersonChange {
    PersonChange {
        seq,
        person: PersonName {
            id: id.into(),
            name: String::new(),
        },
        first_day: Day(day.to_owned()),
        fields: vec![FieldChange {
            field: PersonField::Section,
            before: place[0].to_owned(),
            after: place[1].to_owned(),
        }],
        is_joining: false,
        reason: String::new(),
        author: String::new(),
        created_at: crate::timestamp::Timestamp(0),
        approved_by: String::new(),
        state,
    }
}

#[test]
fn a_day_before_or_after_today_has_the_places_of_that_day() {
    let changes = [
        change(
            "E1",
            "2026-04-01",
            1,
            ["税務課", "証明課"],
            ChangeState::Made,
        ),
        change(
            "E1",
            "2026-10-01",
            2,
            ["証明課", "区民課"],
            ChangeState::Made,
        ),
        change(
            "E1",
            "2027-04-01",
            3,
            ["区民課", "住民課"],
            ChangeState::Planned,
        ),
        change(
            "E1",
            "2027-04-01",
            4,
            ["区民課", "無い課"],
            ChangeState::Cancelled,
        ),
    ];
    let on = |day: &str| {
        let all = records_on(&Day(day.to_owned()), &ward(), &changes);
        all[2].person.org.section.clone()
    };
    assert_eq!(on("2026-03-31"), "税務課");
    assert_eq!(on("2026-04-01"), "証明課");
    assert_eq!(on("2026-11-30"), "区民課");
    assert_eq!(on("2027-03-31"), "区民課");
    assert_eq!(on("2027-04-01"), "住民課");
}

#[test]
fn nobody_is_there_before_they_came() {
    let mut joining = change("E1", "2026-04-01", 1, ["", ""], ChangeState::Made);
    joining.is_joining = true;
    joining.fields.clear();
    let all = records_on(&Day("2026-03-31".to_owned()), &ward(), &[joining.clone()]);
    assert_eq!(all.len(), ward().len() - 1);
    let all = records_on(&Day("2026-04-01".to_owned()), &ward(), &[joining]);
    assert_eq!(all.len(), ward().len());
}

#[test]
fn the_tree_says_who_leads_somebody_and_nobody_leads_themselves() {
    let tree = Organisation::of(&ward());
    let leader = |place: &str, person: &str| {
        let found = tree.leader_of(&org(place), &person.into());
        found.map(|it| it.id.0.clone())
    };
    assert_eq!(leader("区民部 区民課 窓口係", "E1"), Some("B1".to_owned()));
    // A 係 that is new, and somebody who is new.
    assert_eq!(
        leader("区民部 区民課 新しい係", "X9"),
        Some("B1".to_owned())
    );
    assert_eq!(leader("区民部 区民課", "B1"), Some("B0".to_owned()));
    assert_eq!(leader("区民部", "B0"), None);
    assert_eq!(leader("ない部 ない課", "E1"), None);
}

/// `since until` of a place, seen from a day; `-` for none.
fn lifetime(day: &str, place: &str, all: &[PersonRecord], changes: &[PersonChange]) -> String {
    let day = Day(day.to_owned());
    let mut tree = Organisation::of(&records_on(&day, all, changes));
    tree.note_lifetimes(&day, all, changes);
    let units = tree.units();
    let unit = units.iter().find(|it| it.place == org(place));
    let unit = unit.unwrap_or_else(|| panic!("{place} is not there"));
    let told = |it: &Option<Day>| it.as_ref().map_or("-".to_owned(), |it| it.0.clone());
    format!("{} {}", told(&unit.since), told(&unit.until))
}

#[test]
fn a_place_is_there_from_the_first_who_comes_to_the_last_who_goes() {
    let mut joining = change("B0", "2025-04-01", 0, ["", ""], ChangeState::Made);
    joining.is_joining = true;
    joining.fields.clear();
    // 区民課 was 証明課 for half a year; E2 goes to 住民課 a month before E1.
    let moved =
        |id: &str, day: &str, seq, places: [&str; 2], state| change(id, day, seq, places, state);
    let changes = [
        joining,
        moved(
            "B1",
            "2026-04-01",
            1,
            ["証明課", "区民課"],
            ChangeState::Made,
        ),
        moved(
            "E1",
            "2026-10-01",
            2,
            ["証明課", "区民課"],
            ChangeState::Made,
        ),
        moved(
            "E2",
            "2026-11-01",
            3,
            ["証明課", "区民課"],
            ChangeState::Made,
        ),
        moved(
            "E2",
            "2027-03-01",
            4,
            ["区民課", "住民課"],
            ChangeState::Planned,
        ),
        moved(
            "E1",
            "2027-04-01",
            5,
            ["区民課", "住民課"],
            ChangeState::Planned,
        ),
        moved(
            "B1",
            "2027-02-01",
            6,
            ["区民課", "住民課"],
            ChangeState::Planned,
        ),
        moved(
            "B1",
            "2027-02-01",
            7,
            ["区民課", "消えた課"],
            ChangeState::Cancelled,
        ),
    ];
    let told = |day: &str, place: &str| lifetime(day, place, &ward(), &changes);
    assert_eq!(told("2026-12-01", "区民部"), "- -");
    assert_eq!(told("2026-12-01", "区民部 区民課"), "2026-04-01 2027-04-01");
    assert_eq!(
        told("2026-12-01", "区民部 区民課 窓口係"),
        "2026-10-01 2027-04-01"
    );
    assert_eq!(told("2026-05-01", "区民部 証明課"), "- 2026-11-01");
    assert_eq!(told("2027-05-01", "区民部 住民課"), "2027-02-01 -");
}

#[test]
fn a_place_that_was_empty_in_between_began_anew() {
    let changes = [
        change(
            "E3",
            "2025-04-01",
            1,
            ["福祉課", "保護課"],
            ChangeState::Made,
        ),
        change(
            "B2",
            "2025-04-01",
            2,
            ["福祉課", "保護課"],
            ChangeState::Made,
        ),
        change(
            "E3",
            "2026-04-01",
            3,
            ["保護課", "福祉課"],
            ChangeState::Made,
        ),
        change(
            "B2",
            "2026-04-01",
            4,
            ["保護課", "福祉課"],
            ChangeState::Made,
        ),
    ];
    let mut all = ward();
    all[3].second_posts.clear();
    assert_eq!(
        lifetime("2026-12-01", "福祉部 福祉課", &all, &changes),
        "2026-04-01 -"
    );
    assert_eq!(
        lifetime("2025-12-01", "福祉部 保護課", &all, &changes),
        "- 2026-04-01"
    );
}
