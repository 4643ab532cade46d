//! What the audit log records, and how it went.

use strum::{EnumMessage, EnumString, IntoStaticStr};

/// What was done. Its word is stored and never changes; the message is what an operator reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumMessage, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub(crate) enum AuditAct {
    #[strum(message = "サインイン")]
    SignedIn,
    #[strum(message = "サインアウト")]
    SignedOut,
    /// A session was ended by its owner elsewhere, or by an administrator.
    #[strum(message = "サインインを終わらせた")]
    SessionEnded,
    #[strum(message = "パスワードの変更")]
    PasswordChanged,
    /// A one-time code for a new password was made.
    #[strum(message = "一度だけの番号の発行")]
    ResetCodeIssued,
    /// A new password was set with such a code.
    #[strum(message = "一度だけの番号での再設定")]
    PasswordReset,
    #[strum(message = "確認番号の設定")]
    ConfirmPinSet,
    /// Somebody gave a 確認番号 for another person on their own device.
    #[strum(message = "確認番号での確認")]
    ConfirmPinGiven,
    #[strum(message = "アカウントの停止")]
    AccountDisabled,
    #[strum(message = "アカウントの再開")]
    AccountEnabled,
    #[strum(message = "役割の変更")]
    RolesChanged,
    #[strum(message = "職員の追加")]
    PersonAdded,
    /// Fields of somebody's record were changed.
    #[strum(message = "職員の記録の変更")]
    PersonChanged,
    /// Such a change will be made on a later day.
    #[strum(message = "職員の記録の変更の予定")]
    PersonChangePlanned,
    /// A second person of 職員課 agreed to it.
    #[strum(message = "職員の記録の変更の承認")]
    PersonChangeApproved,
    #[strum(message = "予定の取消し")]
    PersonChangeCancelled,
    #[strum(message = "名簿の取り込み")]
    RosterImported,
    #[strum(message = "名簿の取り込みや改編を元に戻した")]
    RosterUndone,
    /// Somebody looked after a line of a roster that was not taken.
    #[strum(message = "名簿の気になる行を確かめた")]
    RosterDoubtSettled,
    #[strum(message = "組織の改編")]
    Reorganised,
    #[strum(message = "第二の読み手を決めた")]
    SecondReaderNamed,
    #[strum(message = "第二の読み手を外した")]
    SecondReaderEnded,
    #[strum(message = "シートを開いた")]
    SheetOpened,
    /// An interview's sheet was put on a device.
    #[strum(message = "シートを端末に入れた")]
    SheetCheckedOut,
    /// A device that holds such a sheet asked for what is new in it, for the first time on a day.
    #[strum(message = "端末のシートの続きを受け取った")]
    CheckoutContinued,
    #[strum(message = "シートの書き出し")]
    SheetsExported,
    /// Sheets were handed on to a new 所属長, or kept from them.
    #[strum(message = "新しい所属長への引き継ぎ")]
    SheetsHandedOn,
    #[strum(message = "キャリア意向の検索")]
    DeclarationsSearched,
    #[strum(message = "時期の変更")]
    CycleChanged,
    #[strum(message = "保存期間の変更")]
    RetentionChanged,
    #[strum(message = "消去の承認")]
    DeletionApproved,
    #[strum(message = "シートの消去")]
    SheetsDeleted,
    /// Somebody looked at who has handed in, by name.
    #[strum(message = "氏名ごとの進み具合を見た")]
    ProgressRead,
    #[strum(message = "提出のお知らせ")]
    Reminded,
    #[strum(message = "期限の延長の願い出")]
    ExtensionAsked,
    /// More time was given, or refused.
    #[strum(message = "期限の延長の決定")]
    ExtensionDecided,
    #[strum(message = "代理の届け出")]
    DeputyProposed,
    #[strum(message = "代理の承認")]
    DeputyApproved,
    #[strum(message = "代理の終わり")]
    DeputyEnded,
    #[strum(message = "指導育成の対象の決定")]
    GuidanceDecided,
    #[strum(message = "指導育成の終わり")]
    GuidanceEnded,
    /// Somebody looked at what an account did.
    #[strum(message = "監査記録を見た")]
    AuditRead,
    /// A draft became the next edition.
    #[strum(message = "様式の公開")]
    FormPublished,
    #[strum(message = "書きかけの様式を捨てた")]
    FormDraftDropped,
    #[strum(message = "問題の変更")]
    QuestionChanged,
    /// An entry of a content page was changed, or given back its published text.
    #[strum(message = "方針・相談のページを変えた")]
    ContentChanged,
    /// A trial project was begun or changed.
    #[strum(message = "試行事業を書いた")]
    TrialChanged,
    #[strum(message = "助成の予算を決めた")]
    GrantBudgetsSet,
    #[strum(message = "助成の申請について決めた")]
    GrantDecided,
    #[strum(message = "助成の決定を取り消した")]
    GrantUndone,
    #[strum(message = "内定者の質問のコードを作った")]
    JoiningCodeMade,
    #[strum(message = "内定者の質問を見た")]
    JoiningQuestionsRead,
    #[strum(message = "内定者の質問に答えた")]
    JoiningQuestionAnswered,
    #[strum(message = "内定者の質問を消した")]
    JoiningQuestionDeleted,
    #[strum(message = "推進体制の申し合わせを書いた")]
    SteeringNoteWritten,
    /// 職員課 asked somebody to agree to a page as a role model, or to another text of it.
    #[strum(message = "ロールモデルの紹介を本人に願い出た")]
    RoleModelAsked,
    #[strum(message = "ロールモデルの紹介に本人が同意した")]
    RoleModelAgreed,
    /// The page was deleted: taken back, refused, or by 職員課.
    #[strum(message = "ロールモデルの紹介を消した")]
    RoleModelRemoved,
    #[strum(message = "ロールモデルの記録を見た")]
    RoleModelsRead,
    #[strum(message = "ロールモデルと話すことを願い出た")]
    TalkAsked,
    #[strum(message = "ロールモデルと話す願い出を取り下げた")]
    TalkWithdrawn,
    #[strum(message = "ロールモデルと話す願い出に答えた")]
    TalkAnswered,
    /// Somebody looked at counts or means of a form.
    #[strum(message = "集計を見た")]
    CountsRead,
    #[strum(message = "集計の書き出し")]
    CountsExported,
    #[strum(message = "集計の取り込み")]
    CountsImported,
    #[strum(message = "控えの作成")]
    BackedUp,
    /// From a SQLite file to a database of `PostgreSQL`, or back.
    #[strum(message = "データベースの移動")]
    Moved,
    #[strum(message = "控えからの復元")]
    Restored,
    /// A call was refused for want of a right.
    #[strum(message = "権限がなく断られた")]
    CallRefused,
    /// A session or address made more calls than it may.
    #[strum(message = "多すぎて断られた")]
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
        self.get_message().unwrap_or(self.into_str())
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
