//! What visitors and tablets of a recruitment fair call: without a session, and without cookies.

use crate::calls::calls;
use domain::fair::VisitNumber;
use domain::fair::{Event, VisitRecord};
use domain::ids::EventId;
use domain::kiosk::{EnrolRequest, EnrolResponse, KioskPush, KioskPushResponse};

calls! {
    /// Visitors and tablets.
    serve Fair, send nothing, trait PublicFairCalls {
        /// An event by its code.
        [Anyone] post find_event(event: EventId) -> Event, was "fair_event";
        /// Submits a visit from a visitor's phone, under the number of this one submission. The body is nothing but
        /// this, so that the page can show it byte for byte.
        [Anyone] post submit_visit(number: Option<VisitNumber>, visit: VisitRecord) -> (), was "fair_visit";
        /// Enrols a tablet with a one-time code, which is used up by it.
        [Anyone] post enrol_tablet(new: EnrolRequest) -> EnrolResponse, was "fair_enrol";
        /// Pushes a tablet's report and batches, signed with its key.
        [Anyone] post push_kiosk(push: KioskPush) -> KioskPushResponse, was "fair_push";
    }
}
