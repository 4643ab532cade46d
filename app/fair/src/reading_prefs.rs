//! How a visitor likes to read: language, readings, size, contrast, aloud. All of it goes with the visitor.

use super::buttons::{choice, quiet};
use super::texts::{Word, Words};
use browser::visitor as device;
use domain::quiz::{Text, Tongue};
use leptos::prelude::*;

/// The sizes of text: how many times the usual one, in percent.
const SIZES: [u16; 3] = [100, 125, 150];

/// What was chosen.
#[derive(Clone, Copy)]
pub(super) struct Comfort {
    pub(super) tongue: RwSignal<Tongue>,
    ruby: RwSignal<bool>,
    size: RwSignal<usize>,
    strong: RwSignal<bool>,
    /// What the screen says, for reading aloud.
    aloud: RwSignal<Vec<Text>>,
    /// Whether the device has a voice.
    voice: RwSignal<bool>,
}

impl Comfort {
    /// As it is for every new visitor; the page follows from here on.
    pub(super) fn new() -> Self {
        let it = Self {
            tongue: RwSignal::new(Tongue::Japanese),
            ruby: RwSignal::new(false),
            size: RwSignal::new(0),
            strong: RwSignal::new(false),
            aloud: RwSignal::new(Vec::new()),
            voice: RwSignal::new(false),
        };
        // Once for the page: the bar comes anew with every visitor.
        device::on_voices(move |there| it.voice.set(there));
        Effect::new(move || {
            let size = SIZES[it.size.get() % SIZES.len()];
            device::dress(it.tongue.get().tag(), size, it.strong.get());
        });
        it
    }

    /// The one of this page.
    pub(super) fn here() -> Self {
        expect_context()
    }

    /// Back to what every visitor begins with.
    pub(super) fn reset(self) {
        self.speak(Tongue::Japanese);
        self.size.set(0);
        self.strong.set(false);
        self.aloud.set(Vec::new());
        device::hush();
    }

    /// Another language. Easy Japanese is written with readings.
    pub(super) fn speak(self, tongue: Tongue) {
        self.tongue.set(tongue);
        self.ruby.set(tongue == Tongue::Easy);
    }

    /// Says what the screen shows, for those who listen.
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

/// A text as this visitor reads it.
pub(super) fn say(text: impl Into<Text>) -> AnyView {
    said(text.into())
}

/// Not generic, so that the wasm has it once.
fn said(text: Text) -> AnyView {
    let comfort = Comfort::here();
    let markup = move || text.markup(comfort.tongue.get(), comfort.ruby.get());
    view! { <span inner_html=markup></span> }.into_any()
}

/// A text without readings, for names that only a screen reader says.
pub(super) fn named(text: impl Into<Text>) -> Signal<String> {
    let (text, comfort): (Text, _) = (text.into(), Comfort::here());
    Signal::derive(move || text.plain_in(comfort.tongue.get()))
}

/// The three languages, each in its own words.
pub(super) const TONGUES: [(Tongue, &str, &str); 3] = [
    (Tongue::Japanese, "日本語", "ja"),
    (Tongue::Easy, "やさしい日本語", "ja"),
    (Tongue::English, "English", "en"),
];

/// The bar above everything a visitor sees.
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
