//! What a panic's message may say outside of the device.

/// The beginning of a panic's message that cannot hold what somebody typed: messages quote the data that they are
/// about, and put the value of an error after a colon.
pub fn without_data(message: &str) -> &str {
    const UNWRAPS: [&str; 2] = [
        "called `Option::unwrap()` on a `None` value",
        "called `Result::unwrap()` on an `Err` value",
    ];
    if let Some(unwrap) = UNWRAPS.into_iter().find(|it| message.starts_with(it)) {
        return unwrap;
    }
    let data = message.find(|it: char| !it.is_ascii() || "\"'`:".contains(it));
    message[..data.unwrap_or(message.len())].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_before_the_data_that_it_quotes() {
        for (message, told) in [
            (
                "byte index 1 is not a char boundary; it is inside 'あ' (bytes 0..3) of `あした`",
                "byte index 1 is not a char boundary; it is inside",
            ),
            ("not a day: Tanaka 2026", "not a day"),
            (
                "attempt to subtract with overflow",
                "attempt to subtract with overflow",
            ),
            ("名前", ""),
            (
                "called `Result::unwrap()` on an `Err` value: \"Tanaka\"",
                "called `Result::unwrap()` on an `Err` value",
            ),
            ("called `Tanaka`", "called"),
        ] {
            assert_eq!(without_data(message), told);
        }
    }
}
