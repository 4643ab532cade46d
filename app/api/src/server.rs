//! All features' calls as one table, and what answers them.

use crate::access::{Call, Caller};
use crate::accounts::{self, AccountCalls};
use crate::audit::{self, AuditCalls};
use crate::content_pages::{self, ContentPageCalls};
use crate::cycle_parts::{self, CyclePartCalls};
use crate::fair::{self, FairCalls};
use crate::fair_public::{self, PublicFairCalls};
use crate::forms::{self, FormCalls};
use crate::grants::{self, GrantCalls};
use crate::interviews::{self, InterviewCalls};
use crate::joining::{self, JoiningCalls};
use crate::joining_public::{self, PublicJoiningCalls};
use crate::organisation::{self, OrganisationCalls};
use crate::people::{self, PeopleCalls};
use crate::personnel::{self, PersonnelCalls};
use crate::progress::{self, ProgressCalls};
use crate::questions::{self, QuestionCalls};
use crate::role_models::{self, RoleModelCalls};
use crate::roster::{self, RosterCalls};
use crate::sheets::{self, ExchangeCalls, SheetCalls};
use crate::skills::{self, SkillCalls};
use crate::steering::{self, SteeringCalls};
use crate::system::{self, SystemCalls};
use crate::trials::{self, TrialCalls};
use leptos::prelude::provide_context;
use std::sync::Arc;

/// The table of all calls.
pub fn all_calls() -> impl Iterator<Item = &'static Call> {
    [
        accounts::CALLS,
        audit::CALLS,
        content_pages::CALLS,
        cycle_parts::CALLS,
        fair::CALLS,
        fair_public::CALLS,
        forms::CALLS,
        grants::CALLS,
        interviews::CALLS,
        joining::CALLS,
        joining_public::CALLS,
        organisation::CALLS,
        people::CALLS,
        personnel::CALLS,
        progress::CALLS,
        questions::CALLS,
        role_models::CALLS,
        roster::CALLS,
        sheets::CALLS,
        sheets::EXCHANGE_CALLS,
        skills::CALLS,
        steering::CALLS,
        system::CALLS,
        trials::CALLS,
    ]
    .into_iter()
    .flatten()
}

/// Puts the caller and what answers each feature's calls into Leptos' context.
pub fn provide<T>(calls: &Arc<T>, caller: Caller)
where
    T: AccountCalls
        + AuditCalls
        + ContentPageCalls
        + CyclePartCalls
        + ExchangeCalls
        + FairCalls
        + FormCalls
        + GrantCalls
        + InterviewCalls
        + JoiningCalls
        + OrganisationCalls
        + PeopleCalls
        + PersonnelCalls
        + ProgressCalls
        + PublicFairCalls
        + PublicJoiningCalls
        + QuestionCalls
        + RoleModelCalls
        + RosterCalls
        + SheetCalls
        + SkillCalls
        + SteeringCalls
        + SystemCalls
        + TrialCalls
        + 'static,
{
    provide_context(caller);
    provide_context::<Arc<dyn AccountCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn AuditCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn ContentPageCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn CyclePartCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn ExchangeCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn FairCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn FormCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn GrantCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn InterviewCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn JoiningCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn OrganisationCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn PeopleCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn PersonnelCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn ProgressCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn PublicFairCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn PublicJoiningCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn QuestionCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn RoleModelCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn RosterCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn SheetCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn SkillCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn SteeringCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn SystemCalls>>(Arc::clone(calls) as _);
    provide_context::<Arc<dyn TrialCalls>>(Arc::clone(calls) as _);
}
