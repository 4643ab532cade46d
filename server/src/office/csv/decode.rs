//! The text of a file that a spreadsheet or a personnel system wrote, whatever its encoding.

use super::CsvFault;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes UTF-8, UTF-16 and CP932 (Shift_JIS with its extensions). Other encodings are named in the fault, and so is
/// the row of the first byte that is no text. Line ends become `\n`.
pub(super) fn decode(bytes: &[u8]) -> Result<String, CsvFault> {
    let text = decode_as(bytes)?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn decode_as(bytes: &[u8]) -> Result<String, CsvFault> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return decode_with(encoding, &bytes[bom..]);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_with(encoding, bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Allow);
    match guess.name() {
        "ISO-2022-JP" => Err(wrong_encoding("JIS（ISO-2022-JP）")),
        "EUC-JP" => Err(wrong_encoding("EUC-JP")),
        _ if is_nearly_utf8(bytes) => decode_with(UTF_8, bytes),
        // What else is guessed is hardly Japanese: it is read as what Japanese Excel writes, or named by its row.
        _ => decode_with(SHIFT_JIS, bytes),
    }
}

fn wrong_encoding(name: &str) -> CsvFault {
    let sentence = format!(
        "文字コードが {name} です。Excel の「CSV UTF-8（コンマ区切り）」で保存し直してください"
    );
    CsvFault::new(1, sentence)
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, CsvFault> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    // The replacement character stands where the first wrong byte was.
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let before = text
        .split(char::REPLACEMENT_CHARACTER)
        .next()
        .unwrap_or_default();
    let line = before.replace("\r\n", "\n").matches(['\n', '\r']).count() as u64 + 1;
    let near: String = before
        .chars()
        .rev()
        .take_while(|it| !it.is_control())
        .take(8)
        .collect();
    let near: String = near.chars().rev().collect();
    let name = encoding.name();
    let sentence = format!(
        "「{near}」の次に、{name} では読めない文字があります。その文字を直すか、Excel の「CSV UTF-8（コンマ区切り）」で保存し直してください"
    );
    Err(CsvFault::new(line, sentence))
}

/// Text of Latin letters, digits and separators in UTF-16 has a zero in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| {
        bytes
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|it| **it == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = bytes.len() / 20 + 1;
    match () {
        () if odd >= many && odd > even => Some(UTF_16LE),
        () if even >= many && even > odd => Some(UTF_16BE),
        () => None,
    }
}

/// Whether nearly all bytes beyond ASCII are well-formed UTF-8: Shift_JIS hardly ever has one such letter.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut well, mut ill) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        well += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        ill += chunk.invalid().len();
    }
    well > ill
}
