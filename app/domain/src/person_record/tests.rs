//! What a field of a record can be.

use super::*;

fn record() -> PersonRecord {
    PersonRecord {
        person: Person {
            id: "E0101".into(),
            name: "髙橋 さくら".to_owned(),
            kana: "タカハシ サクラ".to_owned(),
            org: Org {
                department: "区民部".to_owned(),
                section: "区民課".to_owned(),
                unit: "窓口係".to_owned(),
            },
            grade: 2,
            job_type: "事務".to_owned(),
            supervisor: Some("E0002".into()),
            roles: vec![Role::Supporter],
        },
        account: AccountState::Active,
        mail: String::new(),
        second_posts: Vec::new(),
    }
}

#[test]
fn every_field_is_read_back_as_it_was_written() {
    let mut after = record();
    for (field, value) in [
        (PersonField::Name, "高橋 さくら"),
        (PersonField::Kana, "たかはし さくら"),
        (PersonField::Department, "総務部"),
        (PersonField::Section, "職員課"),
        (PersonField::Unit, ""),
        (PersonField::Grade, "3"),
        (PersonField::JobType, "福祉"),
        (PersonField::Supervisor, ""),
        (
            PersonField::SecondPosts,
            "総務部\t総務課\t\n福祉部\t福祉課\t相談係",
        ),
        (PersonField::Roles, "personnel,supporter"),
        (PersonField::Account, "on_leave"),
        (PersonField::Mail, "sakura.takahashi@city.example.lg.jp"),
    ] {
        after.set(field, value).unwrap();
        assert_eq!(after.value(field), value, "{field:?}");
    }
    let fields: Vec<PersonField> = record()
        .differences(&after)
        .into_iter()
        .map(|it| it.field)
        .collect();
    assert_eq!(fields, PersonField::ALL);
    assert!(after.differences(&after).is_empty());
}

#[test]
fn a_value_that_no_field_can_have_changes_nothing() {
    let mut it = record();
    let long = "あ".repeat(MAX_FIELD_CHARS + 1);
    for (field, value) in [
        (PersonField::Name, "　"),
        (PersonField::Name, long.as_str()),
        (PersonField::Section, "区民\n課"),
        (PersonField::Grade, "三"),
        (PersonField::Grade, "-1"),
        (PersonField::Roles, "mayor"),
        (PersonField::Account, "asleep"),
    ] {
        assert_eq!(it.set(field, value), Err(InvalidField { field }), "{value}");
    }
    assert_eq!(it, record());
}
