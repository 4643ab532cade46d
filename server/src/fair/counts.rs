//! Which visits count, when they do, and which counts are shown: small ones are suppressed, and a second one where a
//! lone one could be derived. Pure.

use domain::fair::{Event, EventCounts, EventState, OptionCount, VisitRecord};
use domain::quiz::Quiz;
use domain::suppression::{MIN_GROUP_SIZE, hidden_cells};
use std::collections::HashSet;

/// Characters of an event's code; none of them looks like another.
pub(crate) const CODE_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// An event's code of eight characters (40 bits), from eight random bytes.
pub fn event_code(random: [u8; 8]) -> String {
    let letter = |it: u8| char::from(CODE_ALPHABET[usize::from(it & 31)]);
    random.into_iter().map(letter).collect()
}

/// Why a visit is rejected; none if it is valid.
pub fn reject_reason(visit: &VisitRecord, event: &Event, quiz: &Quiz) -> Option<&'static str> {
    let is_day = (event.first_day.as_str()..=event.last_day.as_str()).contains(&visit.day.as_str());
    let known = |id: &String| quiz.results.iter().any(|it| it.id == *id);
    let types =
        visit.types.len() <= 2 && visit.types.iter().all(known) && has_no_duplicates(&visit.types);
    let mut asked: HashSet<&str> = HashSet::new();
    let wishes = visit.wishes.iter().all(|answer| {
        let (id, chosen) = (answer.question.as_str(), &answer.options);
        let wish = quiz.survey.questions.iter().find(|it| it.id == id);
        let fits = wish.is_some_and(|it| {
            let options: Vec<&str> = it
                .options_for(&visit.wishes)
                .iter()
                .map(|it| it.id.as_str())
                .collect();
            let known = chosen.iter().all(|it| options.contains(&it.as_str()));
            known && chosen.len() <= it.max_choices() && has_no_duplicates(chosen)
        });
        asked.insert(id) && fits
    });
    match (is_day, types, wishes) {
        (false, ..) => Some("イベントの日ではありません。"),
        (_, true, true) if event.survey || visit.wishes.is_empty() => None,
        _ => Some("このイベントのクイズの答えではありません。"),
    }
}

pub(crate) fn has_no_duplicates(all: &[String]) -> bool {
    all.iter().collect::<HashSet<_>>().len() == all.len()
}

/// How many of the waiting visits are released into the counts now: 0, or at least [`MIN_GROUP_SIZE`], so that
/// comparing the counts before and after reveals no single visitor.
pub fn releasable(waiting: u32, state: EventState) -> u32 {
    // While more visits may come one group is held back, so that the last release is a whole group too.
    let stay = match state {
        EventState::Open => MIN_GROUP_SIZE,
        EventState::Closed => 0,
    };
    let n = waiting.saturating_sub(stay);
    if n >= MIN_GROUP_SIZE { n } else { 0 }
}

/// Suppresses small counts; with fewer than [`MIN_GROUP_SIZE`] visitors, all of them. All tables of an event are one
/// problem: what visitors want to know is counted by job type and, for all of them, as a question of the survey.
pub fn suppress_small(mut counts: EventCounts) -> EventCounts {
    if counts.visitors.is_none_or(|it| it < MIN_GROUP_SIZE) {
        return EventCounts::default();
    }
    let rows = counts.wishes.iter().chain(&counts.info_by_job);
    let rows: Vec<usize> = std::iter::once(counts.types.len())
        .chain(rows.map(|it| it.options.len()))
        .collect();
    let mut sums: Vec<Vec<usize>> = Vec::new();
    let mut from = 0;
    for n in &rows {
        sums.push((from..from + n).collect());
        from += n;
    }
    let by_job = sums.split_off(1 + counts.wishes.len());
    let n_options = by_job.first().map_or(0, Vec::len);
    let column = |at: usize| {
        by_job
            .iter()
            .filter_map(|row| row.get(at).copied())
            .collect()
    };
    let columns: Vec<Vec<usize>> = (0..n_options).map(column).collect();
    sums.extend(by_job);
    sums.extend(columns);
    let mut cells = all_options(&mut counts);
    let values: Vec<u32> = cells.iter().map(|it| it.n.unwrap_or_default()).collect();
    for (cell, is_hidden) in cells
        .iter_mut()
        .zip(hidden_cells(&values, &sums, MIN_GROUP_SIZE))
    {
        cell.n = cell.n.filter(|_| !is_hidden);
    }
    counts
}

fn all_options(counts: &mut EventCounts) -> Vec<&mut OptionCount> {
    let rows = counts.wishes.iter_mut().chain(&mut counts.info_by_job);
    let options = rows.flat_map(|it| &mut it.options);
    counts.types.iter_mut().chain(options).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fair::tally::Tally;
    use domain::quiz::SurveyAnswer;

    fn quiz() -> Quiz {
        let text = include_str!("../../content/quiz/candidate_quiz.json");
        serde_json::from_str(text).expect("a quiz")
    }

    fn event() -> Event {
        Event {
            first_day: "2026-11-25".into(),
            last_day: "2026-11-26".into(),
            survey: true,
            ..Event::default()
        }
    }

    fn visit(kind: &str, jobs: &[&str], info: &[&str]) -> VisitRecord {
        let answer = |question: &str, options: &[&str]| SurveyAnswer {
            question: question.to_owned(),
            options: options.iter().map(|it| (*it).to_owned()).collect(),
        };
        VisitRecord {
            day: "2026-11-25".into(),
            types: vec![kind.to_owned()],
            wishes: vec![answer("jobs", jobs), answer("info", info)],
            ..VisitRecord::default()
        }
    }

    #[test]
    fn only_visits_that_match_the_event_and_its_quiz_are_accepted() {
        let good = visit("pioneer", &["civil"], &["day", "training"]);
        assert_eq!(reject_reason(&good, &event(), &quiz()), None);
        let mut wrong = vec![
            visit("nobody", &[], &[]),
            visit("pioneer", &["astronaut"], &[]),
        ];
        wrong.push(visit("pioneer", &["civil", "civil"], &[]));
        wrong.push(visit("pioneer", &["civil", "ict", "nurse", "skilled"], &[]));
        wrong.push(VisitRecord {
            day: "2026-11-27".into(),
            ..good.clone()
        });
        wrong.push(VisitRecord {
            wishes: vec![good.wishes[0].clone(), good.wishes[0].clone()],
            ..good.clone()
        });
        wrong.push(VisitRecord {
            wishes: vec![SurveyAnswer {
                question: "name".to_owned(),
                options: vec!["x".to_owned()],
            }],
            ..good.clone()
        });
        for it in wrong {
            assert!(reject_reason(&it, &event(), &quiz()).is_some(), "{it:?}");
        }
        let plain = Event {
            survey: false,
            ..event()
        };
        assert!(reject_reason(&good, &plain, &quiz()).is_some());
    }

    #[test]
    fn small_counts_are_suppressed_with_one_more_that_would_reveal_them() {
        let mut visits = vec![visit("pioneer", &["civil"], &["day"]); 7];
        visits.extend(vec![visit("bridge", &["civil"], &["training"]); 6]);
        visits.push(visit("learner", &["ict"], &[]));
        let counts = Tally::of(&visits).counts(&quiz());
        let of = |counts: &EventCounts, id: &str| {
            counts
                .types
                .iter()
                .find(|it| it.id == id)
                .and_then(|it| it.n)
        };
        assert_eq!(
            (counts.visitors, of(&counts, "learner")),
            (Some(14), Some(1))
        );
        let civil = counts
            .info_by_job
            .iter()
            .find(|it| it.id == "civil")
            .expect("a job");
        let day = civil
            .options
            .iter()
            .find(|it| it.id == "day")
            .expect("an option");
        assert_eq!(day.n, Some(7));
        let shown = suppress_small(counts);
        assert_eq!(
            (
                of(&shown, "pioneer"),
                of(&shown, "bridge"),
                of(&shown, "learner")
            ),
            (Some(7), None, None)
        );
        // It would tell that the two hidden ones have all the rest.
        assert_eq!(of(&shown, "guardian"), None);
    }

    #[test]
    fn counts_under_five_visitors_are_suppressed() {
        let visits = vec![visit("pioneer", &[], &[]); 4];
        assert_eq!(
            suppress_small(Tally::of(&visits).counts(&quiz())),
            EventCounts::default()
        );
    }

    #[test]
    fn visits_are_released_in_groups_and_none_remain_after_closing() {
        for total in MIN_GROUP_SIZE..60 {
            let (mut waiting, mut counted) = (0, 0);
            for _ in 0..total {
                waiting += 1;
                let n = releasable(waiting, EventState::Open);
                assert!(n == 0 || n >= MIN_GROUP_SIZE);
                (waiting, counted) = (waiting - n, counted + n);
            }
            let n = releasable(waiting, EventState::Closed);
            assert!(n >= MIN_GROUP_SIZE, "{total}: {n}");
            assert_eq!((waiting - n, counted + n), (0, total));
        }
        assert_eq!(releasable(MIN_GROUP_SIZE - 1, EventState::Closed), 0);
    }

    #[test]
    fn event_codes_have_forty_bits_and_no_look_alike_characters() {
        let all: String = (0..=255_u8).map(|it| event_code([it; 8])).collect();
        assert!(all.chars().all(|it| !"01IO".contains(it)));
        assert_eq!(event_code([0, 1, 2, 3, 4, 5, 6, 7]).len(), 8);
    }
}
