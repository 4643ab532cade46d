//! What happens on which day in the sample ward: the last fiscal year and this one, up to now.

use super::drawn::draw;
use super::ids::{
    CAREER, DX, GOALS, GUIDANCE, HEARING, IN_GUIDANCE, LITERACY, ORG_GOALS, SELF_SCORING,
};
use super::office::OfficeAct;
use domain::calendar::{Cycle, Period};
use domain::cycle_days::CycleDays;
use domain::fact::Step;
use domain::ids::{Day, PersonId};
use domain::person::Person;
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use std::collections::BTreeSet;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// Something that somebody does.
pub(super) enum Happening {
    Office(OfficeAct),
    /// Fills a sheet in and hands it in.
    HandIn(SheetId),
    /// Fills in its first part.
    Begin(SheetId),
    /// The 所属長 confirms or returns it.
    Decide(SheetId, Step),
    /// 職員課 or the 所属長 reads it.
    Read(SheetId),
    /// Writes how far the goals are, as of a part of the year.
    Review(SheetId, Period),
    /// Both hold an interview and confirm its record.
    Talk(SheetId),
    /// The n-th interview of a guidance, from 1.
    Guidance(SheetId, usize),
    /// Takes a literacy test.
    Test(SheetId),
    /// A recruitment fair.
    Fair(Day),
}

pub(super) struct Plan {
    now: Timestamp,
    /// This fiscal year.
    year: u16,
    acts: Vec<(Timestamp, Happening)>,
}

/// People of a form's cycle: how many leave it, or only begin it; and when the others hand it in.
struct Course {
    form: &'static str,
    period: Period,
    /// Month and day from which it is handed in.
    from: &'static str,
    days: u32,
    /// Of a hundred.
    leave: f64,
    begin: f64,
}

impl Plan {
    pub(super) fn until(now: Timestamp) -> Self {
        Self {
            now,
            year: now.fiscal_year(),
            acts: Vec::new(),
        }
    }

    /// 1 April of the last fiscal year.
    pub(super) fn start(&self) -> Timestamp {
        at(self.year - 1, "04-01", 0.0)
    }

    /// Everything up to now, in its order.
    pub(super) fn acts(mut self, people: &[Person]) -> Vec<(Timestamp, Happening)> {
        for year in [self.year - 1, self.year] {
            self.calendar(year);
            self.org_goals(year, people);
            for course in &COURSES {
                self.course(year, course, people);
            }
            self.goals(year, people);
            self.talks(year, people);
            self.tests(year, people);
            self.add(
                at(year, "06-20", 9.0),
                Happening::Fair(at(year, "06-20", 9.0).day()),
            );
        }
        self.guidance();
        self.acts.retain(|it| it.0 <= self.now);
        self.acts.sort_by_key(|it| it.0);
        self.acts
    }

    fn add(&mut self, at: Timestamp, act: Happening) {
        self.acts.push((at, act));
    }

    fn office(&mut self, at: Timestamp, act: OfficeAct) {
        self.add(at, Happening::Office(act));
    }

    /// What 職員課 opens and closes, by when it is due, and nights in which figures are published.
    fn calendar(&mut self, year: u16) {
        self.office(at(year, "04-01", 1.0), OfficeAct::BeginYear);
        for (form, period, [opens, due, closes]) in CALENDAR {
            let day = |it: &str| (!it.is_empty()).then(|| at(year, it, 0.0).day());
            let days = CycleDays {
                opens: day(opens),
                due: day(due),
                closes: day(closes),
            };
            let cycle = Cycle { year, period };
            for day in [&days.opens, &days.closes].into_iter().flatten() {
                let day = Timestamp::of_day(day).unwrap_or_default();
                self.office(day + in_hours(0.1), OfficeAct::Midnight);
                self.office(day + in_hours(24.1), OfficeAct::Midnight);
            }
            let act = OfficeAct::Days(form.into(), cycle, days);
            self.office(at(year, "04-01", 2.0), act);
        }
        for day in ["06-05", "10-02", "11-20", "12-20", "03-05"] {
            self.office(at(year, day, 1.0), OfficeAct::Night);
        }
    }

    fn org_goals(&mut self, year: u16, people: &[Person]) {
        let leaders: BTreeSet<&PersonId> = people
            .iter()
            .filter(|it| it.grade < 5)
            .filter_map(|it| it.supervisor.as_ref())
            .collect();
        for leader in leaders {
            let when = at(year, "04-09", 9.0 + 120.0 * draw(&[leader.as_str(), "org"]));
            self.add(
                when,
                Happening::HandIn(sheet(leader, ORG_GOALS, year, Period::Start)),
            );
        }
    }

    fn course(&mut self, year: u16, course: &Course, people: &[Person]) {
        for person in people {
            let lot = 100.0 * self.lot(person, course.form, year, course.period);
            let sheet = sheet(&person.id, course.form, year, course.period);
            let hours = draw(&[person.id.as_str(), course.form, "day"]) * 24.0;
            let when = at(year, course.from, 0.0) + in_hours(hours * f64::from(course.days));
            let when = in_office_hours(when, &person.id);
            if lot < course.leave {
                continue;
            }
            let is_soon = when > self.now && when <= self.now + 4 * DAY;
            if is_soon {
                self.add(self.now - DAY, Happening::Begin(sheet));
            } else if lot < course.leave + course.begin {
                self.add(when, Happening::Begin(sheet));
            } else {
                self.add(when, Happening::HandIn(sheet.clone()));
                let wait = 24.0 + 96.0 * draw(&[person.id.as_str(), course.form, "read"]);
                let read = in_office_hours(when + in_hours(wait), &person.id);
                self.add(read, Happening::Read(sheet));
            }
        }
    }

    fn goals(&mut self, year: u16, people: &[Person]) {
        for person in people.iter().filter(|it| it.supervisor.is_some()) {
            let lot = self.lot(person, GOALS, year, Period::Start);
            let sheet = sheet(&person.id, GOALS, year, Period::Start);
            let days = |words: &str| draw(&[person.id.as_str(), words]) * 24.0;
            let hand_in = at(year, "04-20", 9.0) + in_hours(days("goal") * 25.0);
            let hand_in = in_office_hours(hand_in, &person.id);
            if lot < 0.04 {
                continue;
            }
            if lot < 0.08 {
                self.add(hand_in, Happening::Begin(sheet));
                continue;
            }
            self.add(hand_in, Happening::HandIn(sheet.clone()));
            let decided = at(year, "05-21", 10.0) + in_hours(days("agreed") * 9.0);
            let decided = in_office_hours(decided, &person.id);
            let is_late = year == self.year && lot > 0.9;
            if is_late && lot > 0.95 && hand_in < self.now - 4 * DAY {
                self.add(
                    self.now - 3 * DAY,
                    Happening::Decide(sheet.clone(), Step::Return),
                );
            }
            if is_late {
                continue;
            }
            self.add(decided, Happening::Decide(sheet.clone(), Step::Agree));
            if lot < 0.75 {
                let mid = at(year, "10-05", 11.0) + in_hours(days("mid") * 14.0);
                let mid = in_office_hours(mid, &person.id);
                self.add(mid, Happening::Review(sheet.clone(), Period::Mid));
                let end = at(year, "02-08", 11.0) + in_hours(days("end") * 18.0);
                self.add(end, Happening::Review(sheet, Period::End));
            }
        }
    }

    fn talks(&mut self, year: u16, people: &[Person]) {
        let periods = [
            (Period::Start, "05-25"),
            (Period::Mid, "10-19"),
            (Period::End, "02-10"),
        ];
        for person in people.iter().filter(|it| it.grade < 5) {
            for (period, from) in periods {
                let lot = self.lot(person, HEARING, year, period);
                let when = at(year, from, 13.0) + in_hours((lot * 24.0).floor() * 24.0);
                let when = in_office_hours(when, &person.id);
                if lot < 0.6 {
                    self.add(
                        when,
                        Happening::Talk(sheet(&person.id, HEARING, year, period)),
                    );
                }
            }
        }
    }

    fn tests(&mut self, year: u16, people: &[Person]) {
        for person in people {
            let lot = self.lot(person, LITERACY, year, Period::Start);
            let when = at(year, "07-06", 12.0) + in_hours((lot * 60.0).floor() * 24.0);
            if lot < 0.4 {
                self.add(
                    when,
                    Happening::Test(sheet(&person.id, LITERACY, year, Period::Start)),
                );
            }
        }
    }

    fn guidance(&mut self) {
        let year = self.year;
        let person = PersonId(IN_GUIDANCE.to_owned());
        let sheet = sheet(&person, GUIDANCE, year, Period::Start);
        self.office(at(year, "05-18", 10.0), OfficeAct::Guidance(person, year));
        self.add(
            at(year, "06-04", 15.0),
            Happening::Guidance(sheet.clone(), 1),
        );
        self.add(at(year, "09-03", 15.0), Happening::Guidance(sheet, 2));
    }

    fn lot(&self, person: &Person, form: &str, year: u16, period: Period) -> f64 {
        // Relative to this year, so that the same people are late in every year in which the sample is made.
        let which = format!("{}{}", self.year - year, period.code());
        draw(&[person.id.as_str(), form, &which])
    }
}

/// First day, due day and last day of each cycle.
const CALENDAR: [(&str, Period, [&str; 3]); 10] = [
    (ORG_GOALS, Period::Start, ["04-01", "04-17", "03-31"]),
    (GOALS, Period::Start, ["04-15", "05-20", "03-31"]),
    (SELF_SCORING, Period::Start, ["05-11", "05-29", "06-30"]),
    (HEARING, Period::Start, ["05-25", "06-30", "09-30"]),
    (DX, Period::Start, ["09-01", "09-30", "03-31"]),
    (SELF_SCORING, Period::Mid, ["10-13", "11-13", "12-18"]),
    (HEARING, Period::Mid, ["10-19", "12-11", "01-29"]),
    (CAREER, Period::Start, ["11-02", "12-10", "12-25"]),
    (SELF_SCORING, Period::End, ["02-01", "02-26", "03-26"]),
    (HEARING, Period::End, ["02-08", "03-19", "03-31"]),
];

const COURSES: [Course; 5] = [
    Course {
        form: SELF_SCORING,
        period: Period::Start,
        from: "05-11",
        days: 19,
        leave: 4.0,
        begin: 3.0,
    },
    Course {
        form: DX,
        period: Period::Start,
        from: "09-01",
        days: 29,
        leave: 12.0,
        begin: 5.0,
    },
    Course {
        form: SELF_SCORING,
        period: Period::Mid,
        from: "10-14",
        days: 30,
        leave: 8.0,
        begin: 6.0,
    },
    Course {
        form: CAREER,
        period: Period::Start,
        from: "11-04",
        days: 36,
        leave: 6.0,
        begin: 4.0,
    },
    Course {
        form: SELF_SCORING,
        period: Period::End,
        from: "02-03",
        days: 23,
        leave: 4.0,
        begin: 2.0,
    },
];

fn sheet(person: &PersonId, form: &str, year: u16, period: Period) -> SheetId {
    SheetId {
        person: person.clone(),
        instrument: form.into(),
        cycle: Cycle { year, period },
    }
}

/// An hour of a day of a fiscal year, in Japan; days are written as `05-29`.
pub(super) fn at(year: u16, day: &str, hour: f64) -> Timestamp {
    let year = year + u16::from(day < "04-01");
    let midnight = Timestamp::of_day(&Day(format!("{year}-{day}"))).unwrap_or_default();
    midnight + in_hours(hour)
}

fn in_hours(hours: f64) -> Duration {
    Duration::from_secs_f64(hours * 3_600.0)
}

/// On the same day, or the Monday after it, between 8:45 and 17:45.
fn in_office_hours(when: Timestamp, person: &PersonId) -> Timestamp {
    let hours = 9.0 * draw(&[person.as_str(), &when.as_millis().to_string()]);
    let noon = when.start_of_day() + in_hours(12.0);
    // The first day of the epoch was a Thursday.
    let weekend = match (noon.as_millis().div_euclid(24 * 3_600_000) + 4).rem_euclid(7) {
        6 => 2 * DAY,
        0 => DAY,
        _ => Duration::ZERO,
    };
    when.start_of_day() + weekend + in_hours(8.75 + hours)
}
