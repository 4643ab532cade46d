//! One text per query, in the dialect that SQLite and `PostgreSQL` share.
//!
//! Parameters are `$1`, `$2` …. Two markers stand for what the engines spell differently; the parameter behind them is
//! JSON text: `{list $3}` a JSON array of strings, `{rows $1: a text, n bigint}` a JSON array of arrays.

/// The text of a query as the engine in use takes it.
#[derive(Debug)]
pub struct Sql(String);

impl Sql {
    /// Expands the markers of a `.sql` file.
    pub fn new(text: &str) -> Self {
        let lines = text.lines().filter(|it| !it.starts_with("--"));
        let mut rest = lines.collect::<Vec<_>>().join("\n");
        let mut expanded = String::with_capacity(rest.len());
        while let Some((before, marker, after)) = next_marker(&rest) {
            expanded.push_str(before);
            expanded.push_str(&expand(marker));
            rest = after.to_owned();
        }
        expanded.push_str(&rest);
        Self(expanded)
    }

    /// With the markers expanded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn next_marker(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (marker, after) = rest.split_once('}')?;
    Some((before, marker, after))
}

fn expand(marker: &str) -> String {
    let (name, rest) = marker.split_once(' ').unwrap_or((marker, ""));
    match (name, rest.split_once(':')) {
        ("list", None) => format!("(select value from json_each({rest}))"),
        ("rows", Some((parameter, columns))) => {
            let names = columns
                .split(',')
                .filter_map(|it| it.split_whitespace().next());
            let columns = names
                .enumerate()
                .map(|(at, it)| format!("value ->> {at} as {it}"));
            let columns = columns.collect::<Vec<_>>().join(", ");
            format!("(select {columns} from json_each({parameter}))")
        }
        // No query has another marker: a test prepares all of them.
        _ => format!("{{{marker}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_become_what_sqlite_takes_and_comments_go() {
        let sql = Sql::new("-- {list $9}\nselect 1 where id in {list $2}");
        assert_eq!(
            sql.as_str(),
            "select 1 where id in (select value from json_each($2))"
        );
        let sql = Sql::new("select a from {rows $1: a text, n bigint} as x");
        assert_eq!(
            sql.as_str(),
            "select a from (select value ->> 0 as a, value ->> 1 as n from json_each($1)) as x"
        );
    }
}
