//! The calls about the people of the roster.

use super::rules::Wanted;
use super::{addition, changes, details, first_person, invitations, workbook};
use crate::app_state::AppState;
use api::access::{Caller, Download, Viewer};
use api::people::{FirstPassword, Invitations, People, PeopleCalls, PersonDetails};
use api::personnel::ExportFormat;
use api::{ApiError, Code};
use async_trait::async_trait;
use domain::ids::{Day, PersonId};
use domain::person::Person;
use domain::person_record::FieldChange;

#[async_trait]
impl PeopleCalls for AppState {
    async fn people(&self, _: &Viewer) -> Result<People, ApiError> {
        Ok(details::people(self).await?)
    }

    async fn people_file(
        &self,
        _: &Viewer,
        filter: String,
        format: Option<ExportFormat>,
    ) -> Result<Download, ApiError> {
        let filter = serde_json::from_str(&filter).map_err(|_| Code::BadRequest)?;
        Ok(workbook::file(self, &filter, format.unwrap_or_default()).await?)
    }

    async fn person(&self, by: &Viewer, person: PersonId) -> Result<PersonDetails, ApiError> {
        Ok(details::person(self, by, &person).await?)
    }

    async fn add_person(
        &self,
        by: &Viewer,
        new: Person,
        reason: String,
    ) -> Result<FirstPassword, ApiError> {
        Ok(addition::add(self, by, new, reason).await?)
    }

    async fn change_person(
        &self,
        by: &Viewer,
        person: PersonId,
        fields: Vec<FieldChange>,
        first_day: Day,
        reason: String,
    ) -> Result<PersonDetails, ApiError> {
        let wanted = Wanted {
            fields,
            first_day,
            reason,
        };
        changes::change(self, by, person.clone(), wanted).await?;
        Ok(details::person(self, by, &person).await?)
    }

    async fn cancel_person_change(&self, by: &Viewer, seq: i64) -> Result<PersonDetails, ApiError> {
        let person = changes::cancel(self, by, seq).await?;
        Ok(details::person(self, by, &person).await?)
    }

    async fn approve_person_change(
        &self,
        by: &Viewer,
        seq: i64,
    ) -> Result<PersonDetails, ApiError> {
        let person = changes::approve(self, by, seq).await?;
        Ok(details::person(self, by, &person).await?)
    }

    async fn invite(
        &self,
        by: &Viewer,
        people: Vec<PersonId>,
        hours: u32,
    ) -> Result<Invitations, ApiError> {
        Ok(invitations::invite(self, by, people, hours).await?)
    }

    async fn make_first_person(
        &self,
        by: &Caller,
        code: String,
        new: Person,
        password: String,
    ) -> Result<(), ApiError> {
        Ok(first_person::make(self, by, &code, new, password).await?)
    }

    async fn end_sessions_of(
        &self,
        by: &Viewer,
        person: PersonId,
    ) -> Result<PersonDetails, ApiError> {
        changes::end_sessions(self, by, &person).await?;
        Ok(details::person(self, by, &person).await?)
    }
}
