//! Every URL of the app as data. The server uses it too: it answers 404 to a path that is no route.

use crate::calendar::Cycle;
use crate::ids::{InstrumentId, PersonId};
use std::fmt;
use std::str::FromStr;

/// Declares the pages: name and parameters, title in Japanese, path, and the path it had in an earlier release, which
/// leads to the same page. `{*rest}` stands for the rest of a path, with its slash.
macro_rules! routes {
    ($(
        $(#[$doc:meta])*
        $name:ident $(($($param:ident: $ty:ty),+))?, $title:literal, $path:literal $(, was $was:literal)?;
    )*) => {
        /// A page of the app, with the parameters in its URL.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Route {
            $($(#[$doc])* $name $(($($ty),+))?,)*
        }

        impl Route {
            /// Parses a path without query and fragment; `None` if no page has it.
            pub fn parse(path: &str) -> Option<Self> {
                const PATHS: &[(&str, Option<&str>)] = &[$(($path, routes!(@was $($was)?))),*];
                let (at, _found) = PATHS.iter().enumerate().find_map(|(at, (now, was))| {
                    let found = params(now, path).or_else(|| params((*was)?, path));
                    Some((at, found?))
                })?;
                let mut paths = 0..PATHS.len();
                $(
                    if paths.next() == Some(at) {
                        return Some(Self::$name $(($(value::<$ty>(&_found, stringify!($param))?),+))?);
                    }
                )*
                None
            }

            /// Page name for the window title, in Japanese.
            pub fn title(&self) -> &'static str {
                match self {
                    $(routes!(@any $name $(($($param),+))?) => $title,)*
                }
            }
        }

        impl fmt::Display for Route {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $(($($param),+))? => {
                        f.write_str(&filled($path, &[$($((stringify!($param), $param as &dyn fmt::Display)),+)?]))
                    })*
                }
            }
        }
    };
    (@was) => { None };
    (@was $was:literal) => { Some($was) };
    (@any $name:ident) => { Self::$name };
    (@any $name:ident ($($param:ident),+)) => { Self::$name(..) };
}

routes! {
    /// The person's own forms.
    Home, "ホーム", "/";
    SignIn, "サインイン", "/sign-in";
    Password, "パスワードの変更", "/password";
    /// Setting a new password with a one-time code.
    ResetPassword, "パスワードを忘れたとき", "/reset-password";
    /// Password, 確認番号, language, sessions, own data, signing out.
    Account, "アカウント", "/account";
    /// The policy: its frame, words, measures and paths. Holds the rest of the path: one part, or one term.
    Policy(rest: String), "方針", "/policy{*rest}";
    /// Where to turn, and what helps. Holds the rest of the path, likewise.
    Support(rest: String), "相談・支援", "/support{*rest}";
    /// How others came where they are. Holds the rest of the path: a slash and a kind, or nothing.
    RoleModels(rest: String), "ロールモデル", "/role-models{*rest}";
    /// What the 課 try out, and what they learnt.
    Trials, "試行事業", "/trials";
    /// ＣＩＯ, 職員課 and 情報政策課: digital work as a whole, and what they agreed on.
    Steering, "推進体制", "/steering";
    /// Who has opened the person's sheets.
    Readers, "シートを開いた人", "/readers";
    /// Entries that exist only on this device, and the tray of rejected ones.
    Device, "この端末の入力", "/device";
    /// Filling in an own sheet.
    Sheet(instrument: InstrumentId, cycle: Cycle), "シートの入力", "/sheet/{instrument}/{cycle}";
    /// The review of an own sheet before it is submitted.
    Review(instrument: InstrumentId, cycle: Cycle), "提出前の確認",
        "/sheet/{instrument}/{cycle}/review", was "/sheet/{instrument}/{cycle}/check";
    /// Scores and suggestions of an own sheet.
    Result(instrument: InstrumentId, cycle: Cycle), "結果", "/sheet/{instrument}/{cycle}/result";
    /// Sheets that others share with the viewer.
    Shared(cycle: Cycle), "共有されたシート", "/shared/{cycle}";
    /// One sheet that its owner shares with the viewer.
    SharedSheet(person: PersonId, instrument: InstrumentId, cycle: Cycle), "共有されたシート",
        "/shared/{cycle}/{instrument}/{person}";
    /// 職員課: what is due and who is behind, in a fiscal year.
    Office(year: u16), "職員課の仕事", "/office/{year}";
    /// 職員課: progress by 課.
    Progress(cycle: Cycle), "進み具合", "/progress/{cycle}";
    /// 職員課: aggregated means.
    Overview(cycle: Cycle), "集計", "/overview/{cycle}";
    /// 職員課: the days of the year's cycles, what is open, and retention.
    Calendar, "時期と保存期間", "/calendar", was "/cycles";
    /// The people the viewer leads, in a fiscal year.
    Team(year: u16), "課の職員", "/team/{year}", was "/staff/{year}";
    /// One of the people the viewer leads, in a fiscal year.
    TeamMember(year: u16, person: PersonId), "課の職員", "/team/{year}/{person}";
    /// A joint sheet, in the interview workspace.
    Interview(person: PersonId, instrument: InstrumentId, cycle: Cycle), "二人の記録",
        "/interview/{cycle}/{instrument}/{person}", was "/together/{cycle}/{instrument}/{person}";
    /// A supervisor's assessment of a member of staff, in a cycle.
    Assessment(person: PersonId, cycle: Cycle), "所属長の見立て", "/assessment/{cycle}/{person}";
    /// Preview of an own sheet as its readers see it.
    Preview(instrument: InstrumentId, cycle: Cycle), "見え方の確認",
        "/sheet/{instrument}/{cycle}/preview", was "/sheet/{instrument}/{cycle}/seen";
    /// 職員課: search in the career declarations of a fiscal year.
    Careers(year: u16), "キャリア意向", "/careers/{year}";
    /// 職員課: one person's career declarations over the years.
    Career(person: PersonId), "キャリア意向", "/career/{person}";
    /// The first person of an empty ward makes their account.
    Setup, "はじめての設定", "/setup";
    /// 職員課: everybody of the roster.
    People, "職員", "/people";
    /// 職員課: one person of the roster, with posts, roles, account and history.
    Person(person: PersonId), "職員", "/people/{person}";
    /// 職員課: a roster is imported.
    Roster, "名簿の取り込み", "/roster";
    /// 職員課: the organisation on a day, and reorganisations.
    Organisation, "組織", "/organisation";
    /// 職員課: deputies of each 所属長.
    Deputies, "代理", "/deputies";
    /// 職員課: forms are written. Holds the rest of the path after `/forms`: nothing, or a form's id.
    Forms(rest: String), "様式", "/forms{*rest}";
    /// 職員課: whose guidance was decided on, in a fiscal year.
    Guidance(year: u16), "指導育成の対象", "/guidance/{year}";
    /// 職員課: grants for learning, with the budget, in a fiscal year.
    Grants(year: u16), "助成", "/grants/{year}";
    /// 情報政策課 and 職員課: digital skills by 課, in a fiscal year.
    Skills(year: u16), "DXの地図", "/skills/{year}";
    /// 情報政策課: what the self-checks and the question bank ask for, in a fiscal year.
    Digital(year: u16), "情報政策課の仕事", "/digital/{year}";
    /// システム管理: whether the server is in order.
    System, "稼働", "/system";
    /// The adaptive test of digital literacy.
    Literacy(cycle: Cycle), "デジタルリテラシーチェック", "/literacy/{cycle}";
    /// 情報政策課: the question bank with its item statistics.
    Questions, "問題集", "/questions", was "/bank";
    /// 採用担当: the fair's events. Holds the rest of the path after `/events`: event and sub-page.
    Events(rest: String), "フェア", "/events{*rest}";
}

/// The parameters of a path by name, if the path has this pattern.
fn params<'a>(pattern: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    if let Some((before, name)) = pattern.strip_suffix('}').and_then(|it| it.split_once("{*")) {
        let rest = path.strip_prefix(before)?;
        // `/eventsx` is no route.
        let is_whole = rest.is_empty() || rest.starts_with('/');
        return is_whole.then(|| vec![(name, rest)]);
    }
    let mut found = Vec::new();
    let mut parts = path.split('/').filter(|it| !it.is_empty());
    for expected in pattern.split('/').filter(|it| !it.is_empty()) {
        let part = parts.next()?;
        match expected
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'))
        {
            Some(name) => found.push((name, part)),
            None if expected == part => {}
            None => return None,
        }
    }
    parts.next().is_none().then_some(found)
}

fn value<T: FromStr>(found: &[(&str, &str)], name: &str) -> Option<T> {
    let text = found.iter().find(|it| it.0 == name)?.1;
    text.parse().ok()
}

fn filled(pattern: &str, values: &[(&str, &dyn fmt::Display)]) -> String {
    values
        .iter()
        .fold(pattern.to_owned(), |path, (name, value)| {
            let value = value.to_string();
            path.replace(&format!("{{{name}}}"), &value)
                .replace(&format!("{{*{name}}}"), &value)
        })
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
            Route::ResetPassword,
            Route::Guidance(2026),
            Route::Device,
            Route::Trials,
            Route::RoleModels("/comeback".to_owned()),
            Route::Steering,
            Route::Policy(String::new()),
            Route::Policy("/awareness".to_owned()),
            Route::Support("/harassment".to_owned()),
            Route::Sheet(form(), cycle),
            Route::Review(form(), cycle),
            Route::Result(form(), cycle),
            Route::Shared(cycle),
            Route::SharedSheet("E0001".into(), form(), cycle),
            Route::Office(2026),
            Route::Progress(cycle),
            Route::Overview(cycle),
            Route::Calendar,
            Route::Team(2026),
            Route::Interview("E0001".into(), form(), cycle),
            Route::Assessment("E0001".into(), cycle),
            Route::Preview(form(), cycle),
            Route::Careers(2026),
            Route::Career("E0001".into()),
            Route::People,
            Route::Setup,
            Route::Roster,
            Route::Organisation,
            Route::Person("E0001".into()),
            Route::Deputies,
            Route::Skills(2026),
            Route::Forms("/goal_sheet".to_owned()),
            Route::Grants(2026),
            Route::Literacy(cycle),
            Route::Questions,
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

    #[test]
    fn a_path_of_an_earlier_release_leads_to_the_page() {
        let cycle = Cycle::in_year(2026)[2];
        for (path, route) in [
            (
                "/sheet/goal_sheet/2026-end/check",
                Route::Review("goal_sheet".into(), cycle),
            ),
            (
                "/sheet/goal_sheet/2026-end/seen",
                Route::Preview("goal_sheet".into(), cycle),
            ),
            (
                "/together/2026-end/hearing_record/E1",
                Route::Interview("E1".into(), "hearing_record".into(), cycle),
            ),
            ("/staff/2026", Route::Team(2026)),
            ("/bank", Route::Questions),
            ("/cycles", Route::Calendar),
        ] {
            assert_eq!(Route::parse(path), Some(route), "{path}");
        }
    }
}
