//! How an edition differs from another one, for a person to read.

use super::FormPlace;
use crate::instrument::{Choice, Edition, Item, ItemKind, Localized};
use crate::locale::Locale;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionChange {
    pub place: FormPlace,
    /// What it is, as a key of the dictionaries: `加わる`, `なくなる`, `言葉` …
    pub what: &'static str,
    /// As it was; empty for what is new.
    pub before: String,
    /// As it will be; empty for what goes.
    pub after: String,
}

/// Every difference, in the order of the new edition; then what goes.
pub fn difference(before: &Edition, after: &Edition, locale: Locale) -> Vec<EditionChange> {
    let mut found = Changes {
        locale,
        all: Vec::new(),
    };
    let form = || FormPlace::Form;
    found.words(form(), &before.words, &after.words);
    let notice = [
        (&before.notice.purpose, &after.notice.purpose),
        (&before.notice.readers, &after.notice.readers),
        (&before.notice.retention, &after.notice.retention),
        (&before.notice.reminder, &after.notice.reminder),
    ];
    for (was, is) in notice {
        found.words(form(), was, is);
    }
    for section in &after.sections {
        let place = FormPlace::Section(section.id.clone());
        let name = section.words.shown(locale);
        match before.sections.iter().find(|it| it.id == section.id) {
            None => found.push(place, "加わる", "", name),
            Some(was) => {
                found.words(place.clone(), &was.words, &section.words);
                found.words(place, &was.lead, &section.lead);
            }
        }
    }
    for item in after.items() {
        let place = FormPlace::Item(item.id.clone());
        match before.item(&item.id) {
            None => found.push(place, "加わる", "", item.words.shown(locale)),
            Some(was) => found.item(&place, was, item),
        }
    }
    let kept = |it: &&Item| !it.retired && after.item(&it.id).is_none();
    for item in before.items().filter(kept) {
        let place = FormPlace::Item(item.id.clone());
        found.push(place, "なくなる", item.words.shown(locale), "");
    }
    if before.measures != after.measures || before.recommendations != after.recommendations {
        found.push(form(), "施策とその勧め方", "", "");
    }
    found.all
}

struct Changes {
    locale: Locale,
    all: Vec<EditionChange>,
}

impl Changes {
    fn push(&mut self, place: FormPlace, what: &'static str, before: &str, after: &str) {
        self.all.push(EditionChange {
            place,
            what,
            before: before.to_owned(),
            after: after.to_owned(),
        });
    }

    /// Japanese first: a translation alone is told, too.
    fn words(&mut self, place: FormPlace, before: &Localized, after: &Localized) {
        if before.ja != after.ja {
            self.push(place, "言葉", &before.ja, &after.ja);
        } else if before.en != after.en {
            self.push(place, "英語", &before.en, &after.en);
        }
    }

    fn item(&mut self, place: &FormPlace, before: &Item, after: &Item) {
        self.words(place.clone(), &before.words, &after.words);
        let of = |it: &Item| options(&it.kind);
        let (was, is) = (of(before), of(after));
        for option in &is {
            match was.iter().find(|it| it.id == option.id) {
                None => {
                    let name = option.words.shown(self.locale);
                    self.push(place.clone(), "加わる選択肢", "", name);
                }
                Some(earlier) => self.words(place.clone(), &earlier.words, &option.words),
            }
        }
        let gone = was.iter().filter(|it| !it.retired);
        for option in gone.filter(|it| is.iter().all(|own| own.id != it.id)) {
            let name = option.words.shown(self.locale);
            self.push(place.clone(), "なくなる選択肢", name, "");
        }
        for (is_same, what) in [
            (before.required == after.required, "必須かどうか"),
            (before.readers == after.readers, "読む人"),
            (before.bands == after.bands, "職層"),
            (before.only_if == after.only_if, "出す条件"),
            (before.subject == after.subject, "何について"),
            (before.key == after.key, "正解"),
        ] {
            if !is_same {
                self.push(place.clone(), what, "", "");
            }
        }
    }
}

fn options(kind: &ItemKind) -> Vec<Choice> {
    match kind {
        ItemKind::Single { options, .. }
        | ItemKind::Multi { options, .. }
        | ItemKind::Rank { options } => options.clone(),
        ItemKind::Likert { points } => {
            let points = points.iter().map(|it| Choice {
                id: it.value.to_string(),
                words: it.words.clone(),
                retired: it.retired,
            });
            points.collect()
        }
        _ => Vec::new(),
    }
}
