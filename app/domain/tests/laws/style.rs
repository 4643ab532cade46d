//! Style sheets use the tokens: colours by what they mean, and five sizes of type.

use crate::source::{assert_none, files};

/// What a line sets, and to what; none if it sets nothing.
fn declaration(line: &str) -> Option<(&str, &str)> {
    let (property, value) = line.trim().split_once(": ")?;
    let is_property = property
        .chars()
        .all(|it| it.is_ascii_lowercase() || it == '-');
    is_property.then(|| (property, value.trim_end_matches(';')))
}

/// Whether a value names a colour itself.
fn is_colour(value: &str) -> bool {
    let hex = |it: &str| {
        let digits = it.trim_end_matches([';', ',', ')']);
        digits.len() >= 3 && digits.chars().all(|it| it.is_ascii_hexdigit())
    };
    value.split('#').skip(1).any(hex) || value.contains("rgb(") || value.contains("hsl(")
}

/// A token, a size of its own element, or one that grows with a wall screen or the paper.
fn is_size(value: &str) -> bool {
    let is_token = value.starts_with("var(--size-");
    let is_relative = value.ends_with("em") && !value.ends_with("rem");
    is_token
        || is_relative
        || value.ends_with('%')
        || value.starts_with("clamp(")
        || value == "inherit"
}

/// Paper has sizes and colours of its own.
fn is_of_screens(file: &str) -> bool {
    !file.ends_with("print.css")
}

#[test]
fn colours_stand_in_tokens_only() {
    let mut offenders = Vec::new();
    let sheets = files("style", "css").into_iter();
    for (file, text) in sheets.filter(|it| is_of_screens(&it.0)) {
        for (line, n) in text.lines().zip(1..) {
            // A token's own declaration is where its colour stands.
            let set = declaration(line).filter(|it| !it.0.starts_with("--"));
            if set.is_some_and(|it| is_colour(it.1)) {
                offenders.push(format!("{file}:{n}: {}", line.trim()));
            }
        }
    }
    assert_none(offenders);
}

#[test]
fn type_has_the_sizes_of_the_scale() {
    let mut offenders = Vec::new();
    let sheets = files("style", "css").into_iter();
    for (file, text) in sheets.filter(|it| is_of_screens(&it.0)) {
        for (line, n) in text.lines().zip(1..) {
            let size = declaration(line).filter(|it| it.0 == "font-size");
            if size.is_some_and(|it| !is_size(it.1)) {
                offenders.push(format!("{file}:{n}: {}", line.trim()));
            }
        }
    }
    assert_none(offenders);
}
