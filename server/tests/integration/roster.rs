//! The roster import: every fault is reported with its line, the import is all or nothing, and it is idempotent.

use crate::support::{place, sql};
use domain::timestamp::Timestamp;
use server::db::Database;
use server::personnel::roster::{ImportSummary, RosterError, import};
use std::fmt::Write;
use std::path::PathBuf;
use tempfile::TempDir;

pub const HEADINGS: &str = "職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割";

pub struct Ward {
    pub folder: TempDir,
    database: Database,
    n_files: std::cell::Cell<u32>,
}

impl Ward {
    pub async fn new() -> Self {
        let folder = crate::support::tempdir().unwrap();
        let database = Database::open(&place(folder.path()).await).await.unwrap();
        Self {
            folder,
            database,
            n_files: std::cell::Cell::new(0),
        }
    }

    fn next_password_file(&self) -> PathBuf {
        self.n_files.set(self.n_files.get() + 1);
        self.folder
            .path()
            .join(format!("passwords-{}.csv", self.n_files.get()))
    }

    pub async fn import(&self, bytes: &[u8]) -> Result<ImportSummary, RosterError> {
        import(
            &self.database,
            bytes,
            &self.next_password_file(),
            Timestamp(0),
        )
        .await
    }

    pub async fn name_of(&self, id: &str) -> String {
        sql("select name from person where id = $1")
            .bind(id)
            .fetch_value(&self.database.readers)
            .await
            .unwrap()
    }

    pub async fn n_people(&self) -> i64 {
        sql("select count(*) from person")
            .fetch_value(&self.database.readers)
            .await
            .unwrap()
    }
}

fn roster_csv(lines: &[&str]) -> String {
    format!("{HEADINGS}\n{}\n", lines.join("\n"))
}

fn valid_roster() -> String {
    roster_csv(&[
        "E1,梅里 みどり,区民部,区民課,窓口係,２級職,事務,B1,",
        "B1,桐野 ひかり,区民部,区民課,,5,事務,,職員課・採用担当",
    ])
}

fn summary(new: u64, changed: u64, unchanged: u64, not_listed: &[&str]) -> ImportSummary {
    ImportSummary {
        new,
        changed,
        unchanged,
        not_listed: not_listed.iter().map(|it| (*it).to_owned()).collect(),
        ..ImportSummary::default()
    }
}

#[tokio::test]
async fn importing_the_same_roster_again_changes_nothing() {
    let ward = Ward::new().await;
    assert_eq!(
        ward.import(valid_roster().as_bytes()).await.unwrap(),
        summary(2, 0, 0, &[])
    );
    assert_eq!(
        ward.import(valid_roster().as_bytes()).await.unwrap(),
        summary(0, 0, 2, &[])
    );
    assert!(
        !ward.folder.path().join("passwords-2.csv").exists(),
        "no new people, no file"
    );
    let moved = valid_roster().replace("窓口係", "管理係");
    assert_eq!(
        ward.import(moved.as_bytes()).await.unwrap(),
        summary(0, 1, 1, &[])
    );
}

#[tokio::test]
async fn shift_jis_byte_order_mark_and_crlf_decode_to_the_same_roster() {
    let text = valid_roster();
    let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
    let with_mark = [b"\xef\xbb\xbf", valid_roster().as_bytes()].concat();
    let ward = Ward::new().await;
    assert_eq!(
        ward.import(&shift_jis).await.unwrap(),
        summary(2, 0, 0, &[])
    );
    assert_eq!(
        ward.import(&with_mark).await.unwrap(),
        summary(0, 0, 2, &[])
    );
    assert_eq!(
        ward.import(valid_roster().replace('\n', "\r\n").as_bytes())
            .await
            .unwrap(),
        summary(0, 0, 2, &[])
    );
}

#[tokio::test]
async fn every_faulty_line_is_reported_and_nothing_is_imported() {
    let ward = Ward::new().await;
    let roster = roster_csv(&[
        "E1,梅里 みどり,区民部,区民課,,2,事務,X9,",
        "E1,柏谷 そら,区民部,区民課,,1,事務,,",
        "E3,楡川 あおい,福祉部,福祉課,,1,福祉,E4,",
        "E4,榎田 ゆう,福祉部,福祉課,,1,福祉,E3,",
    ]);
    let Err(RosterError::InvalidLines(faults)) = ward.import(roster.as_bytes()).await else {
        panic!("the roster is faulty");
    };
    let lines: Vec<u64> = faults.iter().map(|it| it.line).collect();
    assert_eq!(lines, [2, 3, 4, 5], "{faults:?}");
    assert!(faults[0].to_string().contains("X9"));
    assert!(faults[1].to_string().contains("2行目にもあります"));
    assert!(faults[2].to_string().contains("本人に戻ります"));
    assert_eq!(ward.n_people().await, 0);
    assert!(!ward.folder.path().join("passwords-1.csv").exists());
}

#[tokio::test]
async fn all_invalid_cells_are_reported_in_one_error() {
    let ward = Ward::new().await;
    let roster = roster_csv(&[
        "E1,,区民部,区民課,,7,事務,,職員係",
        "E 2,柏谷 そら,区民部,区民課,,1,事務,,",
        "E3,楡川 あおい,福祉部",
        "E4,榎田 ゆう,福祉部,福祉課,,三,福祉,,",
    ]);
    let Err(error) = ward.import(roster.as_bytes()).await else {
        panic!("the roster is faulty")
    };
    let text = error.to_string();
    for words in [
        "2行目: 氏名",
        "2行目: 級「7」",
        "2行目: 役割「職員係」",
        "3行目: 職員番号",
        // Cells that are left out at the end of a row are empty ones.
        "4行目: 級がありません。",
        "5行目: 級「三」",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[tokio::test]
async fn missing_headings_unknown_encodings_and_empty_rosters_are_rejected() {
    let ward = Ward::new().await;
    let error = ward
        .import("職員番号,氏名\nE1,x\n".as_bytes())
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("見出し「所属長の職員番号」がありません"),
        "{error}"
    );
    let error = ward
        .import(b"\xff\xfe\x00\x80\xfd")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("1行目: "), "{error}");
    assert!(ward.import(HEADINGS.as_bytes()).await.is_err());
}

#[tokio::test]
async fn the_password_file_never_overwrites_another_and_has_mode_600() {
    use std::os::unix::fs::PermissionsExt;
    let ward = Ward::new().await;
    let path = ward.next_password_file();
    std::fs::write(&path, "something else").unwrap();
    assert!(
        import(
            &ward.database,
            valid_roster().as_bytes(),
            &path,
            Timestamp(0)
        )
        .await
        .is_err()
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "something else");
    assert_eq!(ward.n_people().await, 0);
    ward.import(valid_roster().as_bytes()).await.unwrap();
    let mode = std::fs::metadata(ward.folder.path().join("passwords-2.csv"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_roster_of_two_thousand_people_is_imported() {
    let ward = Ward::new().await;
    let mut text = format!("{HEADINGS}\n");
    for n in 0..2_000_u32 {
        let supervisor = if n % 40 == 0 {
            String::new()
        } else {
            format!("E{:04}", n - n % 40)
        };
        writeln!(
            text,
            "E{n:04},職員 {n},部{},課{},,{},事務,{supervisor},",
            n / 400,
            n / 40,
            n % 6 + 1
        )
        .unwrap();
    }
    assert_eq!(
        ward.import(text.as_bytes()).await.unwrap(),
        summary(2_000, 0, 0, &[])
    );
    assert_eq!(
        ward.import(text.as_bytes()).await.unwrap(),
        summary(0, 0, 2_000, &[])
    );
}

/// C9: sign-in ignores case, so a number that differs from a known one only in case would never get in.
#[tokio::test]
async fn a_number_that_differs_from_a_known_one_in_case_only_is_a_fault() {
    let ward = Ward::new().await;
    ward.import(valid_roster().as_bytes()).await.unwrap();
    let small = valid_roster().replace("\nE1,", "\ne1,");
    let refused = ward.import(small.as_bytes()).await.unwrap_err().to_string();
    assert!(
        refused.contains("「e1」は、すでにある「E1」と"),
        "{refused}"
    );
}
