//! The staff menu behind the PIN: state of the kiosk, upload, export, update, end of the enrolment.

use super::controller::{Closing, Kiosk, Screen, UploadStatus};
use crate::take_home::QrSvg;
use crate::texts::FairTexts;
use browser::{clock, files, kiosk, kiosk_store as store, page, webcrypto};
use domain::fair::EventState;
use domain::locale::Locale;
use domain::quiz;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// PIN prompt in front of the staff menu.
#[component]
pub(super) fn PinPrompt(machine: Kiosk) -> impl IntoView {
    let pin = RwSignal::new(String::new());
    let trouble = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    Effect::new(|| kiosk::focus_without_activity("pin"));
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let typed = pin.get_untracked();
        // Cleared before the slow key derivation, so that the PIN does not stay on the screen.
        pin.set(String::new());
        is_busy.set(true);
        spawn_local(async move {
            match check_pin(machine, &typed).await {
                Ok(()) => machine.screen.set(Screen::StaffMenu),
                Err(why) => trouble.set(why),
            }
            is_busy.set(false);
        });
    };
    view! {
        <main id="main" class="centered enrol">
            <h1>"係員の暗証番号"</h1>
            <form class="paper-card" on:submit=open novalidate>
                <label for="pin">"暗証番号"</label>
                <input
                    id="pin"
                    type="text"
                    class="masked-input"
                    inputmode="numeric"
                    autocomplete="off"
                    prop:value=move || pin.get()
                    on:input=move |event| pin.set(event_target_value(&event))
                />
                <p class="form-error" role="alert">
                    {move || trouble.get()}
                </p>
                <div class="buttons">
                    <button type="button" class="secondary-button" on:click=move |_| back_to_visitors(machine)>
                        "もどる"
                    </button>
                    <button class="primary-button" aria-busy=move || is_busy.get().to_string()>
                        "開く"
                    </button>
                </div>
            </form>
        </main>
    }
}

/// Back to the attract screen through a wipe; a locked tablet stays locked.
fn back_to_visitors(machine: Kiosk) {
    if machine.residue.with_untracked(Vec::is_empty) {
        machine.show_attract();
    } else {
        machine.screen.set(Screen::Locked);
    }
}

/// Compares the PIN's PBKDF2 hash with the stored one. The error is the sentence to show.
async fn check_pin(machine: Kiosk, typed: &str) -> Result<(), String> {
    let (pin, salt, tries) = machine
        .read_state(|kept, _| (kept.pin.clone(), kept.salt.clone(), kept.tries))
        .unwrap_or_default();
    let wait = tries.seconds_left(clock::now());
    if wait > 0 {
        return Err(format!("まちがいが続いたので、あと{wait}秒は開けません。"));
    }
    let is_right = webcrypto::hash_pin(typed, &salt)
        .await
        .is_some_and(|it| it == pin);
    let now = clock::now();
    // Failed tries are stored: a reload does not reset the delay.
    let _ = machine
        .update_state(|kept, _| {
            if is_right {
                kept.tries = domain::kiosk::PinAttempts::default();
            } else {
                kept.tries.record_wrong(now);
            }
            Vec::new()
        })
        .await;
    if is_right {
        Ok(())
    } else {
        Err("暗証番号が違います。".to_owned())
    }
}

/// Closes the kiosk and saves the backlog, still encrypted, as a file. `None` if not all of it was saved.
async fn export(machine: Kiosk) -> Option<()> {
    if machine.close().await == Closing::Incomplete {
        return None;
    }
    let all = machine.export_pushes().await?;
    let text = serde_json::to_string(&all).ok()?;
    let name = machine.read_state(|kept, _| kept.name.clone())?;
    let file = format!("封をした回答-{name}.json");
    files::save_file(&file, &text).await.ok()
}

/// Confirmation or warning before the enrolment and the key are deleted.
fn deletion_warning(waiting: u32, is_exported: bool) -> String {
    if waiting == 0 {
        "このタブレットの登録と鍵を消します。よければ、もう一度押してください。".to_owned()
    } else if is_exported {
        format!(
            "まだ送っていない回答が{waiting}件あり、消すと書き出したファイルにしか残りません。ファイルが保存されたことを確かめてから、もう一度押してください。"
        )
    } else {
        format!(
            "まだ送っていない回答が{waiting}件あります。送るか、ファイルに書き出してからやめてください。"
        )
    }
}

/// Switches to a newer build unless the event is open. Returns the sentence to show.
async fn update(machine: Kiosk) -> &'static str {
    // The event may have been opened since the last push: the push refreshes it.
    machine.push(false).await;
    let event = machine.event().unwrap_or_default();
    if !event.build.is_empty() && event.state == EventState::Open {
        "開場中は版を変えません。閉場してから切り替えてください。"
    } else if kiosk::activate_newer_build().await {
        "切り替えています…"
    } else {
        "新しい版はありません。"
    }
}

/// Staff menu. Deleting the enrolment takes two taps, and an export first if submissions are pending.
#[component]
pub(super) fn StaffMenu(machine: Kiosk) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let is_tried = RwSignal::new(false);
    let send = move |is_closing: bool| machine.push_in_background(is_closing);
    let is_done = move || machine.read_state(|kept, _| kept.done).unwrap_or(false);
    let is_exported = RwSignal::new(false);
    // The first tap passed the checks: the second one deletes.
    let is_sure = RwSignal::new(false);
    let save = move |_| {
        spawn_local(async move {
            let done = export(machine).await.is_some();
            is_exported.set(done);
            said.set(export_text(done).to_owned());
        });
    };
    let update = move |_| {
        spawn_local(async move { said.set(update(machine).await.to_owned()) });
    };
    let give_up = move |_| {
        let waiting = machine
            .read_state(|_, queue| queue.waiting())
            .unwrap_or_default();
        if !is_sure.get_untracked() || waiting > 0 && !is_exported.get_untracked() {
            is_sure.set(waiting == 0 || is_exported.get_untracked());
            said.set(deletion_warning(waiting, is_exported.get_untracked()));
            return;
        }
        spawn_local(async move {
            if store::delete().await.is_ok() {
                kiosk::exit_fullscreen();
                page::reload();
            }
        });
    };
    view! {
        <main id="main" class="staff-menu">
            <h1>"係員のメニュー"</h1>
            <KioskStatus machine />
            <p role="status">{move || upload_text(machine.upload.get())}</p>
            <p role="status">{move || said.get()}</p>
            {move || (!machine.residue.with(Vec::is_empty)).then(|| view! { <ResidueCard machine /> })}
            <div class="buttons">
                <button class="primary-button" on:click=move |_| back_to_visitors(machine)>
                    "来場者の画面にもどる"
                </button>
                <button class="secondary-button" on:click=move |_| send(false)>
                    "いま送る"
                </button>
                <button class="secondary-button" on:click=move |_| send(true)>
                    "閉場: 残りもすべて送る"
                </button>
                <button
                    class="secondary-button"
                    hidden=move || !is_done()
                    on:click=move |_| spawn_local(async move { machine.reopen().await })
                >
                    "開場にもどす"
                </button>
                <button class="secondary-button" on:click=save>
                    "封をしたファイルに書き出す"
                </button>
                <button class="secondary-button" on:click=move |_| is_tried.update(|it| *it = !*it)>
                    "QRコードを試す"
                </button>
                <button class="secondary-button" on:click=update>
                    "新しい版に切り替える"
                </button>
                <button class="secondary-button" on:click=move |_| kiosk::exit_fullscreen()>
                    "全画面をやめる"
                </button>
                <button class="secondary-button" on:click=give_up>
                    "ブースのタブレットをやめる"
                </button>
            </div>
            <IdleTimeChoice machine />
            {move || is_tried.get().then(|| view! { <QrTest machine /> })}
        </main>
    }
}

fn export_text(is_exported: bool) -> &'static str {
    if is_exported {
        "ファイルに書き出しました。保存されたことを確かめ、採用担当の画面で読み込んでください。"
    } else {
        "書き出せませんでした。回答は、封をしてこのタブレットに残っています。"
    }
}

/// What a wipe may have left behind.
#[component]
fn ResidueCard(machine: Kiosk) -> impl IntoView {
    view! {
        <section class="paper-card">
            <h2>"記録が残っているかもしれません"</h2>
            <p>{machine.residue.get().join("、")}</p>
            <button class="primary-button" on:click=move |_| spawn_local(async move { machine.remove_residue().await })>
                "消して、もう一度確かめる"
            </button>
        </section>
    }
}

/// Shows and prints the QR code that opens this event's quiz on a phone. A result's code has no smaller modules, so a
/// phone that reads this one reads those too.
#[component]
fn QrTest(machine: Kiosk) -> impl IntoView {
    let event = machine.event().unwrap_or_default();
    let url = format!("{}/fair/?e={}", page::origin(), event.id);
    let shown = url.clone();
    view! {
        <section class="paper-card take-home qr-test">
            <h2>"QRコードの試し"</h2>
            <p>
                "手もとのスマートフォンで読み、クイズが開くことを確かめてください。刷った紙は、タブレットが使えないときの入口にもなります。"
            </p>
            <p class="event-name">{event.name}</p>
            <QrSvg text=url name=FairTexts::QUIZ_CODE />
            <p class="small">{shown}</p>
            <button class="secondary-button" on:click=|_| page::print()>
                "印刷する"
            </button>
        </section>
    }
}

fn upload_text(sent: UploadStatus) -> &'static str {
    match sent {
        UploadStatus::NotYet => "",
        UploadStatus::Running => "送っています…",
        UploadStatus::Done => "サーバーとつながっています。",
        UploadStatus::Unreachable => {
            "いまはサーバーにつながりません。回答はこの端末に封をして残っています。"
        }
        UploadStatus::Rejected => {
            "このタブレットの登録は終わっています。封をしたファイルに書き出してください。"
        }
    }
}

/// State of the kiosk as a list: event, counters, builds, battery, storage.
#[component]
fn KioskStatus(machine: Kiosk) -> impl IntoView {
    let [battery, room] = [(); 2].map(|()| RwSignal::new("分かりません".to_owned()));
    spawn_local(async move {
        if let Some((level, charging)) = kiosk::battery().await {
            battery.set(format!(
                "{level} %{}",
                if charging { "（充電中）" } else { "" }
            ));
        }
        if let Some((used, quota)) = kiosk::storage_estimate().await {
            room.set(format!("{:.1} MB / {:.0} MB", used / 1e6, quota / 1e6));
        }
    });
    let rows = move || {
        let rows = machine.read_state(|kept, queue| {
            let event = &kept.enrolled.event;
            [
                ("イベント", event.name.clone()),
                ("タブレット", kept.name.clone()),
                ("受けた回答", format!("{} 件", queue.took)),
                ("まだ送っていない", format!("{} 件", queue.waiting())),
                (
                    "最後の送信",
                    kept.synced_at.map_or_else(
                        || "まだありません".to_owned(),
                        |it| it.display(Locale::JAPANESE),
                    ),
                ),
                ("消去", format!("{} 人", kept.wiped)),
                ("クイズの版", event.quiz.0.clone()),
                ("画面の版", kiosk::build_id()),
            ]
        });
        rows.into_iter()
            .flatten()
            .map(|(name, value)| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <dl class="paper-card">
            {rows} <div>
                <dt>"電池"</dt>
                <dd>{move || battery.get()}</dd>
            </div> <div>
                <dt>"保存領域"</dt>
                <dd>{move || room.get()}</dd>
            </div>
        </dl>
    }
}

/// Choice of the idle times for visitors: the quiz's, twice those, or no timeout.
#[component]
fn IdleTimeChoice(machine: Kiosk) -> impl IntoView {
    let usual = machine.quiz.with_value(|it| it.kiosk.clone());
    let twice = quiz::IdleTimeouts {
        warn_after: usual.warn_after * 2,
        reset_after: usual.reset_after * 2,
    };
    let never = quiz::IdleTimeouts {
        warn_after: 0,
        reset_after: 0,
    };
    let choices = [("標準", usual), ("2倍", twice), ("なし", never)].map(|(name, times)| {
        let label = if times.reset_after == 0 { name.to_owned() } else { format!("{name}（{}秒）", times.reset_after) };
        let own = times.clone();
        let is_own = move || {
            machine.state_version.track();
            machine.visitor_idle_times() == own
        };
        let choose = move |_| {
            let times = times.clone();
            spawn_local(async move {
                let _ = machine
                    .update_state(|kept, _| {
                        kept.idle = Some(times);
                        Vec::new()
                    })
                    .await;
                machine.restart_idle_timer();
            });
        };
        view! {
            <button class="secondary-button" aria-pressed=move || is_own().to_string() on:click=choose>
                {label}
            </button>
        }
    });
    view! {
        <div class="paper-card" role="group" aria-label="待ち時間">
            <h2>"だれもいないとみなすまで"</h2>
            <div class="choices">{choices}</div>
        </div>
    }
}
