//! What the 課 of the sample ward try out, and what ＣＩＯ, 職員課 and 情報政策課 wrote down.

use super::devices::{Devices, viewer};
use super::texts::texts;
use crate::app_state::{AppState, CallError};
use crate::{steering, trials};
use api::access::Viewer;
use api::steering::SteeringNote;
use domain::person::Role;
use std::time::Duration;

/// Until the next meeting.
const NEXT_MEETING: Duration = Duration::from_hours(24 * 16);

/// The trial projects are begun by the ＤＸ推進サポーター of each 課, as far as there is one.
pub(super) async fn write_board(
    app: &AppState,
    devices: &Devices,
    officer: &Viewer,
) -> Result<(), CallError> {
    for it in &texts().trials {
        let writes = |role| {
            let mut people = devices.people.iter();
            people.find(|who| who.org.section == it.section && who.roles.contains(&role))
        };
        if let Some(author) = writes(Role::Supporter).or_else(|| writes(Role::Digital)) {
            trials::begin(app, &viewer(author), it.text.clone()).await?;
        }
    }
    let day = (app.now() + NEXT_MEETING).day();
    let note = SteeringNote {
        text: texts().steering.text.clone(),
        agenda: texts().steering.agenda.clone(),
        next_meeting: format!("{day}T14:00"),
        ..SteeringNote::default()
    };
    steering::write(app, officer, note).await
}
