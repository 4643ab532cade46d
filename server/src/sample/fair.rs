//! A recruitment fair of the sample ward: visitors who took the quiz on their phones.

use super::devices::{Devices, viewer};
use super::drawn::{draw, pick};
use crate::app_state::{AppState, CallError};
use crate::fair::{closing, events};
use api::fair::NewEvent;
use domain::fair::{VisitNumber, VisitRecord};
use domain::ids::{Day, EventId, PersonId};
use domain::quiz::SurveyAnswer;

const VISITORS: u32 = 120;

const RECRUITER: &str = "E0013";

/// Creates an event.
pub(super) async fn announce(
    app: &AppState,
    devices: &Devices,
    name: &str,
    day: &Day,
) -> Result<EventId, CallError> {
    let recruiter = viewer(&devices.person(&PersonId(RECRUITER.to_owned()))?);
    let new = NewEvent {
        name: name.to_owned(),
        place: "区民ホール".to_owned(),
        first_day: day.clone(),
        last_day: day.clone(),
        survey: true,
        keep_days: 366,
        tablets_only: false,
    };
    events::create_event(app, recruiter.id, new).await?;
    let all = events::events(app).await?;
    let found = all.into_iter().find(|it| it.first_day == *day);
    Ok(found.ok_or(api::Code::NotFound)?.id)
}

/// Holds a fair on one day, and closes it.
pub(super) async fn hold(app: &AppState, devices: &Devices, day: &Day) -> Result<(), CallError> {
    let event = announce(app, devices, "職員採用 合同説明会", day).await?;
    closing::open_event(app, &event).await?;
    for n in 0..VISITORS {
        let number = format!("{}{n:08x}", event_number(day));
        let visit = visit(&event, day, n);
        events::submit_visit(app, &VisitNumber(number), visit).await?;
    }
    closing::close_event(app, &event, "", &PersonId(RECRUITER.to_owned())).await
}

/// 24 hexadecimal digits of a day.
fn event_number(day: &Day) -> String {
    let digits: String = day.as_str().chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0>24}")
}

/// Results of the quiz; what stands here more often comes more often.
const TYPES: &str = "companion companion companion guardian guardian pioneer pioneer bridge bridge bridge \
    improver improver connector connector learner learner balancer";

const JOBS: &str = "clerical clerical clerical clerical welfare_1 welfare_1 nursery_teacher \
    nursery_teacher civil architecture health_nurse ict undecided undecided";

const INFO: &str = "duties duties day day day career training atmosphere atmosphere young_voice \
    balance balance flexible pay selection selection digital";

const CHANNELS: &str = "website website sns sns video booth lecture";

fn visit(event: &EventId, day: &Day, n: u32) -> VisitRecord {
    let n = format!("{} {n}", day.as_str());
    let some = |of: &str, question: &str, most: u32| {
        let of: Vec<&str> = of.split_whitespace().collect();
        let mut options: Vec<String> = Vec::new();
        for at in 0..most {
            let at = at.to_string();
            let chosen = pick(&of, &[&n, question, &at]).map(|it| (*it).to_owned());
            options.extend(chosen.filter(|it| !options.contains(it)));
        }
        SurveyAnswer {
            question: question.to_owned(),
            options,
        }
    };
    let mut wishes = vec![
        some(JOBS, "jobs", 2),
        some(INFO, "info", 4),
        some(CHANNELS, "channel", 2),
        some("5 5 5 4 4 4 3", "satisfaction", 1),
        some("yes yes some some not_yet", "image", 1),
    ];
    // Some visitors leave before the questions.
    if draw(&[&n, "leaves"]) < 0.15 {
        wishes.clear();
    }
    VisitRecord {
        event: event.clone(),
        day: day.clone(),
        types: some(TYPES, "type", 1).options,
        wishes,
        ..VisitRecord::default()
    }
}
