//! The session on the server, in a chunk: whose it is, signing in, and the forms that this person is asked. Without
//! network the first sheet needs none of it.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the split adds the way to fail: its code may not have come"
)]

use super::cached_forms::{CachedForm, ME, edition_key, edition_of, instruments};
use super::{AppState, Connection, connection_after_response};
use crate::i18n::locale;
use api::ApiError;
use browser::{active_user, clock, page, prefs, tabs};
use domain::ids::InstrumentId;
use domain::person::{CurrentUser, Preferences};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::wasm_split;
use std::time::Duration;

/// Asks the server whose session this is, and switches to that user if another journal is open.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn check_session(here: AppState) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        match api::accounts::current_user().await {
            Ok(mut me) => {
                // Read on this device, and the page was left before the server had heard of it.
                let was_read = here.me.with_untracked(|it| {
                    let own = it.as_ref().filter(|it| it.person.id == me.person.id);
                    own.is_some_and(|it| it.preferences.is_introduced)
                });
                let is_news = was_read && !me.preferences.is_introduced;
                me.preferences.is_introduced |= was_read;
                here.switch_to(me).await;
                if is_news {
                    here.remember_introduction(true).await;
                }
                here.follow_language().await;
            }
            Err(error) => drop(here.back_off(error.code)),
        }
    }))
}

/// Follows the language that the person has on the server: reloads the page if it is in another. One chosen here that
/// the server has not heard of comes first.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn follow_language(here: AppState) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        let Some(own) = here
            .me
            .with_untracked(|it| it.as_ref().map(|it| it.preferences))
        else {
            return;
        };
        let wanted = if prefs::language_is_chosen() {
            let language = prefs::language();
            let preferences = Preferences {
                language: Some(language),
                ..own
            };
            if here.set_preferences(preferences).await.is_ok() {
                prefs::set_language_chosen(false);
            }
            language
        } else {
            own.language.unwrap_or_else(prefs::language)
        };
        if wanted != locale().language() {
            prefs::set_language(Some(wanted));
            page::reload();
        }
    }))
}

/// Remembers whether the person has read the first run.
#[wasm_split(own, wasm_split_path = ::leptos::wasm_split, fallible)]
pub(super) fn remember_introduction(
    here: AppState,
    is_introduced: bool,
) -> Result<tabs::Work, ApiError> {
    Ok(Box::pin(async move {
        let own = here
            .me
            .with_untracked(|it| it.as_ref().map(|it| it.preferences));
        if let Some(own) = own {
            // Not told, it is shown once more at the next sign-in: nothing is lost.
            let _ = here
                .set_preferences(Preferences {
                    is_introduced,
                    ..own
                })
                .await;
        }
    }))
}

/// How often the server is told that the person is there; it ends a session that nobody uses.
const PRESENCE_EVERY: Duration = Duration::from_mins(3);

impl AppState {
    /// From now on tells the server of keys and pointers, in this tab.
    fn begin_presence(self) {
        let link = self.link;
        if link.with_value(|it| it.tells_presence) {
            return;
        }
        link.update_value(|it| it.tells_presence = true);
        page::on_activity(move || {
            let now = clock::now();
            let told_at = link.with_value(|it| it.presence_told_at);
            // A clock that was set back must not keep it from being told.
            let is_due = told_at.is_none_or(|it| now.since(it) >= PRESENCE_EVERY || it > now);
            if is_due && self.connection.get_untracked() == Connection::Online {
                link.update_value(|it| it.presence_told_at = Some(now));
                // Lost where there is no network; the next key tells it again.
                spawn_local(async { drop(api::accounts::presence().await) });
            }
        });
    }

    /// Signs in and opens that person's journal.
    pub(crate) async fn sign_in(
        self,
        login: String,
        password: String,
    ) -> Result<CurrentUser, ApiError> {
        let me = api::accounts::sign_in(login, password).await?;
        self.switch_to(me.clone()).await;
        Ok(me)
    }

    /// Sets what the person has set for themself, on the server and here.
    async fn set_preferences(self, preferences: Preferences) -> Result<(), ApiError> {
        let mut me = self.me.get_untracked();
        if let Some(it) = &mut me {
            it.preferences = preferences;
            if let Some(store) = self.store() {
                let _ = store.cache_put(ME, &*it).await;
            }
        }
        self.me.set(me);
        api::accounts::set_preferences(preferences).await
    }

    /// Changes the password; the server ends the person's other sessions.
    pub(crate) async fn change_password(
        self,
        current: String,
        new: String,
    ) -> Result<(), ApiError> {
        api::accounts::change_password(current, new).await?;
        self.switch_to_session_user().await;
        Ok(())
    }

    /// Switches to the session's user if another journal is open; caches the profile and starts the exchange.
    async fn switch_to(self, me: CurrentUser) {
        let person = me.person.id.clone();
        if self.person().as_ref() != Some(&person) {
            active_user::write((Some(person.clone()), false)).await;
            self.open(&person, Some(&me)).await;
            tabs::broadcast(tabs::TabMessage::UserChanged);
        }
        self.connection.set(connection_after_response());
        self.link.update_value(|it| it.has_checked_session = true);
        self.begin_presence();
        if let Some(store) = self.store() {
            let _ = store.cache_put(ME, &me).await;
        }
        let must_change = me.must_change_password;
        self.me.set(Some(me));
        if must_change {
            self.connection.set(Connection::SignInRequired);
        } else {
            self.fetch_editions();
            self.recover_autosaves(false).await;
            self.schedule_exchange(0);
        }
    }

    /// Fetches what this person may do now, such as which cycles are open.
    pub(super) async fn refresh_profile(self) {
        let Ok(me) = api::accounts::current_user().await else {
            return;
        };
        // The session may be another person's by now: the check when a page opens finds that.
        let is_known = self.me.with_untracked(|it| it.as_ref() == Some(&me));
        if self.person().as_ref() == Some(&me.person.id) && !is_known {
            if let Some(store) = self.store() {
                let _ = store.cache_put(ME, &me).await;
            }
            self.me.set(Some(me));
        }
    }

    /// Fetches the newest edition of every form for offline use.
    fn fetch_editions(self) {
        let me = self.me.get_untracked();
        // All at once, since the network may be lost at any moment.
        for instrument in me.iter().flat_map(instruments) {
            spawn_local(self.fetch_edition(instrument));
        }
    }

    async fn fetch_edition(self, instrument: InstrumentId) {
        let (person, Some(store)) = (self.person(), self.store()) else {
            return;
        };
        let known = self
            .editions
            .with_untracked(|it| edition_of(it, &instrument).map(|it| it.tag.clone()));
        let Ok(Some(fresh)) = api::accounts::edition(instrument.clone(), known).await else {
            return;
        };
        // The user may have been switched during the request: another rank band is asked other questions, and writing
        // would make the store again that signing out has deleted.
        if self.person() != person {
            return;
        }
        let _ = store.cache_put(&edition_key(&instrument), &fresh).await;
        let Some(fresh) = CachedForm::decode(&fresh) else {
            return;
        };
        if self.person() == person {
            self.editions.update(|it| {
                it.retain(|old| old.edition.instrument != instrument);
                it.push(fresh);
            });
        }
    }
}
