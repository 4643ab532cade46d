//! Aggregates visits into counts and suppresses small ones, and a second one where a lone one could be derived. Pure.

use domain::aggregate::{SMALLEST_GROUP, withheld};
use domain::fair::{Count, Counted, Counts, Event, EventState, Visit};
use domain::quiz::{Named, Quiz};
use std::collections::HashSet;

/// Characters of an event's code; none of them looks like another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// An event's code of eight characters (40 bits), from eight random bytes.
pub fn code(random: [u8; 8]) -> String {
    let letter = |it: u8| char::from(LETTERS[usize::from(it & 31)]);
    random.into_iter().map(letter).collect()
}

/// Why a visit is rejected; none if it is valid.
pub fn refuse(visit: &Visit, event: &Event, quiz: &Quiz) -> Option<&'static str> {
    let is_day = (event.first_day.as_str()..=event.last_day.as_str()).contains(&visit.day.as_str());
    let known = |id: &String| quiz.results.iter().any(|it| it.id == *id);
    let types = visit.types.len() <= 2 && visit.types.iter().all(known) && is_set(&visit.types);
    let mut asked: HashSet<&str> = HashSet::new();
    let wishes = visit.wishes.iter().all(|(id, chosen)| {
        let wish = quiz.survey.questions.iter().find(|it| it.id == *id);
        let fits = wish.is_some_and(|it| {
            let options: Vec<&str> = it
                .options_for(&visit.wishes)
                .iter()
                .map(|it| it.id.as_str())
                .collect();
            let known = chosen.iter().all(|it| options.contains(&it.as_str()));
            known && chosen.len() <= it.most() && is_set(chosen)
        });
        asked.insert(id) && fits
    });
    match (is_day, types, wishes) {
        (false, ..) => Some("イベントの日ではありません。"),
        (_, true, true) if event.survey || visit.wishes.is_empty() => None,
        _ => Some("このイベントのクイズの答えではありません。"),
    }
}

fn is_set(all: &[String]) -> bool {
    all.iter().collect::<HashSet<_>>().len() == all.len()
}

/// Whether a spreadsheet would evaluate a text as a formula.
pub fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

/// How many of the waiting visits are released into the counts now: 0, or at least [`SMALLEST_GROUP`], so that
/// comparing the counts before and after reveals no single visitor.
pub fn ready(waiting: u32, state: EventState) -> u32 {
    // While more visits may come one group is held back, so that the last release is a whole group too.
    let stay = match state {
        EventState::Open => SMALLEST_GROUP,
        EventState::Closed => 0,
    };
    let n = waiting.saturating_sub(stay);
    if n >= SMALLEST_GROUP { n } else { 0 }
}

/// The counts of an event without suppression; they must not leave the server.
pub fn count(visits: &[Visit], quiz: &Quiz) -> Counts {
    let types = quiz.results.iter().map(|it| {
        let has = |visit: &&Visit| visit.types.contains(&it.id);
        tally(&it.id, visits.iter().filter(has).count())
    });
    let wishes = quiz.survey.questions.iter().map(|wish| {
        let more = wish.options_by.iter().flat_map(|it| &it.options);
        let options = wish.options.iter().chain(more);
        Counted {
            id: wish.id.clone(),
            options: options
                .map(|it| {
                    tally(
                        &it.id,
                        visits
                            .iter()
                            .filter(|visit| wants(visit, &wish.id, &it.id))
                            .count(),
                    )
                })
                .collect(),
        }
    });
    Counts {
        visitors: whole(visits.len()),
        types: types.collect(),
        wishes: wishes.collect(),
        info_by_job: by_job(visits, quiz),
    }
}

/// What visitors want to know, counted by the job types they are interested in.
fn by_job(visits: &[Visit], quiz: &Quiz) -> Vec<Counted> {
    // The quiz has to call these survey questions `jobs` and `info`; without them there are no counts.
    let options = |id: &str| -> &[Named] {
        let own = quiz.survey.questions.iter().find(|it| it.id == id);
        own.map_or(&[], |it| &it.options)
    };
    let jobs = options("jobs").iter().map(|job| {
        let own: Vec<&Visit> = visits
            .iter()
            .filter(|it| wants(it, "jobs", &job.id))
            .collect();
        Counted {
            id: job.id.clone(),
            options: options("info")
                .iter()
                .map(|info| {
                    let both = own.iter().filter(|it| wants(it, "info", &info.id));
                    tally(&info.id, both.count())
                })
                .collect(),
        }
    });
    jobs.collect()
}

fn wants(visit: &Visit, question: &str, option: &str) -> bool {
    let mut own = visit.wishes.iter().filter(|it| it.0 == question);
    own.any(|it| it.1.iter().any(|it| it == option))
}

fn whole(n: usize) -> Option<u32> {
    u32::try_from(n).ok()
}

fn tally(id: &str, n: usize) -> Count {
    Count {
        id: id.to_owned(),
        n: whole(n),
    }
}

/// Suppresses small counts; with fewer than [`SMALLEST_GROUP`] visitors, all of them.
pub fn withhold(mut counts: Counts) -> Counts {
    if counts.visitors.is_none_or(|it| it < SMALLEST_GROUP) {
        return Counts::default();
    }
    withhold_small(&mut counts.types);
    let groups = counts.wishes.iter_mut().chain(&mut counts.info_by_job);
    for it in groups {
        withhold_small(&mut it.options);
    }
    counts
}

fn withhold_small(all: &mut [Count]) {
    let counts: Vec<u32> = all.iter().map(|it| it.n.unwrap_or_default()).collect();
    for (it, is_hidden) in all.iter_mut().zip(withheld(&counts)) {
        it.n = it.n.filter(|_| !is_hidden);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiz() -> Quiz {
        let text = include_str!("../content/quiz/candidate_quiz.json");
        serde_json::from_str(text).expect("a quiz")
    }

    fn event() -> Event {
        Event {
            first_day: "2026-11-25".to_owned(),
            last_day: "2026-11-26".to_owned(),
            survey: true,
            ..Event::default()
        }
    }

    fn visit(kind: &str, jobs: &[&str], info: &[&str]) -> Visit {
        let all = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        Visit {
            day: "2026-11-25".to_owned(),
            types: vec![kind.to_owned()],
            wishes: vec![
                ("jobs".to_owned(), all(jobs)),
                ("info".to_owned(), all(info)),
            ],
            ..Visit::default()
        }
    }

    #[test]
    fn a_visit_of_the_event_s_quiz_is_taken_and_no_other() {
        let good = visit("pioneer", &["civil"], &["day", "training"]);
        assert_eq!(refuse(&good, &event(), &quiz()), None);
        let mut wrong = vec![
            visit("nobody", &[], &[]),
            visit("pioneer", &["astronaut"], &[]),
        ];
        wrong.push(visit("pioneer", &["civil", "civil"], &[]));
        wrong.push(visit("pioneer", &["civil", "ict", "nurse", "skilled"], &[]));
        wrong.push(Visit {
            day: "2026-11-27".to_owned(),
            ..good.clone()
        });
        wrong.push(Visit {
            wishes: vec![good.wishes[0].clone(), good.wishes[0].clone()],
            ..good.clone()
        });
        wrong.push(Visit {
            wishes: vec![("name".to_owned(), vec!["x".to_owned()])],
            ..good.clone()
        });
        for it in wrong {
            assert!(refuse(&it, &event(), &quiz()).is_some(), "{it:?}");
        }
        let plain = Event {
            survey: false,
            ..event()
        };
        assert!(refuse(&good, &plain, &quiz()).is_some());
    }

    #[test]
    fn counts_are_whole_and_small_ones_are_withheld_with_one_that_would_give_them_away() {
        let mut visits = vec![visit("pioneer", &["civil"], &["day"]); 7];
        visits.extend(vec![visit("bridge", &["civil"], &["training"]); 6]);
        visits.push(visit("learner", &["ict"], &[]));
        let counts = count(&visits, &quiz());
        let of = |counts: &Counts, id: &str| {
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
        let shown = withhold(counts);
        assert_eq!(
            (
                of(&shown, "pioneer"),
                of(&shown, "bridge"),
                of(&shown, "learner")
            ),
            (Some(7), None, None)
        );
        assert_eq!(of(&shown, "guardian"), Some(0));
    }

    #[test]
    fn four_visitors_are_nobody_s_to_see() {
        let visits = vec![visit("pioneer", &[], &[]); 4];
        assert_eq!(withhold(count(&visits, &quiz())), Counts::default());
    }

    #[test]
    fn counts_move_by_groups_alone_and_none_is_left_behind_at_the_end() {
        for total in SMALLEST_GROUP..60 {
            let (mut waiting, mut counted) = (0, 0);
            for _ in 0..total {
                waiting += 1;
                let n = ready(waiting, EventState::Open);
                assert!(n == 0 || n >= SMALLEST_GROUP);
                (waiting, counted) = (waiting - n, counted + n);
            }
            let n = ready(waiting, EventState::Closed);
            assert!(n >= SMALLEST_GROUP, "{total}: {n}");
            assert_eq!((waiting - n, counted + n), (0, total));
        }
        assert_eq!(ready(SMALLEST_GROUP - 1, EventState::Closed), 0);
    }

    #[test]
    fn a_code_has_forty_bits_and_nothing_that_looks_like_another() {
        let all: String = (0..=255_u8).map(|it| code([it; 8])).collect();
        assert!(all.chars().all(|it| !"01IO".contains(it)));
        assert_eq!(code([0, 1, 2, 3, 4, 5, 6, 7]).len(), 8);
    }
}
