//! Lengths of lines, functions and files.

use crate::source::{CRATES, assert_none, files, modules};
use syn::spanned::Spanned;
use syn::visit::{Visit, visit_impl_item_fn, visit_item_fn};

/// Longest line, in characters.
const COLUMNS: usize = 120;

/// Lines that are too long. A table's row and a word of its own cannot be broken.
fn long_lines(folder: &str, extension: &str) -> Vec<String> {
    let mut offenders = Vec::new();
    for (name, text) in files(folder, extension) {
        for (line, n) in text.lines().zip(1..) {
            let is_unbreakable =
                extension == "md" && (line.starts_with('|') || !line.trim().contains(' '));
            if line.chars().count() > COLUMNS && !is_unbreakable {
                offenders.push(format!("{name}:{n}"));
            }
        }
    }
    offenders
}

#[test]
fn no_line_is_longer_than_120_columns() {
    let mut offenders = Vec::new();
    for (folder, extension) in [
        ("app", "rs"),
        ("server", "rs"),
        ("style", "css"),
        ("public", "js"),
        ("end2end", "ts"),
        ("end2end", "mjs"),
        ("server/benches", "mjs"),
        ("server/src", "sql"),
        (".", "md"),
    ] {
        offenders.extend(long_lines(folder, extension));
    }
    assert_none(offenders);
}

#[test]
fn files_begin_with_a_module_doc_and_have_at_most_400_lines() {
    let mut offenders = Vec::new();
    for folder in ["app", "server"] {
        for (name, text) in files(folder, "rs") {
            if !text.starts_with("//!") {
                offenders.push(format!("{name} does not say what it is"));
            }
            if text.lines().count() > 400 {
                offenders.push(format!("{name} is longer than 400 lines"));
            }
        }
    }
    for (name, text) in files("style", "css") {
        if !text.starts_with("/*") || text.lines().count() > 400 {
            offenders.push(format!(
                "{name} does not say what it is, or is longer than 400 lines"
            ));
        }
    }
    assert_none(offenders);
}

/// Functions that are longer than `most` lines.
struct LongFunctions {
    most: usize,
    found: Vec<String>,
}

impl LongFunctions {
    fn measure(&mut self, name: &syn::Ident, span: proc_macro2::Span) {
        let lines = span.end().line - span.start().line + 1;
        if lines > self.most {
            self.found.push(format!("{name} has {lines} lines"));
        }
    }
}

impl<'a> Visit<'a> for LongFunctions {
    fn visit_item_fn(&mut self, it: &'a syn::ItemFn) {
        self.measure(&it.sig.ident, it.sig.span().join(it.block.span()).unwrap());
        visit_item_fn(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &'a syn::ImplItemFn) {
        self.measure(&it.sig.ident, it.sig.span().join(it.block.span()).unwrap());
        visit_impl_item_fn(self, it);
    }
}

#[test]
fn functions_have_at_most_60_lines_and_views_80() {
    let mut offenders = Vec::new();
    for (name, folder) in CRATES {
        let most = if matches!(name, "staff" | "fair") {
            80
        } else {
            60
        };
        for module in modules(folder) {
            let mut long = LongFunctions {
                most,
                found: Vec::new(),
            };
            long.visit_file(&module.syntax);
            offenders.extend(long.found.iter().map(|it| format!("{}: {it}", module.file)));
        }
    }
    assert_none(offenders);
}
