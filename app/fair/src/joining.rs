//! The page of those who have been offered a job (内定者): what comes before the first day, asking, reading the answer
//! with a number, and taking the question back. Nothing is kept on the device.

use super::recruiting::{entry, page_for_candidates, text};
use api::joining_public::{ask_before_joining, own_joining_question, withdraw_joining_question};
use api::{ApiError, Code};
use browser::{clock, page};
use domain::content_page::{ContentPage, ContentText, JoiningTexts};
use domain::ids::Day;
use domain::joining::{JoiningCode, NewJoiningQuestion, OwnJoiningQuestion, QuestionNumber};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Section of the page for candidates that is theirs.
const SECTION: &str = "before_joining";

/// Ids of what takes the focus after something was done.
const STATUS: &str = "joining-status";
const NUMBER: &str = "joining-number";
const GONE: &str = "joining-gone";

/// Texts that last as long as the page.
type Texts = StoredValue<JoiningTexts>;

#[component]
pub(super) fn Joining() -> impl IntoView {
    page_for_candidates(shown)
}

fn shown(page: ContentPage) -> AnyView {
    let title = page.words.ja.clone();
    browser::page::set_title(&title);
    let entries: Vec<AnyView> = page
        .section(SECTION)
        .map(|it| it.entries.iter().map(entry).collect())
        .unwrap_or_default();
    let Some(texts) = page.joining else {
        return view! {
            <h1>{title}</h1>
            {entries}
        }
        .into_any();
    };
    let heading = text(&texts.title);
    let lead = text(&texts.lead);
    let texts = StoredValue::new(*texts);
    // The number that was just given, or typed in.
    let number = RwSignal::new(String::new());
    view! {
        <h1>{heading}</h1>
        <p class="lead">{lead}</p>
        {entries}
        <AskForm texts number />
        <OwnQuestion texts typed=number />
    }
    .into_any()
}

/// A text of the page, in the language that is chosen.
fn word(texts: Texts, of: fn(&JoiningTexts) -> &ContentText) -> impl Fn() -> String {
    texts.with_value(|it| text(of(it)))
}

/// Which text says what went wrong.
fn trouble(error: &ApiError) -> fn(&JoiningTexts) -> &ContentText {
    match error.code {
        Code::NotFound => |it| &it.wrong_number,
        Code::BadRequest => |it| &it.wrong_fields,
        _ => |it| &it.not_sent,
    }
}

/// A field with its label; `kind` is the input's type.
fn field(
    texts: Texts,
    label: fn(&JoiningTexts) -> &ContentText,
    kind: &'static str,
    value: RwSignal<String>,
) -> AnyView {
    view! {
        <label class="text-field">
            <span>{word(texts, label)}</span>
            <input
                type=kind
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// What went wrong, if anything did.
type Trouble = RwSignal<Option<fn(&JoiningTexts) -> &ContentText>>;

fn trouble_line(texts: Texts, it: Trouble) -> AnyView {
    view! {
        <p class="form-error" role="alert">
            {move || it.get().map(|of| word(texts, of)())}
        </p>
    }
    .into_any()
}

/// A number in groups of four, as it is easiest to note.
fn grouped(number: &QuestionNumber) -> String {
    let groups = number.as_str().as_bytes().chunks(4);
    let groups: Vec<String> = groups
        .map(|it| String::from_utf8_lossy(it).into_owned())
        .collect();
    groups.join(" ")
}

/// What is typed into the form.
#[derive(Clone, Copy)]
struct Typed {
    code: RwSignal<String>,
    words: RwSignal<String>,
    contact: RwSignal<String>,
    until: RwSignal<String>,
    /// The same as long as the question has not arrived: sent again, it is the same question.
    number: RwSignal<Option<QuestionNumber>>,
}

impl Typed {
    fn new() -> Self {
        let [code, words, contact, until] = [(); 4].map(|()| RwSignal::new(String::new()));
        Self {
            code,
            words,
            contact,
            until,
            number: RwSignal::new(new_number()),
        }
    }

    /// The question, if there is a number for it.
    fn question(self) -> Option<NewJoiningQuestion> {
        let day = self.until.get_untracked();
        Some(NewJoiningQuestion {
            code: JoiningCode(self.code.get_untracked()),
            number: self.number.get_untracked()?,
            words: self.words.get_untracked(),
            contact: self.contact.get_untracked(),
            contact_until: (!day.is_empty()).then_some(Day(day)),
        })
    }

    /// Makes room for another question; the code stays.
    fn clear(self) {
        for it in [self.words, self.contact, self.until] {
            it.try_set(String::new());
        }
        self.number.try_set(new_number());
    }
}

#[component]
fn AskForm(texts: Texts, number: RwSignal<String>) -> impl IntoView {
    let typed = Typed::new();
    let sent = RwSignal::new(None::<QuestionNumber>);
    let (problem, is_busy) = (Trouble::new(None), RwSignal::new(false));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(None);
        let Some(question) = typed.question() else {
            problem.set(Some(|it| &it.not_sent));
            return;
        };
        if question.fault(clock::now()).is_some() {
            problem.set(Some(|it| &it.wrong_fields));
            return;
        }
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let own = question.number.clone();
        spawn_local(async move {
            let answer = ask_before_joining(question).await;
            is_busy.try_set(false);
            match answer {
                Ok(()) => {
                    typed.clear();
                    number.try_set(grouped(&own));
                    sent.try_set(Some(own));
                    page::microtask().await;
                    page::focus(STATUS);
                }
                Err(error) if error.code == Code::NotFound => {
                    problem.try_set(Some(|it| &it.wrong_code));
                }
                Err(error) => {
                    // It may have arrived, and only the answer been lost: with the number it can be looked up.
                    number.try_set(grouped(&own));
                    problem.try_set(Some(trouble(&error)));
                }
            }
        });
    };
    let words = typed.words;
    view! {
        <form class="paper-card" novalidate on:submit=send>
            <h2>{word(texts, |it| &it.send)}</h2>
            <p>{word(texts, |it| &it.caution)}</p>
            {field(texts, |it| &it.code, "text", typed.code)}
            <label class="text-field">
                <span>{word(texts, |it| &it.words)}</span>
                <textarea
                    rows="5"
                    maxlength="800"
                    prop:value=words
                    on:input=move |event| words.set(event_target_value(&event))
                ></textarea>
            </label>
            {field(texts, |it| &it.contact, "text", typed.contact)}
            {field(texts, |it| &it.contact_until, "date", typed.until)}
            {trouble_line(texts, problem)}
            <button class="primary-button" aria-disabled=move || is_busy.get().to_string()>
                {word(texts, |it| &it.send)}
            </button>
        </form>
        {sent_line(texts, sent)}
    }
}

/// The number of a question that has arrived.
fn sent_line(texts: Texts, sent: RwSignal<Option<QuestionNumber>>) -> AnyView {
    let done = move || {
        sent.get().map(|it| {
            let shown = grouped(&it);
            let text = shown.clone();
            let copy = move |_| {
                let text = text.clone();
                spawn_local(async move {
                    // Where the browser does not allow it, the number can be noted.
                    page::copy_text(&text).await;
                });
            };
            view! {
                <p>{word(texts, |it| &it.sent)}</p>
                <p class="question-number" translate="no">
                    {shown.clone()}
                </p>
                <button type="button" class="secondary-button" on:click=copy>
                    {word(texts, |it| &it.copy)}
                </button>
            }
        })
    };
    view! {
        <div id=STATUS tabindex="-1" role="status">
            {done}
        </div>
    }
    .into_any()
}

/// `None` where the browser has no randomness: nothing is sent then.
fn new_number() -> Option<QuestionNumber> {
    let random = clock::random_bytes::<10>()?;
    Some(QuestionNumber(hex::encode(random)))
}

#[component]
fn OwnQuestion(texts: Texts, typed: RwSignal<String>) -> impl IntoView {
    // With its number: another may be typed, or given to a new question, before it is taken back.
    let found = RwSignal::new(None::<(QuestionNumber, OwnJoiningQuestion)>);
    let is_gone = RwSignal::new(false);
    let problem = Trouble::new(None);
    let number = move || {
        let number = QuestionNumber::of_typed(&typed.get_untracked());
        problem.set(number.is_none().then_some(|it| &it.wrong_number));
        is_gone.set(false);
        number
    };
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        found.set(None);
        let Some(number) = number() else { return };
        spawn_local(async move {
            match own_joining_question(number.clone()).await {
                Ok(it) => {
                    found.try_set(Some((number, it)));
                    page::microtask().await;
                    page::focus(NUMBER);
                }
                Err(error) => drop(problem.try_set(Some(trouble(&error)))),
            }
        });
    };
    let withdraw = move |_| {
        let Some(number) = found.with_untracked(|it| it.as_ref().map(|it| it.0.clone())) else {
            return;
        };
        problem.set(None);
        spawn_local(async move {
            match withdraw_joining_question(number).await {
                Ok(()) => {
                    found.try_set(None);
                    typed.try_set(String::new());
                    is_gone.try_set(true);
                    page::microtask().await;
                    page::focus(GONE);
                }
                Err(error) => drop(problem.try_set(Some(trouble(&error)))),
            }
        });
    };
    let answer = move || {
        found.get().map(|(_, it)| {
            let answer = if it.answer.is_empty() {
                word(texts, |it| &it.waiting)().into_any()
            } else {
                it.answer.into_any()
            };
            view! {
                <blockquote>{it.words}</blockquote>
                <p class="joining-answer">{answer}</p>
                <button type="button" class="secondary-button" on:click=withdraw>
                    {word(texts, |it| &it.withdraw)}
                </button>
            }
        })
    };
    view! {
        <form class="paper-card" novalidate on:submit=look>
            <h2>{word(texts, |it| &it.own)}</h2>
            {field(texts, |it| &it.number, "text", typed)}
            {trouble_line(texts, problem)}
            <button class="secondary-button">{word(texts, |it| &it.look)}</button>
            <div id=NUMBER tabindex="-1">
                {answer}
            </div>
            <p id=GONE tabindex="-1" role="status">
                {move || is_gone.get().then(|| word(texts, |it| &it.withdrawn)())}
            </p>
        </form>
    }
}
