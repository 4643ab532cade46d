//! The forms that a person is asked, and their profile, cached for use without network.

use api::accounts::EditionUpdate;
use browser::store::Store;
use domain::ids::InstrumentId;
use domain::instrument::Edition;
use domain::person::CurrentUser;
use domain::sorted_vec::to_sorted_vec;
use std::sync::Arc;

/// Cache key of the user's profile.
pub(super) const ME: &str = "me";

/// A cached form: its tag, and the newest edition as this person is asked it.
#[derive(Clone)]
pub(crate) struct CachedForm {
    /// See [`EditionUpdate`].
    pub(crate) tag: String,
    pub(crate) edition: Arc<Edition>,
}

impl CachedForm {
    /// `None` if this build cannot read the edition.
    pub(super) fn decode(stored: &EditionUpdate) -> Option<Self> {
        Some(Self {
            tag: stored.tag.clone(),
            edition: Arc::new(stored.decode()?),
        })
    }
}

/// Cache key of a form.
pub(super) fn edition_key(instrument: &InstrumentId) -> String {
    format!("edition:{instrument}")
}

/// The forms that concern a person, each once.
pub(super) fn instruments(me: &CurrentUser) -> Vec<InstrumentId> {
    to_sorted_vec(me.cycles.iter().map(|it| it.instrument.clone()))
}

/// All cached forms that concern a person; those that this build cannot read are left out.
pub(super) async fn cached_editions(store: &Store, me: Option<&CurrentUser>) -> Vec<CachedForm> {
    let mut editions = Vec::new();
    for instrument in me.map(instruments).unwrap_or_default() {
        let kept: Option<EditionUpdate> = store.cache_get(&edition_key(&instrument)).await;
        editions.extend(kept.as_ref().and_then(CachedForm::decode));
    }
    editions
}

/// The cached edition of a form, with its tag.
pub(crate) fn edition_of<'a>(
    all: &'a [CachedForm],
    instrument: &InstrumentId,
) -> Option<&'a CachedForm> {
    all.iter().find(|it| it.edition.instrument == *instrument)
}
