//! Role models (ロールモデル): pages of people who agree to them, and requests to talk with one.

use crate::calls::calls;
use domain::ids::{Day, PersonId};
use domain::role_model::{RoleModel, RoleModelPage, RoleModelTalk, RoleModelText, TalkState};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What somebody sees of the role models.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleModels {
    /// Those that are shown, the last changed first.
    pub shown: Vec<RoleModel>,
    /// The caller's own page, or what they are asked to agree to.
    pub own: Option<RoleModelPage>,
    /// The caller's own requests for a talk, the latest first.
    pub talks: Vec<RoleModelTalk>,
}

/// What 職員課 sees of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleModelOffice {
    /// Every page, also those that nobody has agreed to yet and those whose last day is over.
    pub pages: Vec<RoleModelPage>,
    /// Every request for a talk; those that wait come first.
    pub talks: Vec<RoleModelTalk>,
}

calls! {
    /// Role models.
    serve Staff, send cookies, trait RoleModelCalls {
        /// Those that are shown today, and what is the caller's own.
        [Staff] post role_models() -> RoleModels;
        /// Agrees that the caller's own page is shown as given until a day; they may have changed what 職員課 wrote.
        /// `conflict` if 職員課 has changed it since `version`.
        [Staff] post agree_to_role_model(version: i64, text: RoleModelText, last_day: Day) -> RoleModels;
        /// Takes the caller's own page back, or refuses it: it is deleted, and requests for talks end.
        [Staff] post withdraw_role_model() -> RoleModels;
        /// Asks 職員課 for a talk with a role model.
        [Staff] post ask_talk(seq: i64, words: String) -> RoleModels;
        /// Takes an own request back; it is deleted.
        [Staff] post withdraw_talk(seq: i64) -> RoleModels;
        /// Every page and every request.
        [Roles Personnel] post role_model_office() -> RoleModelOffice;
        /// Asks somebody to agree to a page, or to another text of it; until they do it is not shown. `version` is
        /// that of the page that the caller saw, `None` for a new one; `conflict` if it is another by now.
        [Roles Personnel] post ask_role_model(
            person: PersonId,
            version: Option<i64>,
            text: RoleModelText,
            last_day: Day,
        ) -> RoleModelOffice;
        /// Deletes somebody's page.
        [Roles Personnel] post remove_role_model(seq: i64) -> RoleModelOffice;
        /// Answers a request for a talk; the asker reads the words. `seen` is when it was answered last, as the caller
        /// saw it; `conflict` if somebody has answered it since, or it was taken back.
        [Roles Personnel] post answer_talk(seq: i64, seen: Option<Timestamp>, state: TalkState, words: String)
            -> RoleModelOffice;
    }
}
