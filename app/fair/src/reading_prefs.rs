//! Reading preferences: language, ruby, text size, contrast, reading aloud. Never stored; a kiosk resets them.

use browser::visitor as device;
use domain::quiz::{FuriganaText, Language};
use leptos::prelude::*;
use leptos::reactive::graph::Source;

/// Text sizes, in percent of the usual one.
pub(super) const SIZES: [u16; 3] = [100, 125, 150];

/// Preferences of the current visitor; one instance for the page, in the context.
#[derive(Clone, Copy)]
pub(super) struct ReadingPrefs {
    pub(super) language: RwSignal<Language>,
    pub(super) ruby: RwSignal<bool>,
    pub(super) size: RwSignal<usize>,
    pub(super) high_contrast: RwSignal<bool>,
    /// Texts of the current screen, for reading aloud.
    spoken_texts: RwSignal<Vec<FuriganaText>>,
    /// Whether the browser has a voice to read aloud with.
    pub(super) has_voice: RwSignal<bool>,
    /// Lets the document follow anew; see [`Self::forget_gone_views`].
    follow: Trigger,
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
            follow: Trigger::new(),
        };
        // Registered here: the bar is rebuilt for every visitor, and its listeners would add up.
        device::on_voices(move |there| it.has_voice.set(there));
        Effect::new(move || {
            it.follow.track();
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

    /// Lets go of the views of visits that are over: a signal keeps an entry for every effect that has read it, also
    /// after the effect is dropped (`reactive_graph` 0.2.16), and these signals live as long as a tablet's page.
    pub(super) fn forget_gone_views(self) {
        self.language.clear_subscribers();
        self.ruby.clear_subscribers();
        self.size.clear_subscribers();
        self.high_contrast.clear_subscribers();
        self.has_voice.clear_subscribers();
        self.follow.notify();
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

    pub(super) fn read_aloud(self) {
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
