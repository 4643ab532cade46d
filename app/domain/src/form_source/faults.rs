//! What a form must be to be published; each fault names its place.

use super::{FormFault, FormPlace, preset};
use crate::instrument::{
    Asks, Band, Choice, Edition, HelpPanel, Item, ItemKind, OnlyIf, Opens, Readers, RowsDisplay,
    Section, Workflow,
};
use crate::route::Route;
use serde::Deserialize;
use std::collections::HashSet;

/// Personal matters that an employer is not to ask of anybody (the ministry's 公正な採用選考 list, and what is specially
/// protected by law): a form that speaks of one is looked at twice.
const NOT_TO_ASK: [&str; 12] = [
    "本籍",
    "出生地",
    "家族構成",
    "宗教",
    "支持政党",
    "思想",
    "信条",
    "人生観",
    "労働組合",
    "病歴",
    "犯罪歴",
    "尊敬する人物",
];

/// Everything that is wrong with a form, and then what its writer should look at.
pub fn faults(edition: &Edition) -> Vec<FormFault> {
    let mut found = Found(Vec::new());
    found.form(edition);
    for section in &edition.sections {
        found.section(edition, section);
    }
    for item in edition.items() {
        found.item(edition, item);
    }
    let mut all = found.0;
    all.sort_by_key(|it| it.is_hint);
    all
}

struct Found(Vec<FormFault>);

fn item_place(item: &Item) -> FormPlace {
    FormPlace::Item(item.id.clone())
}

impl Found {
    fn form(&mut self, edition: &Edition) {
        let fault = |why, about: &str| FormFault::new(FormPlace::Form, why, about);
        if !is_id(edition.instrument.as_str()) {
            let why = "id は半角の英小文字・数字・下線で書いてください: {0}";
            self.0.push(fault(why, edition.instrument.as_str()));
        }
        if edition.words.ja.trim().is_empty() {
            self.0
                .push(fault("様式の名前を日本語で書いてください。", ""));
        }
        if edition.items().next().is_none() {
            self.0.push(fault("質問が一つもありません。", ""));
        }
        // Decoded only where they are used: a fault is told now.
        if let Some(why) = edition.measures_fault() {
            let told = fault("施策（measures）を読めません: {0}", &why.to_string());
            self.0.push(told);
        }
        if Vec::<Band>::deserialize(&edition.bands).is_err() {
            self.0.push(fault("職層（bands）を読めません", ""));
        }
        let bands = edition.bands();
        let ids: [(Vec<&str>, &'static str); 3] = [
            (
                edition.subjects.iter().map(|it| it.id.as_str()).collect(),
                "対象 {0} が2回あります",
            ),
            (
                bands.iter().map(|it| it.id.as_str()).collect(),
                "職層 {0} が2回あります",
            ),
            (
                edition.sections.iter().map(|it| it.id.as_str()).collect(),
                "区分 {0} が2回あります",
            ),
        ];
        for (ids, why) in ids {
            self.0.extend(twice(&ids).map(|it| fault(why, it)));
        }
        let words = [&edition.opens, &edition.asks];
        let are_read = [
            Option::<Opens>::deserialize(words[0]).is_ok(),
            Option::<Asks>::deserialize(words[1]).is_ok(),
        ];
        for (word, _) in words.iter().zip(are_read).filter(|it| !it.1) {
            let told = fault(
                "受付の開き方か求める人に、知らない言葉があります: {0}",
                &word.to_string(),
            );
            self.0.push(told);
        }
        for grade in (1..=6).filter(|it| edition.band_of(*it).is_none()) {
            let told = fault("{0}級の職層がありません", &grade.to_string());
            self.0.push(told);
        }
        self.measures(edition);
    }

    fn measures(&mut self, edition: &Edition) {
        let fault = |why, about: &str| FormFault::new(FormPlace::Form, why, about);
        let measures = edition.measures();
        for it in edition.recommendations() {
            if edition.subject(&it.target).is_none() {
                let told = fault("勧め方の対象 {0} がありません", it.target.as_str());
                self.0.push(told);
            }
            let unknown = it.measures.iter();
            let unknown = unknown.filter(|hint| measures.iter().all(|it| it.id != hint.measure));
            self.0
                .extend(unknown.map(|it| fault("勧める施策 {0} がありません", &it.measure)));
        }
        for band in measures.iter().flat_map(|it| &it.bands) {
            if edition.bands().iter().all(|it| it.id != *band) {
                self.0
                    .push(fault("施策の職層 {0} がありません", band.as_str()));
            }
        }
    }

    fn section(&mut self, edition: &Edition, section: &Section) {
        let place = || FormPlace::Section(section.id.clone());
        let mut fault = |why, about: &str| self.0.push(FormFault::new(place(), why, about));
        if !section.id.split('.').all(is_id) {
            fault(
                "id は半角の英小文字・数字・下線で書いてください: {0}",
                &section.id,
            );
        }
        if section.words.ja.trim().is_empty() {
            fault("区分の名前を日本語で書いてください。", "");
        }
        let before = |id: &str| edition.sections.iter().find(|it| it.id == id);
        if !section.follows.is_empty() {
            if before(&section.follows).is_none() {
                fault("前の区分 {0} がありません", &section.follows);
            }
            // Whoever follows itself, or a round of them, is never shown.
            let mut seen = HashSet::from([section.id.as_str()]);
            let mut at = section;
            while let Some(it) = before(&at.follows) {
                if !seen.insert(&it.id) {
                    fault("区分の続き方が、ひと回りしています。どれも出ません。", "");
                    break;
                }
                at = it;
            }
        }
        let path = |to: &str| to.split('#').next().unwrap_or_default().to_owned();
        match section.links() {
            None => fault("リンクは、words と to で書きます。", ""),
            Some(links) => {
                let mut links = links.iter();
                if let Some(link) = links.find(|it| Route::parse(&path(&it.to)).is_none()) {
                    fault("リンク先 {0} がありません", &link.to);
                }
            }
        }
        self.no_english(place(), &section.words.en);
    }

    fn no_english(&mut self, place: FormPlace, en: &str) {
        if en.trim().is_empty() {
            let why = "英語の言葉がありません。英語の画面でも日本語で出ます。";
            self.0.push(FormFault::hint(place, why, ""));
        }
    }

    fn item(&mut self, edition: &Edition, item: &Item) {
        let mut fault =
            |why, about: &str| self.0.push(FormFault::new(item_place(item), why, about));
        if edition.items().filter(|it| it.id == item.id).count() > 1 {
            fault("この id の質問が2つあります。", "");
        }
        // What an answer is repeated by, or for whom, comes after a dot.
        if !item.id.as_str().split('.').all(is_id) {
            let id = item.id.as_str();
            fault("id は半角の英小文字・数字・下線で書いてください: {0}", id);
        }
        if item.words.ja.trim().is_empty() {
            fault("質問の言葉を日本語で書いてください。", "");
        }
        if let Some(subject) = &item.subject
            && edition.subject(subject).is_none()
        {
            fault("対象 {0} がありません", subject.as_str());
        }
        if !item.key.is_null() && item.key().is_none_or(|it| !has_option(item, &it.right)) {
            fault("正解が、選択肢にありません。", "");
        }
        let is_text = matches!(item.kind, ItemKind::Text { .. });
        if !item.example.is_null() && (item.example().is_none() || !is_text) {
            fault("例は、文章の質問に good、weak、why で書きます。", "");
        }
        if Option::<HelpPanel>::deserialize(&item.beside).is_err() {
            fault("横に出す助け（beside）を読めません", "");
        }
        for band in &item.bands {
            if edition.bands().iter().all(|it| it.id != *band) {
                fault("職層 {0} がありません", band.as_str());
            }
        }
        if edition.course == Workflow::Joint && item.readers != Readers::OwnChoice {
            fault("二人で書く様式では、読む人を限れません。", "");
        }
        if let Err(why) = preset::rules(&item.preset) {
            fault("はじめの選び方（preset）を読めません: {0}", &why);
        }
        if let Some(only_if) = &item.only_if {
            self.condition(edition, item, only_if);
        }
        self.kind(edition, item);
        self.no_english(item_place(item), &item.words.en);
        let asked = NOT_TO_ASK.iter().find(|it| item.words.ja.contains(**it));
        if let Some(word) = asked {
            let why = "「{0}」は、職場がたずねてはならないことに当たるかもしれません。";
            self.0.push(FormFault::hint(item_place(item), why, word));
        }
    }

    /// A condition that no answer can meet hides a question for ever.
    fn condition(&mut self, edition: &Edition, item: &Item, only_if: &OnlyIf) {
        let mut fault =
            |why, about: &str| self.0.push(FormFault::new(item_place(item), why, about));
        let Some(of) = edition.item(&only_if.item) else {
            return fault("条件の項目 {0} がありません", only_if.item.as_str());
        };
        if only_if.any_of.is_empty() {
            fault("条件に選択肢がありません。この質問は決して出ません。", "");
        }
        let possible = possible_answers(edition, of);
        for option in &only_if.any_of {
            if possible.as_ref().is_some_and(|it| !it.contains(option)) {
                fault("条件の選択肢 {0} は、その質問にありません。", option);
            }
        }
        let mut seen = HashSet::from([&item.id]);
        let mut at = Some(of);
        while let Some(it) = at {
            if !seen.insert(&it.id) {
                fault("出す条件が、ひと回りしています。どれも出ません。", "");
                break;
            }
            at = it.only_if.as_ref().and_then(|it| edition.item(&it.item));
        }
        let bands = |it: &Item| -> HashSet<String> {
            let all = edition.bands().into_iter().map(|it| it.id.0);
            let own = |id: &String| it.bands.is_empty() || it.bands.iter().any(|it| it.0 == *id);
            all.filter(own).collect()
        };
        if bands(of).is_disjoint(&bands(item)) {
            fault("条件の質問は、この質問と同じ職層には出ません。", "");
        }
    }

    /// Limits that no answer could keep, and options that no answer could tell apart.
    fn kind(&mut self, edition: &Edition, item: &Item) {
        if let ItemKind::Rows { columns, .. } = &item.kind {
            let ids: Vec<&str> = columns.iter().map(|it| it.id.as_str()).collect();
            let doubled = twice(&ids);
            self.0.extend(
                doubled.map(|it| FormFault::new(item_place(item), "列 {0} が2回あります", it)),
            );
        }
        let mut fault =
            |why, about: &str| self.0.push(FormFault::new(item_place(item), why, about));
        match &item.kind {
            ItemKind::Scale if edition.scale.is_empty() => {
                fault("様式に段階（scale）がありません。", "");
            }
            ItemKind::Multi { max: 0, .. } => fault("選べる数（max）が 0 です", ""),
            ItemKind::Number { min, max, .. } if min > max => {
                fault(
                    "いちばん小さい数が、いちばん大きい数より大きくなっています",
                    "",
                );
            }
            ItemKind::Text { max_length: 0 } => fault("文字数（max_length）が 0 です", ""),
            ItemKind::Rows { max: 0, .. } => fault("行数（max）が 0 です", ""),
            ItemKind::Rows { columns, shows, .. }
                if columns.is_empty() || *shows != RowsDisplay::List && columns.len() < 2 =>
            {
                fault("列が足りません", "");
            }
            ItemKind::Likert { points } if points.is_empty() => fault("段階がありません", ""),
            ItemKind::Likert { points } => {
                let mut seen = HashSet::new();
                let mut doubled = points.iter().filter(|it| !seen.insert(it.value));
                if let Some(it) = doubled.next() {
                    fault("段階 {0} が2回あります", &it.value.to_string());
                }
            }
            ItemKind::Single { options, default } => {
                let unknown = default
                    .as_ref()
                    .filter(|id| options.iter().all(|it| it.id != **id));
                if let Some(id) = unknown {
                    fault("はじめの選択肢 {0} がありません", id);
                }
            }
            _ => {}
        }
        if let ItemKind::Single { options, .. }
        | ItemKind::Rank { options }
        | ItemKind::Multi { options, .. } = &item.kind
        {
            self.options(item, options);
        }
    }

    fn options(&mut self, item: &Item, options: &[Choice]) {
        let mut fault =
            |why, about: &str| self.0.push(FormFault::new(item_place(item), why, about));
        if options.is_empty() {
            fault("選択肢がありません", "");
        }
        if options.iter().any(|it| it.id.is_empty()) {
            fault("id のない選択肢があります", "");
        }
        if let Some(it) = options.iter().find(|it| it.words.ja.trim().is_empty()) {
            fault("選択肢 {0} に言葉がありません", &it.id);
        }
        let ids: Vec<&str> = options.iter().map(|it| it.id.as_str()).collect();
        for id in twice(&ids) {
            fault("選択肢 {0} が2回あります", id);
        }
    }
}

/// Whether it can stand in a URL, in a column's heading and in another form's condition.
fn is_id(id: &str) -> bool {
    let is_fine = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    !id.is_empty() && id.chars().all(is_fine)
}

fn has_option(item: &Item, id: &str) -> bool {
    matches!(&item.kind, ItemKind::Single { options, .. } if options.iter().any(|it| it.id == id))
}

/// What a condition can ask for; `None` if any text may stand there.
fn possible_answers(edition: &Edition, of: &Item) -> Option<Vec<String>> {
    let ids = |it: &[Choice]| Some(it.iter().map(|it| it.id.clone()).collect());
    match &of.kind {
        ItemKind::Single { options, .. }
        | ItemKind::Multi { options, .. }
        | ItemKind::Rank { options } => ids(options),
        ItemKind::Likert { points } => Some(points.iter().map(|it| it.value.to_string()).collect()),
        ItemKind::Scale => {
            let values = edition.scale.iter();
            let words = |it: Option<u8>| it.map_or("na".to_owned(), |it| it.to_string());
            Some(values.map(|it| words(it.value)).collect())
        }
        ItemKind::Confirm => Some(vec!["1".to_owned()]),
        _ => None,
    }
}

/// The ids that are there twice, each once.
fn twice<'i>(ids: &[&'i str]) -> impl Iterator<Item = &'i str> + use<'i> {
    let mut seen = HashSet::new();
    let doubled: HashSet<&str> = ids
        .iter()
        .filter(|it| !seen.insert(**it))
        .copied()
        .collect();
    let mut doubled: Vec<&str> = doubled.into_iter().collect();
    doubled.sort_unstable();
    doubled.into_iter()
}

#[cfg(test)]
mod tests;
