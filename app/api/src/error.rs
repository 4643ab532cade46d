//! The API's only error type: a stable code, and a message for the user.

use domain::locale::Locale;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Kind of a failure. Its wire word is stable; [`Code::status`] gives the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The server is unreachable, or the response is incomplete. Made by the client only.
    Unreachable,
    /// Somebody else answers in the server's place: a proxy's sign-in page, for example. Made by the client only.
    #[serde(skip)]
    Intercepted,
    /// The build of this page is gone from the server, which has a newer one. Made by the client only.
    #[serde(skip)]
    NewBuild,
    /// The request cannot be decoded.
    BadRequest,
    /// No session, or it has expired.
    SignInRequired,
    /// 職員番号 or password is wrong; it is not revealed which.
    WrongPassword,
    /// The initial password has to be changed before any other call.
    PasswordChangeRequired,
    /// The new password is too weak.
    WeakPassword,
    /// Rate limit exceeded; see [`ApiError::retry_after`].
    #[serde(rename = "slow_down")]
    RateLimited,
    /// The caller lacks the permission.
    Forbidden,
    /// It does not exist, or the caller may not know that it does.
    NotFound,
    /// The journal of the push belongs to another person.
    #[serde(rename = "device_not_yours")]
    ForeignDevice,
    /// What is to be changed is not any more as the caller saw it.
    Conflict,
    /// Cross-site request, rejected.
    #[serde(rename = "cross_site")]
    CrossSiteRequest,
    /// The request body exceeds the limit.
    TooLarge,
    /// The server's disk is full.
    StorageFull,
    /// The server's database does not take writes now.
    StorageBusy,
    /// An unexpected failure on the server; its log has the details.
    Internal,
    /// A code that this build does not know: the server is newer.
    #[serde(other)]
    Other,
}

impl Code {
    /// The HTTP status of a response with this code.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest | Self::WeakPassword => 400,
            Self::SignInRequired | Self::WrongPassword => 401,
            Self::PasswordChangeRequired
            | Self::Forbidden
            | Self::ForeignDevice
            | Self::CrossSiteRequest => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::RateLimited => 429,
            Self::StorageBusy => 503,
            Self::StorageFull => 507,
            Self::Unreachable
            | Self::Intercepted
            | Self::NewBuild
            | Self::Internal
            | Self::Other => 500,
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Unreachable => "サーバーにつながりません。入力はこの端末に保存されています。",
            Self::Intercepted => {
                "サーバーの代わりに、ほかの画面（認証など）が答えています。入力はこの端末に保存されています。"
            }
            Self::NewBuild => {
                "新しい版があるようです。開き直してください。入力はこの端末に残っています。"
            }
            Self::BadRequest => "送られた内容を読み取れませんでした。",
            Self::SignInRequired => "サインインが必要です。入力はこの端末に残っています。",
            Self::WrongPassword => "職員番号またはパスワードが違います。",
            Self::PasswordChangeRequired => "初期パスワードを変更してください。",
            Self::WeakPassword => {
                "推測されにくいものにしてください。8文字以上で、職員番号や初期パスワードを使わないものにします。"
            }
            Self::RateLimited => "続けて間違えたため、しばらく待ってからもう一度お試しください。",
            Self::Forbidden => "この画面を見る権限がありません。",
            Self::NotFound => "見つかりません。",
            Self::ForeignDevice => "この端末の記録は別の人のものです。",
            Self::Conflict => {
                "開いているあいだに、ほかの人が変えました。確かめて、もう一度お試しください。"
            }
            Self::CrossSiteRequest => "ほかのサイトからの要求は受け付けません。",
            Self::TooLarge => "一度に送る量が多すぎます。",
            Self::StorageFull => {
                "サーバーの空きがありません。入力はこの端末に保存され、後で送られます。"
            }
            Self::StorageBusy => {
                "サーバーが混み合っています。入力はこの端末に保存され、後で送られます。"
            }
            Self::Internal | Self::Other => {
                "サーバーで問題が起きました。入力はこの端末に保存されています。"
            }
        }
    }
}

/// Error of a call, in the response body of every status that is not 2xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// For programs; compare this, never the message.
    pub code: Code,
    /// For the user, in Japanese.
    pub message: String,
    /// Seconds until a retry makes sense; only with [`Code::RateLimited`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl ApiError {
    /// An error with its own message instead of the code's.
    pub fn with(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            retry_after: None,
        }
    }

    /// The message in a language.
    pub fn sentence(&self, locale: Locale) -> String {
        locale.t(&self.message).to_owned()
    }

    /// Rate limit exceeded; retry after `seconds`.
    pub fn rate_limited(seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Code::RateLimited.into()
        }
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Self::with(code, code.sentence())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(it: ServerFnErrorErr) -> Self {
        match it {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Code::BadRequest.into(),
            // In the browser: an incomplete response. On the server: an incomplete or malformed request.
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_) => {
                if cfg!(feature = "server") {
                    Code::BadRequest.into()
                } else {
                    Code::Unreachable.into()
                }
            }
            _ => Code::Internal.into(),
        }
    }
}
