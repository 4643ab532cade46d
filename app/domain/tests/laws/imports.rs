//! No module imports, over whatever way round, a module that imports it.

use crate::source::{CRATES, Module, assert_none, modules};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{Visit, visit_macro, visit_path};

/// Paths that a module names: its `use` declarations, and what is written out in its code and in its macros' arguments.
#[derive(Default)]
struct NamedPaths(Vec<Vec<String>>);

impl NamedPaths {
    fn add_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(it) => self.add_tree(&with(&it.ident), &it.tree),
            syn::UseTree::Name(it) => self.0.push(with(&it.ident)),
            syn::UseTree::Rename(it) => self.0.push(with(&it.ident)),
            syn::UseTree::Glob(_) => self.0.push(before.to_vec()),
            syn::UseTree::Group(it) => {
                for tree in &it.items {
                    self.add_tree(before, tree);
                }
            }
        }
    }
}

impl<'a> Visit<'a> for NamedPaths {
    fn visit_item_use(&mut self, it: &'a syn::ItemUse) {
        self.add_tree(&[], &it.tree);
    }

    fn visit_path(&mut self, it: &'a syn::Path) {
        let names = it.segments.iter().map(|it| it.ident.to_string());
        self.0.push(names.collect());
        visit_path(self, it);
    }

    /// A macro's arguments are only tokens: paths from the crate's root are found in their text.
    fn visit_macro(&mut self, it: &'a syn::Macro) {
        let text = it.tokens.to_string().replace(' ', "");
        let is_name = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
        for path in text.split(|it| !is_name(it)) {
            if path.starts_with("crate::") || path.starts_with("super::") {
                self.0.push(path.split("::").map(str::to_owned).collect());
            }
        }
        visit_macro(self, it);
    }
}

/// The module of the crate that holds what a path names.
fn resolve(from: &[String], path: &[String], all: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    let mut absolute = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "self" | "super" => {
            let ups = path.iter().filter(|it| *it == "super").count();
            let names = path.iter().skip_while(|it| *it == "super" || *it == "self");
            let parent = &from[..from.len().checked_sub(ups)?];
            parent.iter().chain(names).cloned().collect()
        }
        _ => return None,
    };
    while !absolute.is_empty() {
        if all.contains(&absolute) {
            return Some(absolute);
        }
        absolute.pop();
    }
    None
}

/// What each module imports. A module and the ones below it are one room: between them there is no arrow.
fn imports(modules: &[Module]) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let all: BTreeSet<Vec<String>> = modules.iter().map(|it| it.path.clone()).collect();
    let mut arrows = BTreeMap::new();
    for module in modules.iter().filter(|it| !it.path.is_empty()) {
        let mut named = NamedPaths::default();
        named.visit_file(&module.syntax);
        let targets = named.0.iter();
        let targets = targets.filter_map(|it| resolve(&module.path, it, &all));
        let apart =
            |it: &Vec<String>| !it.starts_with(&module.path) && !module.path.starts_with(it);
        arrows.insert(module.path.clone(), targets.filter(apart).collect());
    }
    arrows
}

/// Whether `to` is reached from `from` along the arrows.
fn reaches(
    arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>,
    from: &Vec<String>,
    to: &Vec<String>,
) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(at) = next.pop() {
        for target in arrows.get(at).into_iter().flatten() {
            if target == to {
                return true;
            }
            if seen.insert(target) {
                next.push(target);
            }
        }
    }
    false
}

#[test]
fn no_module_imports_a_module_that_imports_it() {
    let mut circles = Vec::new();
    for (name, folder) in CRATES {
        let arrows = imports(&modules(folder));
        assert!(
            arrows.values().any(|it| !it.is_empty()),
            "{name} has imports"
        );
        for (from, targets) in &arrows {
            for to in targets.iter().filter(|it| reaches(&arrows, it, from)) {
                circles.push(format!("{name}: {} ⇄ {}", from.join("::"), to.join("::")));
            }
        }
    }
    assert_none(circles);
}
