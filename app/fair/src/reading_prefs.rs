//! Reading preferences: language, ruby, text size, contrast, reading aloud. Never stored; a kiosk resets them.

use super::buttons::{choice, quiet};
use super::texts::{Word, Words};
use browser::visitor as device;
use domain::quiz::{Text, Tongue};
use leptos::prelude::*;

/// Text sizes, in percent of the usual one.
const SIZES: [u16; 3] = [100, 125, 150];

/// Preferences of the current visitor; one instance for the page, in the context.
#[derive(Clone, Copy)]
pub(super) struct Comfort {
    pub(super) tongue: RwSignal<Tongue>,
    ruby: RwSignal<bool>,
    size: RwSignal<usize>,
    strong: RwSignal<bool>,
    /// Texts of the current screen, for reading aloud.
    aloud: RwSignal<Vec<Text>>,
    /// Whether the browser has a voice to read aloud with.
    voice: RwSignal<bool>,
}

impl Comfort {
    /// The defaults; from here on the document follows every change.
    pub(super) fn new() -> Self {
        let it = Self {
            tongue: RwSignal::new(Tongue::Japanese),
            ruby: RwSignal::new(false),
            size: RwSignal::new(0),
            strong: RwSignal::new(false),
            aloud: RwSignal::new(Vec::new()),
            voice: RwSignal::new(false),
        };
        // Registered here: the bar is rebuilt for every visitor, and its listeners would add up.
        device::on_voices(move |there| it.voice.set(there));
        Effect::new(move || {
            let size = SIZES[it.size.get() % SIZES.len()];
            device::dress(it.tongue.get().tag(), size, it.strong.get());
        });
        it
    }

    /// The page's instance, from the context.
    pub(super) fn here() -> Self {
        expect_context()
    }

    /// Restores the defaults for the next visitor, and stops speech.
    pub(super) fn reset(self) {
        self.speak(Tongue::Japanese);
        self.size.set(0);
        self.strong.set(false);
        self.aloud.set(Vec::new());
        device::hush();
    }

    /// Changes the language. Easy Japanese turns ruby on, every other language turns it off.
    pub(super) fn speak(self, tongue: Tongue) {
        self.tongue.set(tongue);
        self.ruby.set(tongue == Tongue::Easy);
    }

    /// Replaces the texts to be read aloud, and stops speech of the screen before.
    pub(super) fn on_screen(self, texts: Vec<Text>) {
        device::hush();
        self.aloud.set(texts);
    }

    fn read_aloud(self) {
        let tongue = self.tongue.get_untracked();
        let texts = self.aloud.get_untracked();
        let text: Vec<String> = texts.iter().map(|it| it.plain_in(tongue)).collect();
        device::speak(&text.join("。\n"), tongue.tag());
    }
}

/// A text in the visitor's language, with ruby if chosen; follows changes of both.
pub(super) fn say(text: impl Into<Text>) -> AnyView {
    said(text.into())
}

/// Not generic, so that it is compiled once.
fn said(text: Text) -> AnyView {
    let comfort = Comfort::here();
    // Safe as `inner_html`: `markup` escapes the text and adds the ruby tags only.
    let markup = move || text.markup(comfort.tongue.get(), comfort.ruby.get());
    view! { <span inner_html=markup></span> }.into_any()
}

/// A text without ruby, for accessible names.
pub(super) fn named(text: impl Into<Text>) -> Signal<String> {
    let (text, comfort): (Text, _) = (text.into(), Comfort::here());
    Signal::derive(move || text.plain_in(comfort.tongue.get()))
}

/// Languages, each with its name in itself and its `lang` tag.
pub(super) const TONGUES: [(Tongue, &str, &str); 3] = [
    (Tongue::Japanese, "日本語", "ja"),
    (Tongue::Easy, "やさしい日本語", "ja"),
    (Tongue::English, "English", "en"),
];

/// Preference bar at the top of every visitor's page.
#[component]
pub(super) fn Bar() -> impl IntoView {
    let comfort = Comfort::here();
    let tongues = TONGUES.map(|(tongue, name, lang)| {
        let is_own = Signal::derive(move || comfort.tongue.get() == tongue);
        let name = view! { <span lang=lang>{name}</span> }.into_any();
        choice("", name, is_own, move || comfort.speak(tongue))
    });
    let toggle = |signal: RwSignal<bool>, word: Word| {
        choice("", say(word), signal.into(), move || {
            signal.update(|it| *it = !*it);
        })
    };
    let is_large = Signal::derive(move || comfort.size.get() > 0);
    let enlarge = move || comfort.size.update(|it| *it = (*it + 1) % SIZES.len());
    let is_open = RwSignal::new(false);
    view! {
        <header class="comfort">
            <div class="tongues" role="group" aria-label=named(Words::LANGUAGE)>{tongues}</div>
            <button class="quiet" aria-expanded=move || is_open.get().to_string() aria-controls="comfort"
                on:click=move |_| is_open.update(|it| *it = !*it)>
                {say(Words::COMFORT)}
            </button>
            <div class="comforts" id="comfort" role="group" aria-label=named(Words::COMFORT) hidden=move || !is_open.get()>
                {toggle(comfort.ruby, Words::RUBY)}
                {choice("", say(Words::SIZE), is_large, enlarge)}
                {toggle(comfort.strong, Words::STRONG)}
                <span hidden=move || !comfort.voice.get()>{quiet(Words::ALOUD, move || comfort.read_aloud())}</span>
            </div>
        </header>
    }
}
