//! Every query is one that the database in use understands.

use server::db::{Database, Sql};
use sqlx::{Executor, SqlSafeStr};
use std::path::Path;

#[tokio::test]
async fn every_query_can_be_prepared() {
    let folder = crate::support::tempdir().unwrap();
    let database = Database::open(&folder.path().join("ward.db"))
        .await
        .unwrap();
    let mut faults = Vec::new();
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for feature in std::fs::read_dir(features).unwrap() {
        let Ok(queries) = std::fs::read_dir(feature.unwrap().path().join("sql")) else {
            continue;
        };
        for query in queries {
            let path = query.unwrap().path();
            let sql = Sql::new(&std::fs::read_to_string(&path).unwrap());
            let text = sqlx::AssertSqlSafe(sql.as_str().to_owned()).into_sql_str();
            if let Err(error) = database.readers.sqlite().prepare(text).await {
                faults.push(format!("{}: {error}", path.display()));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}
