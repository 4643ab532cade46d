//! How far each person is with a form: for 職員課, by name. Nothing of what anybody wrote.

use super::cycles;
use super::progress::is_for_everybody;
use crate::app_state::{AppState, CallError};
use crate::audit::{Act, AuditAct};
use crate::db::{Row, sql};
use crate::office::table_file;
use api::Code;
use api::access::{Download, Viewer};
use api::personnel::ExportFormat;
use api::progress::{PeopleProgress, ProgressForm};
use domain::calendar::Cycle;
use domain::ids::{Day, InstrumentId, PersonId};
use domain::instrument::Localized;
use domain::locale::Locale;
use domain::people_progress::{PersonProgress, ProgressFilter};
use domain::person::{Org, PersonName};
use domain::timestamp::Timestamp;
use std::time::Duration;

/// Fails for forms that not everybody hands in; the error does not tell them from unknown ones.
pub(super) fn require_form(app: &AppState, instrument: &InstrumentId) -> Result<(), CallError> {
    let catalogue = app.catalogue();
    let form = catalogue.newest(instrument).map(|it| &it.edition);
    let is_asked = form.is_some_and(is_for_everybody);
    is_asked.then_some(()).ok_or_else(|| Code::NotFound.into())
}

/// The forms that everybody hands in and that are open in a cycle, or have sheets of it.
pub(crate) async fn forms(app: &AppState, cycle: Cycle) -> Result<Vec<ProgressForm>, CallError> {
    let calendars = cycles::cycles(app).await?;
    let forms = calendars.into_iter().filter(|it| {
        let mut settings = it.cycles.iter().filter(|it| it.cycle == cycle);
        let is_used = settings.any(|it| it.open || it.drafts + it.submitted > 0);
        is_used && require_form(app, &it.instrument).is_ok()
    });
    let forms = forms.map(|it| ProgressForm {
        instrument: it.instrument,
        title: Localized {
            ja: it.title,
            en: it.title_en,
        },
    });
    Ok(forms.collect())
}

/// Everybody there today.
pub(crate) async fn people_progress(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<PeopleProgress, CallError> {
    require_form(app, instrument)?;
    let due: Option<Option<String>> = sql!(personnel / due_day_of_cycle)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_optional_value(app.readers())
        .await?;
    let rows = sql!(personnel / people_progress)
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .fetch_all(app.readers())
        .await?;
    Ok(PeopleProgress {
        due: due.flatten().map(Day),
        people: rows.iter().map(read).collect::<Result<_, _>>()?,
    })
}

fn read(row: &Row) -> Result<PersonProgress, CallError> {
    let state: &str = row.try_get("state")?;
    let asked_at: Option<Timestamp> = row.try_get("asked_at")?;
    let decided_at: Option<Timestamp> = row.try_get("decided_at")?;
    Ok(PersonProgress {
        person: PersonName {
            id: PersonId(row.try_get("id")?),
            name: row.try_get("name")?,
        },
        kana: row.try_get("kana")?,
        org: Org {
            department: row.try_get("department")?,
            section: row.try_get("section")?,
            unit: row.try_get("unit")?,
        },
        state: state.parse().ok(),
        submitted_at: row.try_get("submitted_at")?,
        extended_to: row.try_get::<Option<String>, _>("last_day")?.map(Day),
        part_day: row.try_get::<Option<String>, _>("part_day")?.map(Day),
        is_asking: asked_at.is_some() && decided_at.is_none(),
        reminded_at: row.try_get("reminded_at")?,
    })
}

/// A look that goes on is one look: a page that asks again every minute is recorded once in so long.
const ONE_LOOK: Duration = Duration::from_mins(30);

/// Records that somebody saw who has handed in; on a full disk they are shown all the same.
pub(crate) async fn record_read(
    app: &AppState,
    by: &Viewer,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<(), CallError> {
    let is_going_on: bool = sql!(personnel / has_progress_read)
        .bind(by.id.as_str())
        .bind(instrument.as_str())
        .bind(cycle.to_string())
        .bind(app.now() - ONE_LOOK)
        .fetch_value(app.readers())
        .await?;
    if is_going_on {
        return Ok(());
    }
    record_file(app, by, instrument, cycle).await
}

/// Records that somebody has taken the names along, every time.
pub(crate) async fn record_file(
    app: &AppState,
    by: &Viewer,
    instrument: &InstrumentId,
    cycle: Cycle,
) -> Result<(), CallError> {
    let act = Act::by(by, AuditAct::ProgressRead).form(instrument.as_str(), &cycle.to_string());
    app.record(act).await.or_else(CallError::ignore_if_full)
}

const HEADINGS: [&str; 9] = [
    "職員番号",
    "氏名",
    "部",
    "課",
    "係",
    "様子",
    "提出した時刻",
    "締切",
    "お知らせした時刻",
];

/// The same as a file, for whoever telephones.
pub(crate) async fn file(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: Cycle,
    format: ExportFormat,
    filter: &ProgressFilter,
) -> Result<Download, CallError> {
    let all = people_progress(app, instrument, cycle).await?;
    let today = app.now().day();
    let moment =
        |at: Option<Timestamp>| at.map_or_else(String::new, |it| it.display(Locale::JAPANESE));
    let found = all.people.iter();
    let found = found.filter(|it| filter.matches(it, all.due.as_ref(), &today));
    let lines = found.map(|it| {
        let due = it.due(all.due.as_ref());
        [
            it.person.id.to_string(),
            it.person.name.clone(),
            it.org.department.clone(),
            it.org.section.clone(),
            it.org.unit.clone(),
            it.step().label(Locale::JAPANESE).to_owned(),
            moment(it.submitted_at),
            due.map_or_else(String::new, |it| it.0.clone()),
            moment(it.reminded_at),
        ]
    });
    let name = format!("progress-{instrument}-{cycle}");
    Ok(table_file::write(
        &name,
        "進み具合",
        HEADINGS,
        &[0],
        lines,
        format,
    )?)
}
