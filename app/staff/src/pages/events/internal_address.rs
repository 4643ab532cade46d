//! A warning before an address is printed or read by a tablet that nobody outside can reach.

use crate::i18n::fill;
use browser::page;
use domain::fair::is_internal_origin;
use leptos::prelude::*;

/// A warning where the address in use, which is the one that is printed, is one of the ward's own network.
#[component]
pub(super) fn InternalAddress() -> impl IntoView {
    let origin = page::origin();
    is_internal_origin(&origin).then(|| {
        view! {
            <p class="notice notice-trouble no-print" role="note">
                {fill!(
                    "いま開いているアドレス {0} は、庁内からしか届かないもののようです。来場者が使うアドレスでこのページを開いてから、印刷や登録をしてください。", origin
                )}
            </p>
        }
    })
}
