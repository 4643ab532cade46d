//! Grants for learning (助成): requests, decisions and budgets.

use crate::calls::calls;
use domain::grant::{GrantBudget, GrantYear, NewGrantDecision};

calls! {
    /// Grants, which 職員課 decides on.
    serve Staff, send cookies, trait GrantCalls {
        /// Budgets, requests and decisions of a fiscal year. Each sheet in it counts as opened.
        [Roles Personnel] post grants(year: u16) -> GrantYear;
        /// Sets the budgets of a fiscal year; kinds that are left out have none.
        [Roles Personnel] post set_grant_budgets(year: u16, budgets: Vec<GrantBudget>) -> GrantYear;
        /// Decides on a request; not on one's own. `conflict` if somebody has decided on it meanwhile.
        [Roles Personnel] post decide_grant(year: u16, decision: NewGrantDecision) -> GrantYear;
        /// Takes a decision back: the request waits again.
        [Roles Personnel] post undo_grant(year: u16, seq: i64) -> GrantYear;
    }
}
