//! What people who have been offered a job (内定者) ask, without a session and without cookies.

use crate::calls::calls;
use domain::joining::{NewJoiningQuestion, OwnJoiningQuestion, QuestionNumber};

calls! {
    /// Asking, reading the answer, and taking the question back.
    serve Fair, send nothing, trait PublicJoiningCalls {
        /// Asks. The same number again is the same question: an answer that was lost can be asked for anew.
        [Anyone] post ask_before_joining(question: NewJoiningQuestion) -> ();
        /// A question by its number.
        [Anyone] post own_joining_question(number: QuestionNumber) -> OwnJoiningQuestion;
        /// Takes a question back: it is deleted with its contact.
        [Anyone] post withdraw_joining_question(number: QuestionNumber) -> ();
    }
}
