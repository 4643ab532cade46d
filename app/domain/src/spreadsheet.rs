//! What a spreadsheet makes of a text in a file: Japanese ones read full-width signs as half-width ones.

use unicode_normalization::UnicodeNormalization;

/// Whether a spreadsheet would evaluate a text, also in full width and behind blanks: spreadsheets in Japanese read
/// those as the half-width ones. A number with its sign and a list with dashes are none.
pub fn is_formula(text: &str) -> bool {
    let begins_odd = text.starts_with(['\t', '\r', '\n', '\0']);
    let folded: String = text.nfkc().collect();
    let begin =
        folded.trim_start_matches(|it: char| it.is_whitespace() || it.is_control() || it == '"');
    let mut rest = begin.chars();
    match rest.next() {
        Some('=' | '@') => true,
        Some('+' | '-' | '\u{2212}') => begins_odd || calculates(rest.as_str()),
        _ => begins_odd,
    }
}

/// Whether what follows a sign is more than a number or words: a sum, a function, or a reference to another program.
fn calculates(rest: &str) -> bool {
    let is_number = rest.trim().parse::<f64>().is_ok();
    let has_reference = rest.contains(['|', '!', '=']);
    let has_function = rest
        .split('(')
        .rev()
        .skip(1)
        .any(|it| it.ends_with(|it: char| it.is_ascii_alphanumeric()));
    let begins_with_digit = rest
        .trim_start()
        .starts_with(|it: char| it.is_ascii_digit());
    let has_operator = rest.contains(['+', '-', '*', '/', '^', '&']);
    !is_number && (has_reference || has_function || begins_with_digit && has_operator)
}
