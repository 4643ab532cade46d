//! Every URL of the app as data. The server uses it too: it answers 404 to a path that is no route.

use crate::calendar::Cycle;
use crate::ids::{InstrumentId, PersonId};
use std::fmt;

/// A page of the app, with the parameters in its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The person's own forms.
    Home,
    SignIn,
    Password,
    /// Entries that exist only on this device, and the tray of rejected ones.
    Device,
    /// Filling in an own sheet.
    Sheet(InstrumentId, Cycle),
    /// The review of an own sheet before it is submitted.
    Review(InstrumentId, Cycle),
    /// Scores and suggestions of an own sheet.
    Result(InstrumentId, Cycle),
    /// Sheets that others share with the viewer.
    Shared(Cycle),
    /// One sheet that its owner shares with the viewer.
    SharedSheet(PersonId, InstrumentId, Cycle),
    /// 職員課: progress by 課.
    Progress(Cycle),
    /// 職員課: aggregated means.
    Overview(Cycle),
    /// 職員課: cycle settings and retention.
    Cycles,
    /// The people the viewer leads, in a fiscal year.
    Staff(u16),
    /// A joint sheet, in the interview workspace.
    Interview(PersonId, InstrumentId, Cycle),
    /// Preview of an own sheet as its readers see it.
    Preview(InstrumentId, Cycle),
    /// 職員課: search in the career declarations of a fiscal year.
    Careers(u16),
    /// 職員課: one person's career declarations over the years.
    Career(PersonId),
    /// 職員課: deputies of each 所属長.
    Deputies,
    /// 情報政策課 and 職員課: digital skills by 課, in a fiscal year.
    Skills(u16),
    /// The adaptive test of digital literacy.
    Literacy(Cycle),
    /// 情報政策課: the question bank with its item statistics.
    Bank,
    /// 採用担当: the fair's events. Holds the rest of the path after `/events`: event and sub-page.
    Events(String),
}

impl Route {
    /// Parses a path without query and fragment; `None` if no page has it.
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/events");
        // `/eventsx` is no route.
        if let Some(rest) = rest.filter(|it| it.is_empty() || it.starts_with('/')) {
            return Some(Self::Events(rest.to_owned()));
        }
        let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
        let cycle = |text: &str| text.parse().ok();
        Some(match parts.as_slice() {
            [] => Self::Home,
            ["sign-in"] => Self::SignIn,
            ["password"] => Self::Password,
            ["device"] => Self::Device,
            ["sheet", instrument, at] => Self::Sheet((*instrument).into(), cycle(at)?),
            ["sheet", instrument, at, "check"] => Self::Review((*instrument).into(), cycle(at)?),
            ["sheet", instrument, at, "result"] => Self::Result((*instrument).into(), cycle(at)?),
            ["shared", at] => Self::Shared(cycle(at)?),
            ["shared", at, instrument, person] => {
                Self::SharedSheet((*person).into(), (*instrument).into(), cycle(at)?)
            }
            ["progress", at] => Self::Progress(cycle(at)?),
            ["overview", at] => Self::Overview(cycle(at)?),
            ["cycles"] => Self::Cycles,
            ["staff", year] => Self::Staff(year.parse().ok()?),
            ["together", at, instrument, person] => {
                Self::Interview((*person).into(), (*instrument).into(), cycle(at)?)
            }
            ["sheet", instrument, at, "seen"] => Self::Preview((*instrument).into(), cycle(at)?),
            ["careers", year] => Self::Careers(year.parse().ok()?),
            ["career", person] => Self::Career((*person).into()),
            ["deputies"] => Self::Deputies,
            ["skills", year] => Self::Skills(year.parse().ok()?),
            ["literacy", at] => Self::Literacy(cycle(at)?),
            ["bank"] => Self::Bank,
            _ => return None,
        })
    }

    /// Page name for the window title, in Japanese.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Home => "ホーム",
            Self::SignIn => "サインイン",
            Self::Password => "パスワードの変更",
            Self::Device => "この端末の入力",
            Self::Sheet(..) => "シートの入力",
            Self::Review(..) => "提出前の確認",
            Self::Result(..) => "結果",
            Self::Shared(..) | Self::SharedSheet(..) => "共有されたシート",
            Self::Progress(..) => "進み具合",
            Self::Overview(..) => "集計",
            Self::Cycles => "時期と保存期間",
            Self::Staff(_) => "わたしの職員",
            Self::Interview(..) => "二人の記録",
            Self::Preview(..) => "見え方の確認",
            Self::Careers(_) | Self::Career(_) => "キャリア意向",
            Self::Deputies => "代理",
            Self::Skills(_) => "ＤＸの地図",
            Self::Literacy(_) => "デジタルリテラシーチェック",
            Self::Bank => "問題集",
            Self::Events(_) => "フェア",
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => write!(f, "/"),
            Self::SignIn => write!(f, "/sign-in"),
            Self::Password => write!(f, "/password"),
            Self::Device => write!(f, "/device"),
            Self::Sheet(instrument, cycle) => write!(f, "/sheet/{instrument}/{cycle}"),
            Self::Review(instrument, cycle) => write!(f, "/sheet/{instrument}/{cycle}/check"),
            Self::Result(instrument, cycle) => write!(f, "/sheet/{instrument}/{cycle}/result"),
            Self::Shared(cycle) => write!(f, "/shared/{cycle}"),
            Self::SharedSheet(person, instrument, cycle) => {
                write!(f, "/shared/{cycle}/{instrument}/{person}")
            }
            Self::Progress(cycle) => write!(f, "/progress/{cycle}"),
            Self::Overview(cycle) => write!(f, "/overview/{cycle}"),
            Self::Cycles => write!(f, "/cycles"),
            Self::Staff(year) => write!(f, "/staff/{year}"),
            Self::Interview(person, instrument, cycle) => {
                write!(f, "/together/{cycle}/{instrument}/{person}")
            }
            Self::Preview(instrument, cycle) => write!(f, "/sheet/{instrument}/{cycle}/seen"),
            Self::Careers(year) => write!(f, "/careers/{year}"),
            Self::Career(person) => write!(f, "/career/{person}"),
            Self::Deputies => write!(f, "/deputies"),
            Self::Skills(year) => write!(f, "/skills/{year}"),
            Self::Literacy(cycle) => write!(f, "/literacy/{cycle}"),
            Self::Bank => write!(f, "/bank"),
            Self::Events(rest) => write!(f, "/events{rest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_round_trips() {
        let cycle = Cycle::in_year(2026)[2];
        let form = || InstrumentId::from("self_scoring_sheet");
        let routes = [
            Route::Home,
            Route::SignIn,
            Route::Password,
            Route::Device,
            Route::Sheet(form(), cycle),
            Route::Review(form(), cycle),
            Route::Result(form(), cycle),
            Route::Shared(cycle),
            Route::SharedSheet("E0001".into(), form(), cycle),
            Route::Progress(cycle),
            Route::Overview(cycle),
            Route::Cycles,
            Route::Staff(2026),
            Route::Interview("E0001".into(), form(), cycle),
            Route::Preview(form(), cycle),
            Route::Careers(2026),
            Route::Career("E0001".into()),
            Route::Deputies,
            Route::Skills(2026),
            Route::Literacy(cycle),
            Route::Bank,
            Route::Events(String::new()),
            Route::Events("/ABCD2345/poster".to_owned()),
        ];
        for route in routes {
            assert_eq!(Route::parse(&route.to_string()), Some(route));
        }
    }

    #[test]
    fn an_unknown_path_is_no_route() {
        for path in [
            "/nowhere",
            "/sheet",
            "/sheet/x/2026",
            "/progress/2026-autumn",
            "/sign-in/x",
            "/eventsx",
        ] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
    }
}
