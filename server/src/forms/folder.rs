//! Files of forms and quizzes as people save them.

use super::FormError;
use encoding_rs::SHIFT_JIS;
use std::ffi::OsStr;
use std::path::Path;

/// The JSON files of a folder as (path, text), sorted by path.
pub(crate) fn read_json_files(folder: &Path) -> Result<Vec<(String, String)>, FormError> {
    let failed = |path: &Path, error| FormError::Read(path.display().to_string(), error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        if is_form(&path) {
            let bytes = std::fs::read(&path).map_err(|error| failed(&path, error))?;
            let name = path.display().to_string();
            let text = decode(&bytes).map_err(|it| FormError::Encoding(name.clone(), it))?;
            found.push((name, text));
        }
    }
    found.sort();
    Ok(found)
}

/// A `.json`, whatever its case; not what a Mac or an office program leaves beside a file.
fn is_form(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let ending = path.extension().and_then(OsStr::to_str);
    let is_json = ending.is_some_and(|it| it.eq_ignore_ascii_case("json"));
    is_json && !name.starts_with('.') && !name.starts_with("~$")
}

/// UTF-8, with the mark that Windows writes or without; else what it seems to be.
fn decode(bytes: &[u8]) -> Result<String, &'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    String::from_utf8(bytes.to_vec()).map_err(|_| {
        let is_shift_jis = SHIFT_JIS
            .decode_without_bom_handling_and_without_replacement(bytes)
            .is_some();
        if is_shift_jis {
            "（Shift_JIS のようです）"
        } else {
            ""
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// tauri-apps/tauri#15922, glslang/windbg-mcp#117: a form that Notepad saved.
    #[test]
    fn a_form_is_read_with_a_mark_and_named_if_it_is_in_another_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write("a.json", b"\xef\xbb\xbf{\r\n}");
        write("B.JSON", b"{}");
        write("._a.json", b"\0\x05\x16\x07");
        write("~$a.json", b"lock");
        write("note.txt", b"no form");
        let texts = read_json_files(folder.path()).unwrap();
        let texts: Vec<&str> = texts.iter().map(|it| it.1.as_str()).collect();
        assert_eq!(texts, ["{}", "{\r\n}"]);
        write("sjis.json", &SHIFT_JIS.encode("{\"様式\": 1}").0);
        let why = read_json_files(folder.path()).unwrap_err().to_string();
        assert!(
            why.contains("sjis.json は UTF-8 ではありません（Shift_JIS のようです）"),
            "{why}"
        );
    }
}
