//! Texts as they are compared when somebody looks for one: never as they are kept.

use unicode_normalization::UnicodeNormalization;

/// Letters of names with an older form or a variant: that, and the usual one.
const USUAL_LETTERS: [(char, char); 31] = [
    ('髙', '高'),
    ('﨑', '崎'),
    ('嵜', '崎'),
    ('德', '徳'),
    ('濵', '浜'),
    ('濱', '浜'),
    ('邉', '辺'),
    ('邊', '辺'),
    ('齋', '斎'),
    ('齊', '斎'),
    ('斉', '斎'),
    ('栁', '柳'),
    ('桺', '柳'),
    ('𠮷', '吉'),
    ('靜', '静'),
    ('惠', '恵'),
    ('廣', '広'),
    ('國', '国'),
    ('澤', '沢'),
    ('龍', '竜'),
    ('櫻', '桜'),
    ('眞', '真'),
    ('榮', '栄'),
    ('淸', '清'),
    ('曾', '曽'),
    ('槇', '槙'),
    ('瀨', '瀬'),
    ('會', '会'),
    ('條', '条'),
    ('嶋', '島'),
    ('嶌', '島'),
];

/// Stands at the borders of phrases in what some browsers show, and comes along when it is copied.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// One width, one case, one kana, without blanks, with the usual form of a letter.
pub fn fold(text: &str) -> String {
    let folded = text.nfkc().flat_map(char::to_lowercase);
    folded
        .filter(|it| !it.is_whitespace() && *it != ZERO_WIDTH_SPACE)
        .map(|it| usual_letter(hiragana(it)))
        .collect()
}

fn hiragana(it: char) -> char {
    match it {
        'ァ'..='ヶ' => char::from_u32(u32::from(it) - 0x60).unwrap_or(it),
        _ => it,
    }
}

fn usual_letter(it: char) -> char {
    let known = USUAL_LETTERS.iter().find(|pair| pair.0 == it);
    known.map_or(it, |pair| pair.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// yomidevs/yomitan#961, reearth/reearth-cms#1746.
    #[test]
    fn what_is_looked_for_is_found_however_it_is_written() {
        for (kept, typed) in [
            ("ＦＰ２級", "fp2級"),
            ("髙橋 さくら", "高橋"),
            ("山﨑", "山崎"),
            ("サーヒ\u{3099}ス", "サービス"),
            ("ｻｰﾋﾞｽ", "さーびす"),
            ("渡邉　一", "渡辺一"),
            ("大\u{fa10}", "大塚"),
        ] {
            assert!(fold(kept).contains(&fold(typed)), "{kept} {typed}");
        }
        assert!(!fold("高橋").contains(&fold("橋本")));
    }
}
