//! What the program uses a form or an item for, whatever its id: a ward's own form says it with `role`.

use super::{Edition, Item};
use crate::ids::{InstrumentId, ItemId};
use serde::{Deserialize, Serialize};
use strum::EnumString;

/// What the program uses a form for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FormRole {
    /// Nothing in particular.
    #[default]
    Plain,
    /// 自己採点シート
    SelfScoring,
    /// 目標申告
    Goals,
    /// ヒアリング
    Interview,
    /// 指導・育成の記録
    Guidance,
    /// キャリア意向申告
    CareerDeclaration,
    /// DX自己チェック
    DxSelfCheck,
    /// The adaptive digital literacy test.
    LiteracyTest,
    /// 組織目標
    OrgGoals,
    /// A supervisor's private note on a member of staff.
    SupervisorNote,
    /// 助成の申請
    GrantRequest,
}

/// What the program uses an item for. In a section that is repeated each copy has the role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ItemRole {
    /// Nothing in particular: a question like any other.
    #[default]
    Plain,
    /// Whom the owner shares the sheet with.
    ShareScope,
    /// Whether a supervisor's assessment is shown to the assessed person.
    Published,
    /// The subjects that a person wants to grow in.
    GrowthPoint,
    /// When the interview is planned.
    InterviewTime,
    /// The day of an interview that was held.
    InterviewDay,
    /// The kind of an interview: an option with a period's id is the interview of that period.
    InterviewKind,
    /// How long an interview took, in minutes.
    InterviewMinutes,
    /// The wordings of the goals, agreed in an interview.
    AgreedWording,
    /// 組織目標
    OrgGoal,
    /// To whom a goal of the organisation is handed.
    HandedTo,
    /// 目標
    Goal,
    /// 未来の姿
    FutureState,
    /// 達成の目安
    Indicator,
    /// The steps of a goal, planned backwards from the future state.
    BackcastSteps,
    /// 中間の振り返り
    MidProgress,
    /// 期末の結果
    #[serde(rename = "result")]
    #[strum(serialize = "result")]
    GoalResult,
    /// The grants that a person asks for: rows with `which` (a choice), `what`, `from`, `amount` and `why`.
    GrantRequests,
    /// Areas of work that a person wants to go to.
    DesiredAreas,
    /// Areas of work with their years.
    ExperiencedAreas,
    /// 異動の希望
    TransferWish,
    /// 昇任の意向
    PromotionIntention,
    /// 目指す方向
    #[serde(rename = "orientation")]
    #[strum(serialize = "orientation")]
    CareerOrientation,
}

impl FormRole {
    /// The role of a form that was published before forms could say theirs.
    pub fn of_earlier_form(instrument: &InstrumentId) -> Self {
        match instrument.as_str() {
            "self_scoring_sheet" => Self::SelfScoring,
            "goal_sheet" => Self::Goals,
            "hearing_record" => Self::Interview,
            "guidance_record" => Self::Guidance,
            known => known.parse().unwrap_or_default(),
        }
    }
}

impl ItemRole {
    /// The role of an item that was published before items could say theirs.
    pub fn of_earlier_item(id: &ItemId) -> Self {
        match id.base() {
            "planned_at" => Self::InterviewTime,
            "date" => Self::InterviewDay,
            "hearing_type" => Self::InterviewKind,
            "duration_min" => Self::InterviewMinutes,
            "handed_goal" => Self::Goal,
            "handed_future" => Self::FutureState,
            "handed_indicator" => Self::Indicator,
            known => known.parse().unwrap_or_default(),
        }
    }
}

impl Item {
    /// What the program uses it for.
    pub fn role(&self) -> ItemRole {
        self.role
            .unwrap_or_else(|| ItemRole::of_earlier_item(&self.id))
    }
}

impl Edition {
    /// What the program uses the form for.
    pub fn role(&self) -> FormRole {
        self.role
            .unwrap_or_else(|| FormRole::of_earlier_form(&self.instrument))
    }

    /// The items with a role, in the form's order: one for each copy of a repeated section.
    pub fn items_with_role(&self, role: ItemRole) -> impl Iterator<Item = &Item> {
        self.items()
            .filter(move |it| it.role() == role && !it.retired)
    }

    /// Copy `n`, from 1, of the item with a role.
    pub fn copy_with_role(&self, role: ItemRole, n: usize) -> Option<&Item> {
        self.items_with_role(role).nth(n.checked_sub(1)?)
    }

    /// The first item with a role.
    pub fn item_with_role(&self, role: ItemRole) -> Option<&Item> {
        self.items_with_role(role).next()
    }
}
