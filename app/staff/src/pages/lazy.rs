//! Lazy pages: everything but the sheet, its sign-in included, is split into chunks.
//!
//! The service worker caches the chunks in the background, so the pages work offline, too. A page opened before its
//! chunk is cached waits for it, or fails with a retry button.

use super::{
    account, calendar, careers, deputies, device, digital, events, forms, grants, guidance, home,
    interview, literacy, not_found, office, organisation, overview, password, people, policy,
    preview, progress, questions, readers, reset_password, result, review, role_models, roster,
    setup, shared_sheet, shared_sheets, sign_in, skills, steering, support, system, team, trials,
};
use crate::components::loading::{LazyView, Loading, ask};
use api::ApiError;
use domain::route::Route;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Declares the chunks: which pages are loaded together, and the view of each.
macro_rules! chunks {
    ($($(#[$doc:meta])* $chunk:ident { $($route:pat => { $($view:tt)+ })* })*) => {
        $(
            $(#[$doc])*
            #[wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $chunk(to: Route) -> Result<LazyView, ApiError> {
                Ok(Box::new(move || match to {
                    $($route => view! { $($view)+ }.into_any(),)*
                    _ => view! { <not_found::NotFoundPage/> }.into_any(),
                }))
            }
        )*

        #[expect(non_camel_case_types, reason = "a chunk has one name, wherever it is written")]
        enum Chunk {
            $($chunk,)*
        }

        /// The chunk of a page; `None` for sheets, which are in the part that every visit downloads.
        #[expect(unused_variables, reason = "only the kind of page matters")]
        fn chunk_of(to: &Route) -> Option<Chunk> {
            match to {
                $($($route => Some(Chunk::$chunk),)*)*
                Route::Sheet(..) => None,
            }
        }

        /// Loads the chunk of a page: one place to wait for each chunk, not for each page.
        async fn load(to: Route) -> Result<LazyView, ApiError> {
            match chunk_of(&to) {
                $(Some(Chunk::$chunk) => $chunk(to).await,)*
                None => Ok(Box::new(|| ().into_any())),
            }
        }
    };
}

chunks! {
    /// The way in.
    entry {
        Route::SignIn => { <sign_in::SignInPage/> }
        Route::ResetPassword => { <reset_password::ResetPasswordPage/> }
        Route::Setup => { <setup::SetupPage/> }
        Route::Home => { <home::HomePage/> }
    }
    /// Around the person's own sheets, and what everybody may look up.
    own_sheets {
        Route::Review(instrument, cycle) => { <review::ReviewPage instrument cycle/> }
        Route::Result(instrument, cycle) => { <result::ResultPage instrument cycle/> }
        Route::Password => { <password::PasswordPage/> }
        Route::Device => { <device::DevicePage/> }
        Route::Account => { <account::AccountPage/> }
        Route::Readers => { <readers::ReadersPage/> }
        Route::Literacy(cycle) => { <literacy::LiteracyPage cycle/> }
        Route::Policy(rest) => { <policy::PolicyPage rest/> }
        Route::Support(rest) => { <support::SupportPage rest/> }
        Route::RoleModels(rest) => { <role_models::RoleModelsPage rest/> }
        Route::Trials => { <trials::TrialsPage/> }
    }
    /// About other people: shared sheets, a team, and the pages of 職員課, 情報政策課 and 採用担当.
    offices {
        Route::Shared(cycle) => { <shared_sheets::SharedSheetsPage cycle/> }
        Route::Office(year) => { <office::OfficePage year/> }
        Route::Progress(cycle) => { <progress::ProgressPage cycle/> }
        Route::Overview(cycle) => { <overview::OverviewPage cycle/> }
        Route::Calendar => { <calendar::CalendarPage/> }
        Route::Careers(year) => { <careers::CareersPage year/> }
        Route::Career(person) => { <careers::CareerPage person/> }
        Route::People => { <people::PeoplePage/> }
        Route::Person(person) => { <people::PersonPage person/> }
        Route::Roster => { <roster::RosterPage/> }
        Route::Organisation => { <organisation::OrganisationPage/> }
        Route::Deputies => { <deputies::DeputiesPage/> }
        Route::Guidance(year) => { <guidance::GuidancePage year/> }
        Route::Forms(rest) => { <forms::FormsPage rest/> }
        Route::Grants(year) => { <grants::GrantsPage year/> }
        Route::Skills(year) => { <skills::SkillsPage year/> }
        Route::Digital(year) => { <digital::DigitalPage year/> }
        Route::System => { <system::SystemPage/> }
        Route::Steering => { <steering::SteeringPage/> }
        Route::Questions => { <questions::QuestionsPage/> }
        Route::Events(rest) => { <events::EventsPage rest/> }
        Route::Team(year) => { <team::TeamPage year/> }
        Route::TeamMember(year, person) => { <team::TeamMemberPage year person/> }
        Route::Interview(person, instrument, cycle) => { <interview::InterviewPage person instrument cycle/> }
        Route::Assessment(person, cycle) => { <interview::AssessmentPage person cycle/> }
        Route::Preview(instrument, cycle) => { <preview::PreviewPage instrument cycle/> }
        Route::SharedSheet(person, instrument, cycle) => {
            <shared_sheet::SharedSheetPage person instrument cycle/>
        }
    }
}

/// The page of an address, once its chunk is loaded; `None` is an unknown address.
pub(super) fn lazy_page(to: Option<Route>) -> AnyView {
    let Some(to) = to else {
        return view! { <not_found::NotFoundPage /> }.into_any();
    };
    let asking = Box::new(move || ask(load(to.clone()), |page: LazyView| page()));
    view! { <Loading asking=asking /> }.into_any()
}
