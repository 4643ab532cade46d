//! What each submitted sheet adds to the figures, written with the step that hands it in.

use crate::app_state::{AppState, CallError};
use crate::db::{Connection, sql};
use crate::forms::Catalogue;
use crate::sheets::log::facts_of_sheet;
use api::Code;
use domain::calendar::Cycle;
use domain::ids::{InstrumentId, PersonId};
use domain::instrument::Edition;
use domain::scoring::contributions;
use domain::sheet::{Sheet, SheetId};
use domain::suppression::{Contribution, Place};
use std::collections::BTreeMap;

/// The newest edition of a form of which figures may be shown.
#[derive(Clone, Debug)]
pub(crate) struct CountedForm(Edition);

impl CountedForm {
    /// Fails for a restricted form, of which not even the number of sheets is shown, as it does for one that does not
    /// exist.
    pub(crate) fn of(forms: &Catalogue, instrument: &InstrumentId) -> Result<Self, Code> {
        let published = forms.newest(instrument);
        let edition = published.map(|it| &it.edition);
        let counted = edition.filter(|it| is_counted(it)).ok_or(Code::NotFound)?;
        Ok(Self(counted.clone()))
    }

    pub(crate) fn edition(&self) -> &Edition {
        &self.0
    }
}

fn is_counted(edition: &Edition) -> bool {
    !edition.restricted && !edition.subjects.is_empty()
}

/// Whether sheets of a form add to figures.
pub(crate) fn has_figures(forms: &Catalogue, instrument: &InstrumentId) -> bool {
    forms
        .newest(instrument)
        .is_some_and(|it| is_counted(&it.edition))
}

/// What a score is noted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// The sheet is handed in: it counts where its owner stands now.
    HandedIn,
    /// Something was added later: it counts where it did.
    Added,
}

/// Notes what a submitted sheet adds; nothing for a form without figures.
pub(crate) async fn note(
    connection: &mut Connection,
    forms: &Catalogue,
    id: &SheetId,
    sheet: &Sheet,
    occasion: Occasion,
) -> Result<(), CallError> {
    let Ok(form) = CountedForm::of(forms, &id.instrument) else {
        return Ok(());
    };
    let (edition, cycle) = (form.edition(), id.cycle.to_string());
    let row = sql!(aggregates / place_of_person)
        .bind(id.person.as_str())
        .fetch_one(&mut *connection)
        .await?;
    let (grade, job_type): (u8, String) = (row.try_get("grade")?, row.try_get("job_type")?);
    let band = edition.band_of(grade).map(|it| it.id.clone());
    let band = band.unwrap_or_default();
    let scope = edition.share_scope(sheet);
    let mut score = Contribution {
        values: contributions(edition, sheet, scope, &band, &job_type),
        place: Place {
            section: row.try_get("section")?,
            band,
        },
    };
    let before: Option<String> = sql!(aggregates / score_of_sheet)
        .bind(id.instrument.as_str())
        .bind(&cycle)
        .bind(id.person.as_str())
        .fetch_optional_value(&mut *connection)
        .await?;
    if let Some(before) = before.filter(|_| occasion == Occasion::Added) {
        let before: Contribution = serde_json::from_str(&before)?;
        score.place = before.place;
    }
    sql!(aggregates / upsert_score)
        .bind(id.instrument.as_str())
        .bind(cycle)
        .bind(id.person.as_str())
        .bind(serde_json::to_string(&score)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets what a sheet added: it was taken back or returned.
pub(crate) async fn forget(connection: &mut Connection, id: &SheetId) -> Result<(), CallError> {
    sql!(aggregates / delete_score)
        .bind(id.instrument.as_str())
        .bind(id.cycle.to_string())
        .bind(id.person.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes the scores of sheets that an earlier release took without them.
pub(crate) async fn complete(app: &AppState) -> Result<(), CallError> {
    let forms = app.catalogue();
    let counted = forms.all().filter(|it| is_counted(&it.1.edition));
    let counted: Vec<&InstrumentId> = counted.map(|it| it.0).collect();
    let rows = sql!(aggregates / sheets_without_score)
        .bind(serde_json::to_string(&counted)?)
        .fetch_all(app.readers())
        .await?;
    for row in rows {
        let cycle: String = row.try_get("cycle")?;
        let Ok(cycle) = cycle.parse::<Cycle>() else {
            continue;
        };
        let id = SheetId {
            person: row.try_get("person")?,
            instrument: row.try_get("instrument")?,
            cycle,
        };
        let sheet = Sheet::from_facts(&facts_of_sheet(app.readers(), &id).await?);
        let forms = app.catalogue();
        let write = app
            .database()
            .writer
            .run::<_, CallError, _>(move |connection| {
                Box::pin(
                    async move { note(connection, &forms, &id, &sheet, Occasion::HandedIn).await },
                )
            });
        write.await?;
    }
    Ok(())
}

/// The scores of a form and cycle.
pub(crate) async fn of_cycle(
    app: &AppState,
    instrument: &InstrumentId,
    cycle: &str,
) -> Result<BTreeMap<PersonId, Contribution>, CallError> {
    let rows = sql!(aggregates / scores_of_cycle)
        .bind(instrument.as_str())
        .bind(cycle)
        .fetch_all(app.readers())
        .await?;
    let scores = rows.iter().map(|row| {
        let score = serde_json::from_str(row.try_get("score")?)?;
        Ok((row.try_get("person")?, score))
    });
    scores.collect()
}
