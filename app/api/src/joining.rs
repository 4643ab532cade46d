//! Questions of people who have been offered a job (内定者).

use crate::calls::calls;
use domain::ids::Day;
use domain::joining::{JoiningCode, JoiningQuestion};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What 採用担当 see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoiningOffice {
    /// The code with which one can ask, and the last day on which it works; `None` if nobody can.
    pub code: Option<(JoiningCode, Day)>,
    /// Those that wait first, then the latest.
    pub questions: Vec<JoiningQuestion>,
}

calls! {
    /// What 採用担当 do with the questions.
    serve Every, send cookies, trait JoiningCalls {
        /// The code and every question.
        [Roles Recruiter] post joining_office() -> JoiningOffice;
        /// Makes a new code that works until a day; the one before works no more.
        [Roles Recruiter] post renew_joining_code(until: Day) -> JoiningOffice;
        /// Gives the code that is in force another last day.
        [Roles Recruiter] post move_joining_code(until: Day) -> JoiningOffice;
        /// Answers a question; whoever has its number reads it. `seen` is when it was answered last, as the caller saw
        /// it; `conflict` if somebody has answered it since, or its asker has taken it back.
        [Roles Recruiter] post answer_joining_question(seq: i64, seen: Option<Timestamp>, words: String)
            -> JoiningOffice;
        /// Deletes a question with its contact.
        [Roles Recruiter] post delete_joining_question(seq: i64) -> JoiningOffice;
    }
}
