//! Every query is one that the database in use understands.

use crate::support::place;
use server::db::{Database, Pool, Sql};
use sqlx::{Executor, SqlSafeStr, SqlStr};
use std::path::Path;
use std::sync::Arc;

/// Why a query cannot be prepared.
async fn fault(pool: &Pool, sql: &Sql) -> Option<sqlx::Error> {
    let text = |it: Arc<str>| -> SqlStr { sqlx::AssertSqlSafe(it).into_sql_str() };
    match pool {
        Pool::Sqlite(pool) => pool.prepare(text(sql.sqlite())).await.err(),
        Pool::Postgres(pool) => pool.prepare(text(sql.postgres())).await.err(),
    }
}

#[tokio::test]
async fn every_query_can_be_prepared() {
    let folder = crate::support::tempdir().unwrap();
    let database = Database::open(&place(folder.path()).await).await.unwrap();
    let mut faults = Vec::new();
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for feature in std::fs::read_dir(features).unwrap() {
        let Ok(queries) = std::fs::read_dir(feature.unwrap().path().join("sql")) else {
            continue;
        };
        for query in queries {
            let path = query.unwrap().path();
            let sql = Sql::new(&std::fs::read_to_string(&path).unwrap());
            if let Some(error) = fault(&database.readers, &sql).await {
                faults.push(format!("{}: {error}", path.display()));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}
