//! SVG text for the fair: the flower of a result, and the card that a visitor takes home. The page and the image file
//! use the same SVG.

use crate::quiz::{FuriganaText, Language, Quiz, ResultType, escape_html};
use crate::scoring::strengths::Strengths;
use std::fmt::Write;

/// Colours of the seven awarenesses, in the quiz's order; they differ in hue and lightness, for colour-blind readers.
const PETAL_COLORS: [&str; 7] = [
    "#3f7fb5", "#8a4b9e", "#d9772b", "#c2487a", "#5d8f3a", "#c79a1e", "#2f8f88",
];

/// Mark at the end of each petal, to tell petals apart without colour: paths around 0,0.
const PETAL_MARKS: [&str; 7] = [
    "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z",
    "M-5,-5h10v10h-10z",
    "M0,-6L6,5H-6z",
    "M0,-7L6,0L0,7L-6,0z",
    "M-2,-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "M0,6L6,-5H-6z",
    "M-6,-2.5h12v5h-12z",
];

/// Length of the shortest and the longest petal, in SVG units. A sum of 0 still has a petal: no awareness is missing.
const SHORTEST_PETAL: u32 = 46;
const LONGEST_PETAL: u32 = 104;

/// Length of each petal in SVG units, in proportion to the largest sum.
pub fn petal_lengths(sums: &[u8]) -> Vec<u32> {
    let most = sums.iter().copied().max().unwrap_or_default().max(1);
    let length = |it: &u8| {
        SHORTEST_PETAL + (LONGEST_PETAL - SHORTEST_PETAL) * u32::from(*it) / u32::from(most)
    };
    sums.iter().map(length).collect()
}

/// The petals with their marks, as SVG elements within 125 units of 0,0.
pub fn petals_svg(sums: &[u8]) -> String {
    let mut svg = String::new();
    let n = sums.len().max(1);
    for (at, length) in petal_lengths(sums).into_iter().enumerate() {
        let turn = 360 * at / n;
        let (wide, hue) = (length * 3 / 10, PETAL_COLORS[at % PETAL_COLORS.len()]);
        let mark = PETAL_MARKS[at % PETAL_MARKS.len()];
        let _ = write!(
            svg,
            "<g transform=\"rotate({turn})\"><path d=\"M0,-10C{wide},-{a} {wide},-{b} 0,-{length}\
             C-{wide},-{b} -{wide},-{a} 0,-10z\" fill=\"{hue}\" fill-opacity=\"0.82\"/>\
             <path d=\"{mark}\" transform=\"translate(0,-{end})\" fill=\"{hue}\"/></g>",
            a = length * 45 / 100,
            b = length * 85 / 100,
            end = length + 13,
        );
    }
    svg + "<circle r=\"15\" fill=\"#fff\" stroke=\"#6b4f9a\" stroke-width=\"3\"/>"
}

/// The flower for a page. Hidden from screen readers, because the text next to it says the same.
pub fn flower_svg(sums: &[u8]) -> String {
    format!(
        "<svg viewBox=\"-130 -130 260 260\" aria-hidden=\"true\">{}</svg>",
        petals_svg(sums)
    )
}

/// Mark and colour of the awareness with index `at`, for the text next to the flower.
pub fn mark_svg(at: usize) -> String {
    let (path, hue) = (
        PETAL_MARKS[at % PETAL_MARKS.len()],
        PETAL_COLORS[at % PETAL_COLORS.len()],
    );
    format!(
        "<svg viewBox=\"-8 -8 16 16\" aria-hidden=\"true\"><path d=\"{path}\" fill=\"{hue}\"/></svg>"
    )
}

/// Width and height of the card in pixels; 3:4, like a phone's photos.
pub const CARD_SIZE: (u32, u32) = (900, 1_200);

/// The take-home card: the name of the type large, the flower, the abilities, the ward's name small.
pub fn card_svg(quiz: &Quiz, result: &Strengths, tongue: Language) -> String {
    let types = result.types(quiz);
    let words = |it: &FuriganaText| escape_html(&it.plain_in(tongue));
    let (width, height) = CARD_SIZE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" text-anchor=\"middle\" \
         font-family=\"BIZ UDPGothic, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, Yu Gothic UI, sans-serif\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fbf8f2\"/>\
         <rect x=\"36\" y=\"36\" width=\"828\" height=\"1128\" rx=\"36\" fill=\"#fff\" \
         stroke=\"#d9cfe8\" stroke-width=\"3\"/>\
         <text x=\"450\" y=\"120\" font-size=\"30\" fill=\"#6b4f9a\">{}</text>",
        words(&quiz.title)
    );
    let size = title_font_size(&types, tongue);
    for (at, it) in types.iter().enumerate() {
        let y = 200 + 84 * at;
        let _ = write!(
            svg,
            "<text x=\"450\" y=\"{y}\" font-size=\"{size}\" font-weight=\"700\" fill=\"#22272e\">{}</text>",
            words(&it.title)
        );
    }
    let (middle, scale) = if types.len() > 1 {
        (600, "2.3")
    } else {
        (565, "2.6")
    };
    let _ = write!(
        svg,
        "<g transform=\"translate(450,{middle}) scale({scale})\">{}</g>",
        petals_svg(&result.sums)
    );
    for (at, place) in result.abilities.iter().enumerate() {
        if let Some(ability) = quiz.abilities.get(*place) {
            let y = 925 + 58 * at;
            let _ = write!(
                svg,
                "<text x=\"450\" y=\"{y}\" font-size=\"34\" fill=\"#3d3350\">{}</text>",
                words(&ability.words)
            );
        }
    }
    let _ = write!(
        svg,
        "<text x=\"450\" y=\"1128\" font-size=\"24\" fill=\"#59616b\">{}</text></svg>",
        words(&quiz.ward)
    );
    svg
}

/// Font size, in pixels, at which the longest name of a type still fits the card.
fn title_font_size(types: &[&ResultType], tongue: Language) -> usize {
    let length = |it: &&ResultType| {
        let name = it.title.plain_in(tongue);
        // A full-width character is about twice as wide as an ASCII one.
        let wide = name.chars().filter(|it| !it.is_ascii()).count();
        wide * 2 + (name.chars().count() - wide)
    };
    let longest = types.iter().map(length).max().unwrap_or(1).max(1);
    (1_500 / longest).clamp(34, 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiz() -> Quiz {
        let text = include_str!("../../../server/content/quiz/candidate_quiz.json");
        serde_json::from_str(text).expect("a quiz")
    }

    #[test]
    fn every_petal_is_visible_and_the_largest_sum_is_the_longest() {
        let all = petal_lengths(&[0, 4, 12, 12, 1, 3, 2]);
        assert!(
            all.iter()
                .all(|it| (SHORTEST_PETAL..=LONGEST_PETAL).contains(it))
        );
        assert!((all[2], all[0]) == (LONGEST_PETAL, SHORTEST_PETAL));
        assert!(
            petal_lengths(&[0; 7])
                .iter()
                .all(|it| *it == SHORTEST_PETAL)
        );
    }

    #[test]
    fn the_card_shows_names_and_no_numbers() {
        let quiz = quiz();
        let answers = vec![Some(0); quiz.questions.len()];
        let result = Strengths::score(&quiz, &answers);
        let card = card_svg(&quiz, &result, Language::Japanese);
        for it in result.types(&quiz) {
            assert!(card.contains(&format!(">{}<", it.title.plain(false))));
        }
        let shown: String = card
            .split('>')
            .filter_map(|it| it.split('<').next())
            .collect();
        assert!(!shown.contains(|it: char| it.is_ascii_digit()), "{shown}");
    }

    #[test]
    fn texts_of_the_quiz_are_escaped() {
        let mut quiz = quiz();
        quiz.title.ja = "<script>\"&".to_owned();
        let result = Strengths::score(&quiz, &[]);
        let card = card_svg(&quiz, &result, Language::Japanese);
        assert!(card.contains("&lt;script&gt;&quot;&amp;") && !card.contains("<script"));
    }
}
