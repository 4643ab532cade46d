//! A reminder as text and as calendar entries, to be sent by hand: a ward without outgoing mail has other ways.

use crate::i18n::{fill, locale, t};
use domain::calendar::display_day;
use domain::ical::Appointment;
use domain::ids::Day;
use domain::people_progress::PersonProgress;

/// Length of the calendar entry, in minutes.
const MINUTES: u16 = 30;

/// One text a person, with blank lines between.
pub(super) fn texts(people: &[PersonProgress], form: &str, everybody: Option<&Day>) -> String {
    let texts = people.iter().map(|it| {
        let head = fill!("{0} {1}様", it.org.label(), it.person.name);
        let body = fill!("{0}が、まだ提出されていません。", form);
        let until = it.due(everybody).map_or_else(String::new, |it| {
            fill!("締切は{0}です。", display_day(it.as_str(), locale()))
        });
        let rest = t("道しるべから提出をお願いします。すでに提出された場合は、ご容赦ください。");
        format!("{head}\n{body}{until}\n{rest}")
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

/// One entry for each day by which chosen people hand in.
pub(super) fn appointments(
    people: &[PersonProgress],
    form: &str,
    everybody: Option<&Day>,
) -> Vec<Appointment> {
    let days = people.iter().filter_map(|it| it.due(everybody));
    let mut days: Vec<&Day> = days.collect();
    days.sort();
    days.dedup();
    let entry = |day: &Day| Appointment {
        id: format!("due-{form}-{day}"),
        title: fill!("{0}の締切", form),
        at: format!("{day}T09:00"),
        minutes: MINUTES,
    };
    days.into_iter().map(entry).collect()
}
