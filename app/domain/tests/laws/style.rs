//! Style sheets use the tokens: colours by what they mean, and the sizes of type.

use crate::source::{assert_none, files};

/// What a sheet sets, and to what, with the line where it begins. Comments and selectors set nothing.
fn declarations(text: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut begun: Option<(usize, String)> = None;
    for (line, n) in text.lines().zip(1..) {
        let line = line.trim();
        if let Some((_, part)) = &mut begun {
            part.push(' ');
            part.push_str(line);
        } else if line.split_once(':').is_some_and(|it| is_property(it.0)) && !line.ends_with('{') {
            begun = Some((n, line.to_owned()));
        }
        if let Some((n, part)) = begun.take_if(|it| it.1.ends_with(';')) {
            let (property, value) = part.split_once(':').unwrap();
            found.push((
                n,
                property.to_owned(),
                value.trim_end_matches(';').trim().to_owned(),
            ));
        }
    }
    found
}

fn is_property(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
}

/// Whether a value names a colour itself.
fn is_colour(value: &str) -> bool {
    let is_hex = |it: &str| it.chars().take_while(char::is_ascii_hexdigit).count() >= 3;
    let functions = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch("];
    value.split('#').skip(1).any(is_hex) || functions.iter().any(|it| value.contains(it))
}

/// A token, a size of its own element, or one that grows with a wall screen or the paper.
fn is_size(value: &str) -> bool {
    let is_token = value.contains("var(--size-");
    let is_relative = value.ends_with("em") && !value.ends_with("rem");
    let is_shared = matches!(value, "inherit") || value.contains("var(--font)");
    is_token || is_relative || is_shared || value.ends_with('%') || value.starts_with("clamp(")
}

/// Paper has sizes and colours of its own.
fn is_of_screens(file: &str) -> bool {
    !file.ends_with("print.css")
}

/// What the sheets for screens set that `is_wrong` says is wrong.
fn offenders(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let sheets = files("style", "css").into_iter();
    let sheets = sheets.filter(|it| is_of_screens(&it.0));
    let found = sheets.flat_map(|(file, text)| {
        let all = declarations(&text).into_iter();
        let wrong = all.filter(|it| is_wrong(&it.1, &it.2)).collect::<Vec<_>>();
        wrong
            .into_iter()
            .map(move |(n, property, value)| format!("{file}:{n}: {property}: {value}"))
    });
    found.collect()
}

#[test]
fn colours_stand_in_tokens_only() {
    // A token's own declaration is where its colour stands.
    assert_none(offenders(|property, value| {
        !property.starts_with("--") && is_colour(value)
    }));
}

#[test]
fn type_has_the_sizes_of_the_scale() {
    assert_none(offenders(|property, value| {
        matches!(property, "font-size" | "font") && !is_size(value)
    }));
}
