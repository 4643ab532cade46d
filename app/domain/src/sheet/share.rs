//! The share scope of a sheet (公開範囲): who may read it.

use crate::locale::Locale;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{EnumString, IntoStaticStr};

/// Who may read a submitted sheet, by its owner's choice (公開範囲).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum ShareScope {
    /// 自分だけ
    #[default]
    SelfOnly,
    /// 所属長との面談で使う
    Supervisor,
    /// 所属長と職員課
    SupervisorAndPersonnel,
    /// 職員課のみ
    PersonnelOnly,
    /// Everyone in the hierarchy below the owner, at any depth.
    Staff,
}

impl ShareScope {
    /// Decodes the answer to the share scope item. Anything unknown or missing is the narrowest scope.
    pub fn from_answer(value: Option<&Value>) -> Self {
        let word = value.and_then(Value::as_str);
        word.and_then(|it| it.parse().ok()).unwrap_or_default()
    }

    /// Whether the owner's 所属長 is among the readers.
    pub fn includes_supervisor(self) -> bool {
        matches!(self, Self::Supervisor | Self::SupervisorAndPersonnel)
    }

    /// Whether 職員課 is among the readers.
    pub fn includes_personnel(self) -> bool {
        matches!(self, Self::PersonnelOnly | Self::SupervisorAndPersonnel)
    }

    /// Label for readers and on the sheet.
    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::SelfOnly => locale.t("本人のみ"),
            Self::Supervisor => locale.t("本人・所属長"),
            Self::SupervisorAndPersonnel => locale.t("本人・所属長・職員課"),
            Self::PersonnelOnly => locale.t("本人・職員課"),
            Self::Staff => locale.t("本人・部下の職員"),
        }
    }
}
