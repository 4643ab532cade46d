//! Who in the sample ward asks for a grant this year, and what 職員課 decided.

use super::devices::Devices;
use super::texts::texts;
use crate::app_state::{AppState, CallError};
use crate::grants;
use crate::personnel::cycles;
use api::access::Viewer;
use domain::calendar::Cycle;
use domain::fact::{Step, StepDetails};
use domain::grant::{GrantSubject, NewGrantDecision};
use domain::instrument::{FormRole, ItemKind, ItemRole};
use domain::sheet::SheetId;
use serde_json::json;

/// 職員課 opens the form and sets the budgets; people ask; one of them has an answer.
pub(super) async fn hand_in(
    app: &AppState,
    devices: &mut Devices,
    officer: &Viewer,
) -> Result<(), CallError> {
    let catalogue = app.catalogue();
    let Some(form) = catalogue.with_role(FormRole::GrantRequest) else {
        return Ok(());
    };
    let Some(rows) = form.item_with_role(ItemRole::GrantRequests) else {
        return Ok(());
    };
    let year = app.now().fiscal_year();
    let [cycle, ..] = Cycle::in_year(year);
    let texts = &texts().grants;
    cycles::set_cycle(app, officer, form.instrument.clone(), cycle, true).await?;
    grants::set_budgets(app, officer, year, texts.budgets.clone()).await?;
    for it in &texts.requests {
        let sheet = SheetId {
            person: it.person.clone(),
            instrument: form.instrument.clone(),
            cycle,
        };
        let mut open = devices.open(&it.person, &sheet);
        let ticks = form
            .items()
            .filter(|it| it.kind == ItemKind::Confirm)
            .map(|it| (it.id.0.clone(), json!(1)));
        let answers = [(rows.id.0.clone(), json!([it.row]))];
        devices.answer(app, &mut open, form, answers.into_iter().chain(ticks));
        devices.step(app, &mut open, Step::Submit, StepDetails::default());
        devices.sync(app, &mut open).await?;
        if let Some(granted) = it.granted {
            let cell = |id: &str| it.row[id].as_str().unwrap_or_default().to_owned();
            let decision = NewGrantDecision {
                subject: GrantSubject {
                    person: it.person.clone(),
                    kind: cell("which"),
                    what: cell("what"),
                    from: cell("from"),
                    amount: cell("amount"),
                    copy: 1,
                },
                granted,
                note: it.note.clone(),
            };
            grants::decide(app, officer, year, decision).await?;
        }
    }
    Ok(())
}
