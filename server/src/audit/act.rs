//! What the audit log records, and how it went.

use strum::{EnumString, IntoStaticStr};

/// What was done. Its word is stored and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub(crate) enum AuditAct {
    SignedIn,
    SignedOut,
    /// A session was ended by its owner elsewhere, or by an administrator.
    SessionEnded,
    PasswordChanged,
    /// A one-time code for a new password was made.
    ResetCodeIssued,
    /// A new password was set with such a code.
    PasswordReset,
    ConfirmPinSet,
    /// Somebody gave a 確認番号 for another person on their own device.
    ConfirmPinGiven,
    AccountDisabled,
    AccountEnabled,
    RolesChanged,
    PersonAdded,
    /// Fields of somebody's record were changed.
    PersonChanged,
    /// Such a change will be made on a later day.
    PersonChangePlanned,
    /// A second person of 職員課 agreed to it.
    PersonChangeApproved,
    PersonChangeCancelled,
    RosterImported,
    RosterUndone,
    Reorganised,
    SecondReaderNamed,
    SecondReaderEnded,
    SheetOpened,
    /// An interview's sheet was put on a device.
    SheetCheckedOut,
    /// A device that holds such a sheet asked for what is new in it, for the first time on a day.
    CheckoutContinued,
    SheetsExported,
    /// Sheets were handed on to a new 所属長, or kept from them.
    SheetsHandedOn,
    DeclarationsSearched,
    CycleChanged,
    RetentionChanged,
    DeletionApproved,
    SheetsDeleted,
    /// Somebody looked at who has handed in, by name.
    ProgressRead,
    Reminded,
    ExtensionAsked,
    /// More time was given, or refused.
    ExtensionDecided,
    DeputyProposed,
    DeputyApproved,
    DeputyEnded,
    GuidanceDecided,
    GuidanceEnded,
    /// Somebody looked at what an account did.
    AuditRead,
    QuestionChanged,
    /// An entry of a content page was changed, or given back its published text.
    ContentChanged,
    /// A trial project was begun or changed.
    TrialChanged,
    SteeringNoteWritten,
    /// Somebody looked at counts or means of a form.
    CountsRead,
    CountsExported,
    CountsImported,
    BackedUp,
    /// From a SQLite file to a database of `PostgreSQL`, or back.
    Moved,
    Restored,
    /// A call was refused for want of a right.
    CallRefused,
    /// A session or address made more calls than it may.
    RateLimited,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub(crate) enum AuditOutcome {
    Done,
    /// A password, code or number was wrong.
    Wrong,
    /// Too many were wrong before: it was not even tried.
    Slowed,
    /// The right was missing.
    Refused,
}

impl AuditAct {
    /// For an operator.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::SignedIn => "サインイン",
            Self::SignedOut => "サインアウト",
            Self::SessionEnded => "サインインを終わらせた",
            Self::PasswordChanged => "パスワードの変更",
            Self::ResetCodeIssued => "一度だけの番号の発行",
            Self::PasswordReset => "一度だけの番号での再設定",
            Self::ConfirmPinSet => "確認番号の設定",
            Self::ConfirmPinGiven => "確認番号での確認",
            Self::AccountDisabled => "アカウントの停止",
            Self::AccountEnabled => "アカウントの再開",
            Self::RolesChanged => "役割の変更",
            Self::PersonAdded => "職員の追加",
            Self::PersonChanged => "職員の記録の変更",
            Self::PersonChangePlanned => "職員の記録の変更の予定",
            Self::PersonChangeApproved => "職員の記録の変更の承認",
            Self::PersonChangeCancelled => "予定の取消し",
            Self::RosterImported => "名簿の取り込み",
            Self::RosterUndone => "名簿の取り込みや改編を元に戻した",
            Self::Reorganised => "組織の改編",
            Self::SecondReaderNamed => "第二の読み手を決めた",
            Self::SecondReaderEnded => "第二の読み手を外した",
            Self::SheetOpened => "シートを開いた",
            Self::SheetCheckedOut => "シートを端末に入れた",
            Self::CheckoutContinued => "端末のシートの続きを受け取った",
            Self::SheetsExported => "シートの書き出し",
            Self::SheetsHandedOn => "新しい所属長への引き継ぎ",
            Self::DeclarationsSearched => "キャリア意向の検索",
            Self::CycleChanged => "時期の変更",
            Self::RetentionChanged => "保存期間の変更",
            Self::DeletionApproved => "消去の承認",
            Self::SheetsDeleted => "シートの消去",
            Self::ProgressRead => "氏名ごとの進み具合を見た",
            Self::Reminded => "提出のお知らせ",
            Self::ExtensionAsked => "期限の延長の願い出",
            Self::ExtensionDecided => "期限の延長の決定",
            Self::DeputyProposed => "代理の届け出",
            Self::DeputyApproved => "代理の承認",
            Self::DeputyEnded => "代理の終わり",
            Self::GuidanceDecided => "指導育成の対象の決定",
            Self::GuidanceEnded => "指導育成の終わり",
            Self::AuditRead => "監査記録を見た",
            Self::QuestionChanged => "問題の変更",
            Self::ContentChanged => "方針・相談のページを変えた",
            Self::TrialChanged => "試行事業を書いた",
            Self::SteeringNoteWritten => "推進体制の申し合わせを書いた",
            Self::CountsRead => "集計を見た",
            Self::CountsExported => "集計の書き出し",
            Self::CountsImported => "集計の取り込み",
            Self::BackedUp => "控えの作成",
            Self::Moved => "データベースの移動",
            Self::Restored => "控えからの復元",
            Self::CallRefused => "権限がなく断られた",
            Self::RateLimited => "多すぎて断られた",
        }
    }
}

impl AuditOutcome {
    /// For an operator.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Done => "済",
            Self::Wrong => "誤り",
            Self::Slowed => "待たされた",
            Self::Refused => "断られた",
        }
    }
}
