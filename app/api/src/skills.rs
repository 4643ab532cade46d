//! Digital skills: demand for training, and the map of skills as a file.

#[cfg(feature = "server")]
use crate::access::Download;
use crate::calls::calls;
use domain::calendar::Cycle;
use domain::ids::InstrumentId;
use domain::training::TrainingDemand;

calls! {
    /// The map of digital skills.
    serve Staff, send cookies, trait SkillCalls {
        /// How many people each training would help, as last published, and the supporters of each section.
        [Roles Personnel Digital Cio] post training(instrument: InstrumentId, cycle: Cycle) -> TrainingDemand;
        /// The map as an XLSX workbook.
        [Roles Personnel Digital] get skills_workbook(instrument: InstrumentId, cycle: Cycle) -> Download,
            was "skills_book";
    }
}
