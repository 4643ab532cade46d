//! Reading preferences: language, ruby, text size, contrast, reading aloud. Never stored; a kiosk resets them.

use super::buttons::{secondary_button, toggle_button};
use super::texts::{FairText, FairTexts};
use browser::visitor as device;
use domain::quiz::{FuriganaText, Language};
use leptos::prelude::*;

/// Text sizes, in percent of the usual one.
const SIZES: [u16; 3] = [100, 125, 150];

/// Preferences of the current visitor; one instance for the page, in the context.
#[derive(Clone, Copy)]
pub(super) struct ReadingPrefs {
    pub(super) language: RwSignal<Language>,
    ruby: RwSignal<bool>,
    size: RwSignal<usize>,
    high_contrast: RwSignal<bool>,
    /// Texts of the current screen, for reading aloud.
    spoken_texts: RwSignal<Vec<FuriganaText>>,
    /// Whether the browser has a voice to read aloud with.
    has_voice: RwSignal<bool>,
}

impl ReadingPrefs {
    /// The defaults; from here on the document follows every change.
    pub(super) fn new() -> Self {
        let it = Self {
            language: RwSignal::new(Language::Japanese),
            ruby: RwSignal::new(false),
            size: RwSignal::new(0),
            high_contrast: RwSignal::new(false),
            spoken_texts: RwSignal::new(Vec::new()),
            has_voice: RwSignal::new(false),
        };
        // Registered here: the bar is rebuilt for every visitor, and its listeners would add up.
        device::on_voices(move |there| it.has_voice.set(there));
        Effect::new(move || {
            let size = SIZES[it.size.get() % SIZES.len()];
            device::apply_prefs(it.language.get().tag(), size, it.high_contrast.get());
        });
        it
    }

    /// The page's instance, from the context.
    pub(super) fn from_context() -> Self {
        expect_context()
    }

    /// Restores the defaults for the next visitor, and stops speech.
    pub(super) fn reset(self) {
        self.set_language(Language::Japanese);
        self.size.set(0);
        self.high_contrast.set(false);
        self.spoken_texts.set(Vec::new());
        device::stop_speech();
    }

    /// Changes the language. Easy Japanese turns ruby on, every other language turns it off.
    pub(super) fn set_language(self, tongue: Language) {
        self.language.set(tongue);
        self.ruby.set(tongue == Language::Easy);
    }

    /// Replaces the texts to be read aloud, and stops speech of the screen before.
    pub(super) fn set_spoken_texts(self, texts: Vec<FuriganaText>) {
        device::stop_speech();
        self.spoken_texts.set(texts);
    }

    fn read_aloud(self) {
        let tongue = self.language.get_untracked();
        let texts = self.spoken_texts.get_untracked();
        let text: Vec<String> = texts.iter().map(|it| it.plain_in(tongue)).collect();
        device::speak(&text.join("。\n"), tongue.tag());
    }
}

/// A text in the visitor's language, with ruby if chosen; follows changes of both.
pub(super) fn localized(text: impl Into<FuriganaText>) -> AnyView {
    localized_view(text.into())
}

/// Not generic, so that it is compiled once.
fn localized_view(text: FuriganaText) -> AnyView {
    let comfort = ReadingPrefs::from_context();
    // Safe as `inner_html`: `markup` escapes the text and adds the ruby tags only.
    let markup = move || text.to_html(comfort.language.get(), comfort.ruby.get());
    view! { <span inner_html=markup></span> }.into_any()
}

/// A text without ruby, for accessible names.
pub(super) fn localized_name(text: impl Into<FuriganaText>) -> Signal<String> {
    let (text, comfort): (FuriganaText, _) = (text.into(), ReadingPrefs::from_context());
    Signal::derive(move || text.plain_in(comfort.language.get()))
}

/// Languages, each with its name in itself and its `lang` tag.
pub(super) const LANGUAGES: [(Language, &str, &str); 3] = [
    (Language::Japanese, "日本語", "ja"),
    (Language::Easy, "やさしい日本語", "ja"),
    (Language::English, "English", "en"),
];

/// Preference bar at the top of every visitor's page.
#[component]
pub(super) fn PrefsBar() -> impl IntoView {
    let comfort = ReadingPrefs::from_context();
    let tongues = LANGUAGES.map(|(tongue, name, lang)| {
        let is_own = Signal::derive(move || comfort.language.get() == tongue);
        let name = view! { <span lang=lang>{name}</span> }.into_any();
        toggle_button("", name, is_own, move || comfort.set_language(tongue))
    });
    let toggle = |signal: RwSignal<bool>, word: FairText| {
        toggle_button("", localized(word), signal.into(), move || {
            signal.update(|it| *it = !*it);
        })
    };
    let is_large = Signal::derive(move || comfort.size.get() > 0);
    let enlarge = move || comfort.size.update(|it| *it = (*it + 1) % SIZES.len());
    let is_open = RwSignal::new(false);
    view! {
        <header class="reading-prefs">
            <div class="languages" role="group" aria-label=localized_name(FairTexts::LANGUAGE)>{tongues}</div>
            <button class="secondary-button" aria-expanded=move || is_open.get().to_string() aria-controls="comfort"
                on:click=move |_| is_open.update(|it| *it = !*it)>
                {localized(FairTexts::DISPLAY)}
            </button>
            <div class="reading-prefs-more" id="comfort" role="group" aria-label=localized_name(FairTexts::DISPLAY) hidden=move || !is_open.get()>
                {toggle(comfort.ruby, FairTexts::RUBY)}
                {toggle_button("", localized(FairTexts::SIZE), is_large, enlarge)}
                {toggle(comfort.high_contrast, FairTexts::HIGH_CONTRAST)}
                <span hidden=move || !comfort.has_voice.get()>{secondary_button(FairTexts::READ_ALOUD, move || comfort.read_aloud())}</span>
            </div>
        </header>
    }
}
