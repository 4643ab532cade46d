//! Rosters of organisations as they are: levels, grades, numbers, names and roles. Each case is named by the public
//! report it was made from.

use crate::roster::{HEADINGS, Ward};
use crate::roster_files::{refused, taken};
use encoding_rs::SHIFT_JIS;

/// pagermon/pagermon#440, esitarski/CrossMgr#120.
#[tokio::test]
async fn c04_numbers_without_their_zeros_change_nothing() {
    let row = |id: &str| {
        format!(
            "{id},楡川 {}番,福祉部,福祉課,,2,福祉,,\n",
            id.trim_start_matches('0')
        )
    };
    let first: String = ["0012", "0013", "0120", "0450"].map(row).concat();
    let ward = Ward::new().await;
    ward.import(format!("{HEADINGS}\n{first}").as_bytes())
        .await
        .unwrap();
    let after: String = ["12", "13", "120", "450"].map(row).concat();
    let why = ward
        .import(format!("{HEADINGS}\n{after}").as_bytes())
        .await
        .unwrap_err()
        .to_string();
    assert!(
        why.contains("2行目: 「12」は「0012」（楡川 12番）の先頭の 0 が消えたものではありませんか"),
        "{why}"
    );
    assert!(why.contains("何も変更していません"), "{why}");
    assert_eq!(ward.n_people().await, 4);
}

/// shirasagi `superior_groups.csv`, snipe-it#9078.
#[tokio::test]
async fn c06_offices_without_部_and_heads_without_課_are_people() {
    let file = format!(
        "{HEADINGS}\nT1,桐野 部長,区民部,,,6,事務,,\nT2,谷 会計,,会計課,,5,事務,,\nT3,林 園長,教育委員会,,第二幼稚園,4,幼稚園教諭,T1,\n"
    );
    let found = taken(file.as_bytes()).await;
    assert_eq!(
        (found.new, found.doubts.len()),
        (3, 0),
        "{:?}",
        found.doubts
    );
    // Nobody's 所属長 without a 課 is rather a gap.
    let gap = format!("{HEADINGS}\nT1,桐野 主事,区民部,,,2,事務,,\n");
    let told = &taken(gap.as_bytes()).await.doubts[0];
    assert_eq!(told.to_string(), "2行目: 課がありません（職員番号 T1）");
    let nowhere = format!("{HEADINGS}\nT1,桐野 部長,,,,6,事務,,\n");
    assert!(
        refused(nowhere.as_bytes())
            .await
            .contains("部も課もありません")
    );
}

/// An ordinance of another city with eight grades; shirasagi's sample with 会計年度任用職員.
#[tokio::test]
async fn c07_a_grade_without_a_form_says_which_have_one() {
    for (grade, why) in [
        (
            "8",
            "級「8」の様式がありません。様式のある級は 1・2・3・4・5・6 です",
        ),
        (
            "",
            "級がありません。級のない職員には、回答する様式の級（1・2・3・4・5・6）を書いてください",
        ),
        (
            "一級",
            "級「一級」を読めません。1、1級、１級職のように、数字で書いてください",
        ),
        ("2-15", "級「2-15」を読めません。"),
        ("医(一)2級", "級「医(一)2級」を読めません。"),
    ] {
        let file = format!("{HEADINGS}\nG1,部長 ひとり,総務部,総務課,,{grade},事務,,\n");
        assert!(refused(file.as_bytes()).await.contains(why), "{grade}");
    }
}

/// willnet/gimei#44, EC-CUBE/ec-cube#4781: letters that an encoding does not have.
#[tokio::test]
async fn c08_names_with_a_sign_for_a_missing_letter_are_told_by_row() {
    let row = |at: usize, name: &str| format!("N{at},{name},区民部,区民課,,2,事務,,\n");
    let names = [
        "?田 はな",
        "〓田 はな",
        "髙\u{e000} はな",
        "𠮷田 葛\u{e0100}飾",
        "Nguyễn Thị Ánh",
    ];
    let rows: String = names
        .iter()
        .enumerate()
        .map(|(at, it)| row(at, it))
        .collect();
    let found = taken(format!("{HEADINGS}\n{rows}").as_bytes()).await;
    let told: Vec<String> = found.doubts.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "2行目: 氏名「?田 はな」に「?」があります。正しい字か確かめてください（職員番号 N0）",
            "3行目: 氏名「〓田 はな」に「〓」があります。正しい字か確かめてください（職員番号 N1）",
            "4行目: 氏名「髙\u{e000} はな」に外字（U+E000）があります。ほかのパソコンでは見えません。正しい字か確かめてください（職員番号 N2）",
        ]
    );
    // CP932 has the user-defined letters, too.
    let (cp932, ..) = SHIFT_JIS.encode("職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割\nN1,");
    let file = [
        &*cp932,
        b"\xf0\x40",
        &SHIFT_JIS.encode(" はな,区民部,区民課,,2,事務,,\n").0,
    ]
    .concat();
    assert_eq!(taken(&file).await.doubts.len(), 1);
}

/// peacecorps/medlink#401, BookStackApp/BookStack#3564: who has left is named with what they may still do.
#[tokio::test]
async fn c14_who_is_not_listed_is_named_with_the_roles_they_still_have() {
    let ward = Ward::new().await;
    let march = [
        "L001,水野 はる,総務部,総務課,,5,事務,,職員課",
        "L002,木下 なつ,総務部,総務課,,2,事務,L001,職員課",
        "L003,原口 あき,総務部,総務課,,2,事務,L001,",
    ];
    let file = |rows: &[&str]| format!("{HEADINGS}\n{}\n", rows.join("\n"));
    ward.import(file(&march).as_bytes()).await.unwrap();
    let april = ward.import(file(&march[..1]).as_bytes()).await.unwrap();
    assert_eq!(
        april.not_listed,
        [
            "L002 総務課 木下 なつ（役割: 職員課）",
            "L003 総務課 原口 あき"
        ]
    );
}

/// mroonga/mroonga#180, reearth/reearth-cms#1746, readcrx-2/read.crx-2#446.
#[tokio::test]
async fn c12_roles_as_they_are_typed() {
    for roles in [
        "職員課･採用担当",
        "\"職員課\n採用担当\"",
        "\"職員課，採用担当\"",
        "DX推進サポーター",
        "ｄｘ推進サポーター",
        "DX推進ｻﾎﾟｰﾀｰ",
        "ＤＸ推進サホ\u{309a}ーター",
        "職員課 ・ 採用担当",
        "なし",
        "－",
    ] {
        let file = format!("{HEADINGS}\nR1,青葉 一,区民部,区民課,,2,事務,,{roles}\n");
        assert_eq!(taken(file.as_bytes()).await.new, 1, "{roles}");
    }
    for roles in ["ＤＸ推進サポ－タ－", "職員課＆採用担当"] {
        let file = format!("{HEADINGS}\nR1,青葉 一,区民部,区民課,,2,事務,,{roles}\n");
        let why = refused(file.as_bytes()).await;
        let words = format!(
            "2行目: 役割「{roles}」はありません（職員課、情報政策課、採用担当、システム管理、ＤＸ推進サポーター、ＣＩＯ のどれか、または空欄）"
        );
        assert!(why.contains(&words), "{why}");
    }
}

/// camelmasa/itaiji#34: composing would change the letter of a name.
#[tokio::test]
async fn c57_a_name_is_kept_as_it_is_written() {
    let name = "大\u{fa10} \u{f9dc}";
    let ward = Ward::new().await;
    let file = format!("{HEADINGS}\nU1,{name},区民部,区民課,,2,事務,,\n");
    ward.import(file.as_bytes()).await.unwrap();
    assert_eq!(ward.name_of("U1").await, name);
    let (cp932, ..) = SHIFT_JIS.encode(&file);
    assert_eq!(ward.import(&cp932).await.unwrap().unchanged, 1);
}

/// readcrx-2/read.crx-2#446: the wave dash of Windows and that of a Mac.
#[tokio::test]
async fn c58_a_課_that_is_written_in_two_ways_is_told() {
    let pairs = [
        ("ＩＴ推進課", "IT推進課"),
        ("くらし～あんしん課", "くらし〜あんしん課"),
        ("がん対策課", "か\u{3099}ん対策課"),
        ("四ツ谷ヶ丘課", "四ツ谷ケ丘課"),
        ("窓口ｻｰﾋﾞｽ課", "窓口サービス課"),
        ("子育て支援課", "子育て 支援課"),
    ];
    let rows: String = pairs
        .iter()
        .flat_map(|it| [it.0, it.1])
        .enumerate()
        .fold(String::new(), |all, (at, it)| {
            all + &format!("S{at},青葉 {at}号,総務部,{it},,2,事務,,\n")
        });
    let found = taken(format!("{HEADINGS}\n{rows}").as_bytes()).await;
    assert_eq!(
        (found.new, found.doubts.len()),
        (12, 6),
        "{:?}",
        found.doubts
    );
    assert_eq!(
        found.doubts[0].to_string(),
        "3行目: 課の名前「ＩＴ推進課」（2行目）と「IT推進課」（3行目）は、同じ課ではありませんか"
    );
}

#[tokio::test]
async fn ones_own_number_as_所属長_says_to_leave_it_empty() {
    let file = format!("{HEADINGS}\nB1,桐野 ひかり,区民部,区民課,,5,事務,B1,\n");
    assert!(
        refused(file.as_bytes())
            .await
            .contains("所属長のいない人は、空けてください")
    );
}

/// cam-inc/viron#178, Cu3PO42/KeySAVe#92: opened by a double click in Japanese Excel.
#[tokio::test]
async fn c38_the_file_of_first_passwords_opens_readable_and_keeps_its_zeros() {
    let ward = Ward::new().await;
    let file = format!(
        "{HEADINGS}\n0012,楡川 十二,福祉部,福祉課,,2,福祉,,\nE1,＝梅里,区民部,区民課,,2,事務,,\n"
    );
    ward.import(file.as_bytes()).await.unwrap();
    let text = std::fs::read_to_string(ward.folder.path().join("passwords-1.csv")).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a mark of UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "職員番号,初期パスワード,氏名,所属");
    assert!(lines[1].starts_with("\"=\"\"0012\"\"\","), "{}", lines[1]);
    assert!(
        lines[1].ends_with(",楡川 十二,福祉部 福祉課"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("E1,") && lines[2].contains(",'＝梅里,"),
        "{}",
        lines[2]
    );
}
