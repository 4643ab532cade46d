//! QR codes as SVG paths, for a phone's camera at the event and on posters.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write;

/// Largest QR version: 57 modules a side, which a phone still reads from a tablet at arm's length.
pub const MAX_VERSION: u8 = 10;

/// Width of the quiet zone around a code, in light modules (ISO/IEC 18004).
pub const QUIET_ZONE: i32 = 4;

/// A QR code as an SVG path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrPath {
    /// Modules a side, quiet zone included.
    pub size: i32,
    /// The dark modules: `d` of an SVG path, one unit a module.
    pub path: String,
}

/// Encodes a text at error correction level M; `None` if it is too long for version [`MAX_VERSION`].
pub fn svg_path(text: &str) -> Option<QrPath> {
    let code = encode(text)?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let from = x;
            // One rectangle for each run of dark modules. `get_module` is false past the edge, which ends the last
            // run.
            while code.get_module(x, y) {
                x += 1;
            }
            if x > from {
                let _ = write!(
                    path,
                    "M{},{}h{}v1h-{}z",
                    from + QUIET_ZONE,
                    y + QUIET_ZONE,
                    x - from,
                    x - from
                );
            }
            x += 1;
        }
    }
    let size = code.size() + 2 * QUIET_ZONE;
    Some(QrPath { size, path })
}

fn encode(text: &str) -> Option<QrCode> {
    let segments = QrSegment::make_segments(text);
    let versions = (Version::MIN, Version::new(MAX_VERSION));
    QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Medium,
        versions.0,
        versions.1,
        None,
        false,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::Quiz;
    use crate::scoring::strengths::Strengths;

    /// Renders a code with four pixels a module and decodes it as a camera's picture.
    fn decode_rendered(text: &str) -> Option<String> {
        let code = encode(text)?;
        let side = usize::try_from(code.size() + 2 * QUIET_ZONE).ok()? * 4;
        let module = |at: usize| i32::try_from(at / 4).unwrap_or_default() - QUIET_ZONE;
        let shade = |x, y| {
            if code.get_module(module(x), module(y)) {
                0
            } else {
                255
            }
        };
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, shade);
        let found = picture.detect_grids();
        found.first()?.decode().ok().map(|it| it.1)
    }

    #[test]
    fn every_result_survives_a_qr_code_rendered_and_scanned() {
        let text = include_str!("../../../server/content/quiz/candidate_quiz.json");
        let quiz: Quiz = serde_json::from_str(text).expect("a quiz");
        let mut dice = 7_usize;
        let mut seen_types = std::collections::BTreeSet::new();
        for _ in 0..200 {
            let answers: Vec<_> = quiz
                .questions
                .iter()
                .map(|it| {
                    dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    Some((dice >> 33) % it.options.len())
                })
                .collect();
            let result = Strengths::score(&quiz, &answers);
            seen_types.extend(result.types(&quiz).into_iter().map(|it| it.id.clone()));
            let url = format!(
                "https://saiyou.fair.city.bunkyo.lg.jp/fair/r#{}",
                result.to_fragment()
            );
            let read = decode_rendered(&url).expect("a code");
            assert_eq!(read, url);
            let fragment = read.split_once('#').expect("a fragment").1;
            assert_eq!(Strengths::from_fragment(fragment, &quiz), Some(result));
        }
        assert_eq!(seen_types.len(), quiz.results.len(), "{seen_types:?}");
    }

    #[test]
    fn a_text_too_long_for_version_10_is_none() {
        assert!(svg_path(&"x".repeat(213)).is_some_and(|it| it.size == 57 + 8));
        assert_eq!(svg_path(&"x".repeat(214)), None);
    }
}
