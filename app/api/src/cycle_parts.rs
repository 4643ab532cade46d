//! Parts of the people for whom a cycle of a form is otherwise.

use crate::calls::calls;
use crate::people::FieldChoices;
use domain::calendar::Cycle;
use domain::cycle_part::{CyclePart, OwnPart};
use domain::ids::InstrumentId;
use domain::people_filter::PeopleFilter;
use serde::{Deserialize, Serialize};

/// The parts of the people for whom a cycle is otherwise, and what a part can be made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CycleParts {
    /// In the order in which they were decided on.
    pub parts: Vec<CyclePart>,
    /// How many people are asked by a part, and how many are not, see [`domain::cycle_settings::CycleSetting`].
    #[serde(default)]
    pub asked: u32,
    #[serde(default)]
    pub not_asked: u32,
    pub choices: FieldChoices,
}

calls! {
    /// What 職員課 decides for a part of the people.
    serve Staff, send cookies, trait CyclePartCalls {
        /// The parts of the people for whom a cycle is otherwise.
        [Roles Personnel] post cycle_parts(instrument: InstrumentId, cycle: Cycle) -> CycleParts;
        /// Gives a part of the people another last day, or says whether they are asked.
        [Roles Personnel] post add_cycle_part(
            instrument: InstrumentId, cycle: Cycle, people: PeopleFilter, own: OwnPart
        ) -> CycleParts;
        /// Takes a part back: its people are as everybody again.
        [Roles Personnel] post remove_cycle_part(seq: i64) -> CycleParts;
    }
}
