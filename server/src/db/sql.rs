//! One text per query, in the dialect that SQLite and `PostgreSQL` share.
//!
//! Parameters are `$1`, `$2` …. Two markers stand for what the engines spell differently; the parameter behind them is
//! JSON text: `{list $3}` a JSON array of strings, `{rows $1: a text, n bigint}` a JSON array of arrays.

use std::sync::Arc;

/// The text of a query as each engine takes it; clones share it.
#[derive(Clone, Debug)]
pub struct Sql {
    sqlite: Arc<str>,
    postgres: Arc<str>,
}

impl Sql {
    /// Expands the markers of a `.sql` file.
    pub fn new(text: &str) -> Self {
        let lines = text.lines().filter(|it| !it.starts_with("--"));
        let text = lines.collect::<Vec<_>>().join("\n");
        Self {
            sqlite: expand_all(&text, in_sqlite).into(),
            postgres: expand_all(&text, in_postgres).into(),
        }
    }

    /// The text for SQLite.
    pub fn sqlite(&self) -> Arc<str> {
        Arc::clone(&self.sqlite)
    }

    /// The text for `PostgreSQL`.
    pub fn postgres(&self) -> Arc<str> {
        Arc::clone(&self.postgres)
    }
}

/// A marker: what it reads JSON from, and the columns of rows with their types; a list has none.
struct Marker<'a> {
    from: &'a str,
    columns: Option<Vec<(&'a str, &'a str)>>,
}

fn expand_all(text: &str, expand: impl Fn(&Marker) -> String) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marker, after)) = next_marker(rest) {
        expanded.push_str(before);
        // No query has another marker: a test prepares all of them.
        let it = Marker::read(marker).map(|it| expand(&it));
        expanded.push_str(&it.unwrap_or_else(|| format!("{{{marker}}}")));
        rest = after;
    }
    expanded.push_str(rest);
    expanded
}

fn next_marker(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (marker, after) = rest.split_once('}')?;
    Some((before, marker, after))
}

impl<'a> Marker<'a> {
    fn read(marker: &'a str) -> Option<Self> {
        let (name, rest) = marker.split_once(' ')?;
        match (name, rest.split_once(':')) {
            ("list", None) => Some(Self {
                from: rest,
                columns: None,
            }),
            ("rows", Some((from, columns))) => {
                let columns = columns.split(',').map(|it| it.trim().split_once(' '));
                Some(Self {
                    from,
                    columns: Some(columns.collect::<Option<_>>()?),
                })
            }
            _ => None,
        }
    }
}

fn in_sqlite(Marker { from, columns }: &Marker) -> String {
    let Some(columns) = columns else {
        return format!("(select value from json_each({from}))");
    };
    let columns = columns.iter().enumerate();
    let columns = columns.map(|(at, (name, _))| format!("value ->> {at} as {name}"));
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("(select {columns} from json_each({from}))")
}

fn in_postgres(Marker { from, columns }: &Marker) -> String {
    let Some(columns) = columns else {
        return format!("(select json_array_elements_text(cast({from} as json)))");
    };
    let columns = columns.iter().enumerate();
    let columns = columns.map(|(at, (name, kind))| format!("cast(r ->> {at} as {kind}) as {name}"));
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("(select {columns} from json_array_elements(cast({from} as json)) as r)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_become_what_each_engine_takes_and_comments_go() {
        let sql = Sql::new("-- {list $9}\nselect 1 where id in {list $2}");
        assert_eq!(
            &*sql.sqlite(),
            "select 1 where id in (select value from json_each($2))"
        );
        assert_eq!(
            &*sql.postgres(),
            "select 1 where id in (select json_array_elements_text(cast($2 as json)))"
        );
        let sql = Sql::new("select a from {rows $1: a text, n bigint} as x");
        assert_eq!(
            &*sql.sqlite(),
            "select a from (select value ->> 0 as a, value ->> 1 as n from json_each($1)) as x"
        );
        assert_eq!(
            &*sql.postgres(),
            "select a from (select cast(r ->> 0 as text) as a, cast(r ->> 1 as bigint) as n \
             from json_array_elements(cast($1 as json)) as r) as x"
        );
    }
}
