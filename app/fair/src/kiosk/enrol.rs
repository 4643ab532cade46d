//! Enrolment: the recruiter's one-time code, a name for the tablet, and the staff PIN.

use super::controller::Kiosk;
use browser::visitor as device;
use browser::{clock, page, webcrypto, wipe_audit};
use domain::kiosk::PinSalt;
use domain::kiosk::{EnrolRequest, KioskState, PinAttempts, PinWeakness, pin_weakness};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Form input as typed, before validation.
#[derive(Clone)]
struct EnrolForm {
    code: String,
    name: String,
    pin: String,
    again: String,
}

/// Enrolment page; the recruiter's link brings the code in its fragment.
#[component]
pub(super) fn Enrol(machine: Kiosk) -> impl IntoView {
    let code = RwSignal::new(page::fragment().to_uppercase());
    // The listener outlives this page and its signals, hence `try_set`.
    device::on_fragment(move || drop(code.try_set(page::fragment().to_uppercase())));
    let [name, pin, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    let (trouble, is_busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let enrol = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let [code, name, pin, again] = [code, name, pin, again].map(|it| it.get_untracked());
        trouble.set(String::new());
        is_busy.set(true);
        spawn_local(async move {
            if let Err(why) = enrol_tablet(
                machine,
                EnrolForm {
                    code,
                    name,
                    pin,
                    again,
                },
            )
            .await
            {
                trouble.set(why);
                is_busy.set(false);
            }
        });
    };
    let field = |id: &'static str,
                 label: &'static str,
                 hint: &'static str,
                 value: RwSignal<String>,
                 is_secret: bool| {
        view! {
            <label for=id>{label}<small>{hint}</small></label>
            <input
                id=id
                type="text"
                class:masked-input=is_secret
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                inputmode=is_secret.then_some("numeric")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
    };
    view! {
        <main id="main" class="enrol">
            <h1>"この端末をブースのタブレットにする"</h1>
            <p class="lead">
                "採用担当の画面で作った登録コードを入れてください。このブラウザーでサインインしている職員がいれば、サインアウトします。"
            </p>
            <form class="paper-card" on:submit=enrol novalidate>
                {field("code", "登録コード", "10分間・1回だけ使えます", code, false)}
                {field("name", "タブレットの名前", "例: タブレット3", name, false)}
                {field(
                    "pin",
                    "係員の暗証番号",
                    "数字6〜12桁。画面を閉じるときに使います",
                    pin,
                    true,
                )}
                {field("again", "暗証番号（もう一度）", "", again, true)}
                <p class="form-error" role="alert">
                    {move || trouble.get()}
                </p>
                <button class="primary-button" aria-busy=move || is_busy.get().to_string()>
                    {move || if is_busy.get() { "登録しています…" } else { "登録する" }}
                </button>
            </form>
        </main>
    }
}

/// Validates the input and enrols this browser. The error is the sentence to show.
async fn enrol_tablet(machine: Kiosk, typed: EnrolForm) -> Result<(), String> {
    let name = typed.name.trim().to_owned();
    if typed.code.trim().is_empty() || name.is_empty() {
        return Err("登録コードと名前を入れてください。".to_owned());
    }
    match pin_weakness(&typed.pin) {
        Some(PinWeakness::Length) => {
            return Err("暗証番号は、数字6〜12桁にしてください。".to_owned());
        }
        Some(PinWeakness::Guessable) => {
            return Err("並んだ数字、くり返し、日付は、見破られやすいので使えません。".to_owned());
        }
        None => {}
    }
    if typed.pin != typed.again {
        return Err("2つの暗証番号が違います。".to_owned());
    }
    let unsafe_here =
        || "安全な接続（https）で開いてください。この端末では鍵を作れません。".to_owned();
    let (key, public) = webcrypto::generate_key().await.ok_or_else(unsafe_here)?;
    let salt = PinSalt(hex::encode(
        clock::random_bytes::<16>().ok_or_else(unsafe_here)?,
    ));
    let pin = webcrypto::hash_pin(&typed.pin, &salt)
        .await
        .ok_or_else(unsafe_here)?;
    // The tablet is nobody's: the session of whoever set it up ends here.
    let _ = api::accounts::sign_out().await;
    let new = EnrolRequest {
        code: typed.code.into(),
        name: name.clone(),
        key: public,
    };
    let enrolled = api::fair_public::enrol_tablet(new)
        .await
        .map_err(|it| it.to_string())?;
    device::remove_fragment();
    let kept = KioskState {
        enrolled,
        name,
        pin,
        salt,
        tries: PinAttempts::default(),
        took: 0,
        last: 0,
        wiped: 0,
        wiped_at: None,
        synced_at: None,
        idle: None,
        done: false,
        said: 0,
        refused: false,
        before: wipe_audit::fingerprints().await,
    };
    machine.start_enrolled(kept, key).await.map_err(|_| {
        "この端末に保存できませんでした。空きと、プライベートウィンドウでないことを確かめてください。".to_owned()
    })
}
