//! Who in the sample ward is asked to be a role model, who agrees, and who asks for a talk.

use super::devices::{Devices, viewer};
use super::texts::texts;
use crate::app_state::{AppState, CallError};
use crate::role_models::{pages, seen_by, talks};
use api::access::Viewer;
use domain::ids::PersonId;
use std::time::Duration;

/// How long somebody agrees to be shown.
const SHOWN: Duration = Duration::from_hours(24 * 365);

/// 職員課 asks; those who agree take the text as it is.
pub(super) async fn ask(
    app: &AppState,
    devices: &Devices,
    officer: &Viewer,
) -> Result<(), CallError> {
    let person = |id: &PersonId| devices.people.iter().find(|it| it.id == *id).map(viewer);
    for it in &texts().role_models {
        let Some(own) = person(&it.person) else {
            continue;
        };
        let wanted = pages::ShownPage {
            text: it.text.clone(),
            last_day: (app.now() + SHOWN).day(),
        };
        pages::ask(app, officer, own.id.clone(), None, wanted.clone()).await?;
        if it.agrees {
            pages::agree(app, &own, 1, wanted).await?;
        }
    }
    let talk = &texts().role_model_talk;
    let Some(asker) = person(&talk.asker) else {
        return Ok(());
    };
    let with = texts().role_models.iter().find(|it| it.person == talk.with);
    let seen = seen_by(app, &asker).await?;
    let name = with.map(|it| &it.text.shown_as);
    let mut all = seen.shown.iter();
    if let Some(it) = all.find(|it| Some(&it.text.shown_as) == name) {
        talks::ask(app, &asker, it.seq, talk.words.clone()).await?;
    }
    Ok(())
}
