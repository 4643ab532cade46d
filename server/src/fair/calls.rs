//! The calls about recruitment fairs: the recruiter's, and those of visitors and tablets.

use super::{closing, events, tablets, workbook};
use crate::app_state::AppState;
use crate::audit::{Act, AuditAct};
use crate::office::xlsx;
use api::ApiError;
use api::access::{Caller, Download, Viewer};
use api::fair::EventDetails;
use api::fair::{FairCalls, Label, NewEvent, OneTimeCode, OutdatedLink};
use api::fair_public::PublicFairCalls;
use async_trait::async_trait;
use domain::fair::VisitNumber;
use domain::fair::{Event, EventCounts, VisitRecord};
use domain::ids::{EventId, TabletId};
use domain::instrument::Localized;
use domain::kiosk::{EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse, Tablet};
use serde_json::json;

#[async_trait]
impl PublicFairCalls for AppState {
    async fn find_event(&self, _: &Caller, event: EventId) -> Result<Event, ApiError> {
        Ok(events::find_event(self, &EventId::from_typed(event.as_str())).await?)
    }

    async fn submit_visit(
        &self,
        _: &Caller,
        number: Option<VisitNumber>,
        mut visit: VisitRecord,
    ) -> Result<(), ApiError> {
        // A page of the release before this one sends the number inside the visit.
        let inside = std::mem::take(&mut visit.once);
        Ok(events::submit_visit(self, &number.unwrap_or(inside), visit).await?)
    }

    async fn enrol_tablet(&self, _: &Caller, new: EnrolRequest) -> Result<EnrolResponse, ApiError> {
        Ok(tablets::enrol_tablet(self, new).await?)
    }

    async fn push_kiosk(&self, _: &Caller, push: KioskPush) -> Result<KioskPushResponse, ApiError> {
        Ok(tablets::accept_push(self, push, false).await?)
    }
}

#[async_trait]
impl FairCalls for AppState {
    async fn events(&self, _: &Viewer) -> Result<Vec<Event>, ApiError> {
        Ok(events::events(self).await?)
    }

    async fn create_event(&self, by: &Viewer, new: NewEvent) -> Result<Vec<Event>, ApiError> {
        events::create_event(self, by.id.clone(), new).await?;
        Ok(events::events(self).await?)
    }

    async fn event_details(&self, _: &Viewer, event: EventId) -> Result<EventDetails, ApiError> {
        Ok(events::event_details(self, &event).await?)
    }

    async fn create_enrolment_code(
        &self,
        _: &Viewer,
        event: EventId,
    ) -> Result<OneTimeCode, ApiError> {
        Ok(tablets::create_enrolment_code(self, &event).await?)
    }

    async fn import_kiosk_file(
        &self,
        _: &Viewer,
        push: KioskPush,
    ) -> Result<KioskPushResponse, ApiError> {
        Ok(tablets::accept_push(self, push, true).await?)
    }

    async fn tablets(&self, _: &Viewer, event: EventId) -> Result<Vec<Tablet>, ApiError> {
        Ok(closing::tablets(self, &event).await?)
    }

    async fn revoke_tablet(
        &self,
        _: &Viewer,
        event: EventId,
        tablet: TabletId,
    ) -> Result<Vec<Tablet>, ApiError> {
        tablets::revoke_tablet(self, &tablet).await?;
        Ok(closing::tablets(self, &event).await?)
    }

    async fn open_event(&self, _: &Viewer, event: EventId) -> Result<EventDetails, ApiError> {
        closing::open_event(self, &event).await?;
        Ok(events::event_details(self, &event).await?)
    }

    async fn close_event(
        &self,
        by: &Viewer,
        event: EventId,
        note: String,
    ) -> Result<EventDetails, ApiError> {
        closing::close_event(self, &event, &note, &by.id).await?;
        Ok(events::event_details(self, &event).await?)
    }

    async fn outdated_links(&self, _: &Viewer) -> Result<Vec<OutdatedLink>, ApiError> {
        let year = self.now().fiscal_year();
        let newest = self.quizzes.newest().and_then(|it| self.quizzes.of(it));
        let links = newest.iter().flat_map(|it| &it.links);
        let outdated = links.filter_map(|it| {
            Some(OutdatedLink {
                words: Localized {
                    ja: it.words.plain(false),
                    en: it.words.en.clone(),
                },
                url: it.url.clone(),
                year: it.year().filter(|it| *it < year)?,
            })
        });
        Ok(outdated.collect())
    }

    async fn event_labels(&self, _: &Viewer, event: EventId) -> Result<Vec<Label>, ApiError> {
        Ok(workbook::event_labels(self, &event).await?)
    }

    async fn event_counts(&self, _: &Viewer, event: EventId) -> Result<EventCounts, ApiError> {
        Ok(events::event_counts(self, &event).await?)
    }

    async fn event_workbook(&self, by: &Viewer, event: EventId) -> Result<Download, ApiError> {
        let act = Act::by(by, AuditAct::CountsExported).details(json!({ "event": event }));
        self.record(act).await?;
        let bytes = workbook::event_workbook(self, &event).await?;
        Ok(xlsx::file(format!("fair-{event}.xlsx"), bytes))
    }
}
