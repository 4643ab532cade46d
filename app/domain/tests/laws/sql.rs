//! SQL: in files of its own, behind one door, and in the dialect that SQLite and `PostgreSQL` share.

use crate::source::{CRATES, assert_none, code, files, modules};
use syn::visit::{Visit, visit_macro};

/// The migrations, and the move of facts that belongs to one, are SQLite's own.
fn queries() -> Vec<(String, String)> {
    let mut all = files("server/src", "sql");
    all.retain(|it| it.0.contains("/sql/"));
    assert!(all.len() > 100);
    all
}

/// A query without its comments and its texts in quotes.
fn statement(text: &str) -> String {
    let lines = text.lines().map(|it| it.split("--").next().unwrap());
    let code = lines.collect::<Vec<_>>().join(" ");
    let outside = code.split('\'').step_by(2).collect::<Vec<_>>();
    outside.join("''").to_lowercase()
}

/// Whether a statement asks `$1 is null`: a parameter has the type of what it is compared with.
fn tests_a_parameter_alone(statement: &str) -> bool {
    let after = statement.split('$').skip(1);
    let mut after = after.map(|it| it.trim_start_matches(|it: char| it.is_ascii_digit()));
    after.any(|it| it.starts_with(" is null"))
}

#[test]
fn queries_keep_to_the_portable_dialect() {
    let words = [
        ("?", "parameters are $1, $2 …"),
        ("json", "lists and rows are bound through {list} and {rows}"),
        ("group_concat", "group in Rust"),
        ("string_agg", "group in Rust"),
        ("insert or ", "insert … on conflict"),
        ("replace into", "insert … on conflict"),
        ("::", "a cast is cast(… as …)"),
        ("rowid", "tables have keys of their own"),
        ("ifnull", "coalesce"),
        ("strftime", "times are numbers"),
        ("datetime(", "times are numbers"),
        (" glob ", "like"),
        ("hex(", "bytes are encoded in Rust"),
        ("pragma", "only db/ speaks to SQLite itself"),
        ("->", "JSON is read in Rust"),
        (" is not person", "is distinct from"),
        (" is not sheet", "is distinct from"),
        (" is not $", "is distinct from"),
        (" is person", "is not distinct from"),
        (
            "select sum(",
            "a sum has another type elsewhere: cast(… as bigint)",
        ),
        (
            "coalesce(sum(",
            "a sum has another type elsewhere: cast(… as bigint)",
        ),
    ];
    let mut offenders = Vec::new();
    for (name, text) in queries() {
        let statement = statement(&text);
        let statement = statement.replace("cast(coalesce(sum(", "cast(");
        if tests_a_parameter_alone(&statement) {
            offenders.push(format!("{name}: coalesce(x = $1, true), or it has no type"));
        }
        let found = words.iter().filter(|it| statement.contains(it.0));
        offenders.extend(found.map(|it| format!("{name} has {}: {}", it.0, it.1)));
    }
    assert_none(offenders);
}

#[test]
fn every_query_is_used() {
    let sources = files("server/src", "rs");
    let is_unused = |file: &&(String, String)| {
        let path = file.0.trim_start_matches("server/src/");
        let (feature, name) = path.split_once("/sql/").unwrap();
        let call = format!("sql!({feature} / {})", name.trim_end_matches(".sql"));
        !sources.iter().any(|it| it.1.contains(&call))
    };
    let all = queries();
    assert_none(all.iter().filter(is_unused).map(|it| it.0.clone()));
}

/// What only one engine understands stays little, and in the folder of that engine.
#[test]
fn few_texts_are_of_one_engine_alone() {
    for engine in ["postgres", "sqlite"] {
        let own = files(&format!("server/src/db/{engine}"), "sql");
        assert!((1..=10).contains(&own.len()), "{engine}: {}", own.len());
    }
}

/// String literals, also those in the arguments of macros.
#[derive(Default)]
struct Literals(Vec<String>);

impl Literals {
    fn add_tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(it) => self.add_tokens(it.stream()),
                proc_macro2::TokenTree::Literal(it) => {
                    if let syn::Lit::Str(it) = syn::Lit::new(it) {
                        self.0.push(it.value());
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'a> Visit<'a> for Literals {
    fn visit_lit_str(&mut self, it: &'a syn::LitStr) {
        self.0.push(it.value());
    }

    fn visit_macro(&mut self, it: &'a syn::Macro) {
        self.add_tokens(it.tokens.clone());
        visit_macro(self, it);
    }
}

#[test]
fn no_source_file_has_sql_in_it() {
    let verbs = [
        "select ", "insert ", "update ", "delete ", "create ", "alter ", "drop ",
    ];
    let mut offenders = Vec::new();
    for (_, folder) in CRATES {
        for module in modules(folder) {
            let mut literals = Literals::default();
            literals.visit_file(&module.syntax);
            let is_sql = |it: &&String| {
                let it = it.trim_start().to_lowercase();
                verbs.iter().any(|verb| it.starts_with(verb))
            };
            let found = literals.0.iter().filter(is_sql);
            offenders.extend(found.map(|it| format!("{}: {it}", module.file)));
        }
    }
    assert_none(offenders);
}

#[test]
fn only_the_door_to_the_database_names_sqlx() {
    let mut offenders = Vec::new();
    for (name, text) in files("server/src", "rs") {
        let is_door = name == "server/src/db.rs" || name.starts_with("server/src/db/");
        if !is_door && code(&text).contains("sqlx") {
            offenders.push(name);
        }
    }
    assert_none(offenders);
}
