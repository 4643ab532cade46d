//! Rosters as spreadsheets and personnel systems write them. Each case is named by the public report it was made from.

use crate::roster::{HEADINGS, Ward};
use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS};
use server::personnel::roster::ImportSummary;

/// People of one 課, one a row, with the last cell left out where `is_short`.
fn people(n: usize, is_short: impl Fn(usize) -> bool) -> String {
    let row = |at: usize| {
        let end = if is_short(at) { "" } else { "," };
        format!("K{at:03},青葉 {at}号,区民部,区民課,窓口係,2,事務,{end}\n")
    };
    format!("{HEADINGS}\n{}", (0..n).map(row).collect::<String>())
}

pub async fn taken(file: &[u8]) -> ImportSummary {
    let ward = Ward::new().await;
    ward.import(file).await.unwrap_or_else(|it| panic!("{it}"))
}

pub async fn refused(file: &[u8]) -> String {
    let ward = Ward::new().await;
    let Err(why) = ward.import(file).await else {
        panic!("it was taken");
    };
    assert_eq!(ward.n_people().await, 0);
    why.to_string()
}

fn utf16(text: &str, is_little: bool) -> Vec<u8> {
    let units = text.encode_utf16();
    let bytes = units.map(|it| {
        if is_little {
            it.to_le_bytes()
        } else {
            it.to_be_bytes()
        }
    });
    bytes.flatten().collect()
}

/// stata.com FAQ "how Excel writes empty cells"; GoldenSoftwareLtd/gedemin#2331.
#[tokio::test]
async fn c01_excel_leaves_the_last_comma_out_in_blocks_of_sixteen_rows() {
    let file = people(47, |it| (16..32).contains(&it));
    assert_eq!(taken(file.as_bytes()).await.new, 47);
    let more = file.replace("K001,", "K001,一つ多い,");
    assert!(
        refused(more.as_bytes())
            .await
            .contains("3行目: 列が10個あります（見出しは9個）")
    );
}

/// BurntSushi/rust-csv#395, kiesraad/e-ks#824.
#[tokio::test]
async fn c02_rows_are_numbered_as_a_spreadsheet_shows_them() {
    let rows = "A1,梅里 みどり,区民部,区民課,,九,事務,,\n\nA2,\"柏谷\nそら\",区民部,区民課,,2,事務,,\n,,,,,,,,\n\
        A3,,区民部,区民課,,2,事務,,\nA2,楡川 あおい,区民部,区民課,,2,事務,,\n";
    for end in ["\n", "\r\n", "\r"] {
        let file = format!("{HEADINGS}\n{rows}").replace('\n', end);
        let told = refused(file.as_bytes()).await;
        let told: Vec<&str> = told.lines().skip(1).collect();
        assert_eq!(
            told,
            [
                "2行目: 級「九」を読めません。1、1級、１級職のように、数字で書いてください（職員番号 A1）",
                "6行目: 氏名がありません（職員番号 A3）",
                "7行目: 職員番号「A2」は4行目にもあります",
            ],
            "{end:?}"
        );
    }
}

/// keymanapp/keyman#2001, qbicsoftware/data-manager-app#588, SCN "Excel files - CSV format".
#[tokio::test]
async fn c09_what_excel_and_personnel_systems_write_is_read() {
    let file = people(3, |_| false);
    let tabs = file.replace(',', "\t");
    for (name, bytes) in [
        ("tabs", tabs.clone().into_bytes()),
        ("semicolons", file.replace(',', ";").into_bytes()),
        (
            "sep=",
            format!("sep=;\r\n{}", file.replace(',', ";")).into_bytes(),
        ),
        (
            "Unicode テキスト",
            [b"\xff\xfe".to_vec(), utf16(&tabs, true)].concat(),
        ),
        (
            "UTF-16BE",
            [b"\xfe\xff".to_vec(), utf16(&file, false)].concat(),
        ),
        ("UTF-16LE without a mark", utf16(&tabs, true)),
        ("CP932 with tabs", SHIFT_JIS.encode(&tabs).0.into_owned()),
        (
            "CP932 with CR",
            SHIFT_JIS.encode(&file.replace('\n', "\r")).0.into_owned(),
        ),
    ] {
        assert_eq!(taken(&bytes).await.new, 3, "{name}");
    }
    for (encoding, name) in [(EUC_JP, "EUC-JP"), (ISO_2022_JP, "JIS（ISO-2022-JP）")] {
        let why = refused(&encoding.encode(&file).0).await;
        let sentence = format!(
            "文字コードが {name} です。Excel の「CSV UTF-8（コンマ区切り）」で保存し直してください"
        );
        assert!(why.contains(&sentence), "{why}");
    }
    let mut bytes = file.clone().into_bytes();
    let at = file.find("青葉 1号").unwrap();
    bytes[at] = 0xff;
    let why = refused(&bytes).await;
    assert!(
        why.contains("3行目: 「K001,」の次に、UTF-8 では読めない文字があります"),
        "{why}"
    );
}

/// A letter of JIS X 0213 in a CP932 file.
#[tokio::test]
async fn c08_a_letter_that_cp932_does_not_have_is_named_by_its_row() {
    let (before, ..) = SHIFT_JIS.encode("職員番号,氏名,部,課,係,級,職種,所属長の職員番号,役割\nN1,青葉 一,区民部,区民課,,2,事務,,\nN2,");
    let (after, ..) = SHIFT_JIS.encode("田 次郎,区民部,区民課,,2,事務,,\n");
    let why = refused(&[&*before, b"\x85\xfc", &after].concat()).await;
    assert!(
        why.contains("3行目: 「N2,」の次に、Shift_JIS では読めない文字があります"),
        "{why}"
    );
}

/// commercetools/sphere-node-product-csv-sync#178, next-l/enju_leaf#180, NIFCLOUD-mbaas/UserCommunity#1216.
#[tokio::test]
async fn c11_headings_as_offices_write_them() {
    let rows = "K1,青葉 一,区民部,区民課,,2,事務,,,03-1111\n";
    let marked =
        "職員No.,氏名（漢字）,部局,課 名,係,\"職\n級\",職　種,所属長番号※,役割（兼務あり）,内線\n";
    let file = format!("令和8年度 職員名簿,,,,,,,,,\n,,,,,,,,,\n{marked}{rows}");
    let found = taken(file.as_bytes()).await;
    assert_eq!(
        found.notes,
        [
            "見出しは3行目にありました",
            "「職員No.」を「職員番号」として読みました",
            "「氏名（漢字）」を「氏名」として読みました",
            "「部局」を「部」として読みました",
            "「課 名」を「課」として読みました",
            "「職級」を「級」として読みました",
            "「所属長番号※」を「所属長の職員番号」として読みました",
            "「役割（兼務あり）」を「役割」として読みました",
            "使わない列: 「内線」",
        ]
    );
    let other = "職員番号,氏名,所属,級,職種,所属長の職員番号,役割\nK1,青葉 一,区民課,2,事務,,\n";
    let why = refused(other.as_bytes()).await;
    let words = "1行目: 見出し「部」がありません（「所属」がこれにあたりますか）";
    assert!(why.contains(words), "{why}");
    assert!(
        why.contains("この行にあった見出し: 「職員番号」「氏名」「所属」"),
        "{why}"
    );
    let twice = file.replace("内線", "部");
    assert!(
        !refused(twice.replace("部局", "部").as_bytes())
            .await
            .is_empty()
    );
}

/// What nobody sees is removed or named by its code; a quote that is not closed is no row of thousands.
#[tokio::test]
async fn invisible_letters_and_open_quotes() {
    let file = format!("{HEADINGS}\n\u{200b}V1\u{feff},青葉\u{200e} 一,区民部,区民課,,2,事務,,\n");
    let ward = Ward::new().await;
    ward.import(file.as_bytes()).await.unwrap();
    assert_eq!(ward.name_of("V1").await, "青葉 一");
    let control = format!("{HEADINGS}\nV1,青葉\u{7} 一,区民部,区民課,,2,事務,,\n");
    assert!(
        refused(control.as_bytes())
            .await
            .contains("2行目: 見えない文字（U+0007）")
    );
    let open = people(3, |_| false).replace("K001,青葉", "K001,\"青葉");
    assert!(
        refused(open.as_bytes())
            .await
            .contains("3行目: \" が閉じていません")
    );
}

/// Any of the encodings, orders, widths and line ends: the same people.
#[tokio::test]
async fn a_roster_means_the_same_however_it_is_written() {
    let mut dice = fastrand::Rng::with_seed(22);
    let headings: Vec<&str> = HEADINGS.split(',').collect();
    let ward = Ward::new().await;
    let rows: Vec<Vec<String>> = (0..20)
        .map(|at| {
            let cells = [
                "",
                "",
                "区民部",
                "区民課",
                "窓口, 係",
                "2",
                "事務",
                "",
                "職員課・採用担当",
            ];
            let mut cells = cells.map(str::to_owned).to_vec();
            (cells[0], cells[1]) = (format!("Q{at}"), format!("青葉 {at}号"));
            cells
        })
        .collect();
    for round in 0..60 {
        let mut order: Vec<usize> = (0..headings.len()).collect();
        dice.shuffle(&mut order);
        let separator = *dice.choice([',', '\t', ';'].iter()).unwrap();
        let end = *dice.choice(["\n", "\r\n", "\r"].iter()).unwrap();
        let is_wide = dice.bool();
        let quoted = |it: &str| format!("\"{it}\"");
        let mut text = "名簿".repeat(dice.usize(0..2)) + end;
        let head = order.iter().map(|at| quoted(headings[*at]));
        text += &head.collect::<Vec<_>>().join(&separator.to_string());
        text += end;
        for row in &rows {
            let cell = |at: &usize| match at {
                0 if is_wide => row[0].replace('Q', "Ｑ"),
                5 if is_wide => "２級".to_owned(),
                8 if is_wide => "採用担当、職員課".to_owned(),
                at => row[*at].clone(),
            };
            let cells = order.iter().map(|at| quoted(&cell(at)));
            text += &cells.collect::<Vec<_>>().join(&separator.to_string());
            text += end;
            text += &end.repeat(dice.usize(0..2));
        }
        let bytes = match dice.u8(0..5) {
            0 => text.into_bytes(),
            1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            2 => SHIFT_JIS.encode(&text).0.into_owned(),
            3 => [b"\xff\xfe".to_vec(), utf16(&text, true)].concat(),
            _ => [b"\xfe\xff".to_vec(), utf16(&text, false)].concat(),
        };
        let found = ward
            .import(&bytes)
            .await
            .unwrap_or_else(|it| panic!("round {round}: {it}"));
        let expected = if round == 0 { (20, 0) } else { (0, 20) };
        assert_eq!((found.new, found.unchanged), expected, "round {round}");
    }
}
