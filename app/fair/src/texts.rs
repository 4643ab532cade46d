//! Interface texts of the fair: Japanese with ruby, English, and easy Japanese where it differs.

use domain::quiz::FuriganaText;

/// A text in Japanese with ruby (`{漢字|かんじ}`), English, and easy Japanese (empty where it is the same).
#[derive(Clone, Copy)]
pub(super) struct FairText(&'static str, &'static str, &'static str);

impl From<FairText> for FuriganaText {
    fn from(it: FairText) -> Self {
        Self {
            easy: it.2.to_owned(),
            ..Self::new(it.0, it.1)
        }
    }
}

/// Namespace of the text constants.
pub(super) struct FairTexts;

macro_rules! words {
    ($($name:ident: $ja:literal, $en:literal $(, $easy:literal)?;)*) => {
        impl FairTexts { $(pub(super) const $name: FairText = FairText($ja, $en, concat!($($easy)?));)* }
    };
}

words! {
    LOADING: "{開|ひら}いています", "Opening";
    QUIZ_NOT_LOADED:
        "クイズを{読|よ}み{込|こ}めませんでした。つながる{場所|ばしょ}で、もう{一度|いちど}ためしてください。",
        "The quiz could not be loaded. Please try again with a connection.";
    NOT_LOADED:
        "{読|よ}み{込|こ}めませんでした。つながる{場所|ばしょ}で、もう{一度|いちど}{開|ひら}いてください。",
        "This could not be loaded. Please open the page again with a connection.";
    TRY_AGAIN: "もう{一度|いちど}", "Try again";
    BEGIN: "はじめる", "Start";
    BACK: "もどる", "Back";
    NEXT: "つぎへ", "Next";
    STOP_HERE: "ここまでにする", "That is all";
    SKIP: "とばす", "Skip";
    TO_RESULT: "{結果|けっか}を{見|み}る", "See my result";
    CHOICES: "{答|こた}えの{選択肢|せんたくし}", "Answers to choose from";
    YOUR_TYPE: "あなたの{強|つよ}みは", "Your strengths";
    TOO_FEW:
        "{答|こた}えが{少|すく}ないので、タイプはまだ{出|で}ません。もどって、あと{少|すこ}し{答|こた}えてみてください。",
        "There are too few answers for a type yet. Go back and answer a few more.",
        "{答|こた}えが{少|すく}ないので、まだ{結果|けっか}が{出|で}ません。もどって、もう{少|すこ}し{答|こた}えてください。";
    SHAPE:
        "{大切|たいせつ}にしている{意識|いしき}の{花|はな}",
        "A flower of what you care about",
        "あなたが{大切|たいせつ}にしていることを、{花|はな}の{形|かたち}にしました";
    LARGEST: "とくに{大|おお}きく{開|ひら}いている", "in full bloom", "とても{大|おお}きい";
    ABILITIES: "{答|こた}えに{表|あらわ}れた{力|ちから}", "Abilities your answers showed", "あなたの{答|こた}えから{分|わ}かった、あなたのできること";
    WORK: "{強|つよ}みが{生|い}きる{区|く}の{仕事|しごと}", "Work in the ward where this shines", "あなたに{合|あ}う{区役所|くやくしょ}の{仕事|しごと}";
    ASK: "ブースで{聞|き}いてみよう", "Ask us at the booth";
    DISCLAIMER:
        "この{結果|けっか}は、あなたを{知|し}る{手|て}がかりの{一|ひと}つです。{合格|ごうかく}・{不合格|ふごうかく}や{採用|さいよう}の{選考|せんこう}とは{関係|かんけい}ありません。",
        "This result is one hint about yourself. It has nothing to do with passing, failing or selection.",
        "この{結果|けっか}で、{仕事|しごと}に{入|はい}れるかどうかは{決|き}まりません。あなたのことを{知|し}るためのものです。";
    LINKS: "もっと{知|し}る", "Find out more";
    WORK_PAGE: "{区|く}の{仕事|しごと}と{職員|しょくいん}の{一日|いちにち}", "Work in the ward, and days at work";
    TAKE_HOME: "スマホで{持|も}ち{帰|かえ}る", "Take it home on your phone";
    SCAN:
        "スマホのカメラで{読|よ}むと、この{結果|けっか}がスマホに{出|で}ます。サーバーには{何|なに}も{残|のこ}りません。",
        "Point your phone's camera here to see this result on your phone. Nothing stays on a server.";
    RESULT_CODE: "{結果|けっか}を{開|ひら}くQRコード", "QR code that opens your result";
    QUIZ_CODE: "クイズを{開|ひら}くQRコード", "QR code that opens the quiz";
    SAVE: "{画像|がぞう}で{保存|ほぞん}する", "Save as a picture";
    SHARE: "{共有|きょうゆう}する", "Share";
    SAVED: "{画像|がぞう}を{保存|ほぞん}しました", "The picture is saved";
    SHARED: "{共有|きょうゆう}しました", "Shared";
    PRESS_LONG:
        "{画像|がぞう}を{長|なが}く{押|お}すと{保存|ほぞん}できます。",
        "Press the picture long to save it.";
    RESULT_PICTURE: "{結果|けっか}の{画像|がぞう}", "Picture of the result";
    OPEN_OUTSIDE: "ふだんのブラウザーで{開|ひら}く", "Open in the phone’s browser";
    NOT_SAVED:
        "{画像|がぞう}を{作|つく}れませんでした。{画面|がめん}を{写|うつ}して{残|のこ}してください。",
        "The picture could not be made. Please take a screenshot.";
    OFFER_SURVEY: "{知|し}りたいことを{伝|つた}える", "Tell us what you want to know";
    OFFER_SURVEY_NOTE:
        "{答|こた}えるかどうかは{自由|じゆう}です。{名前|なまえ}は{聞|き}きません。",
        "It is up to you. We do not ask your name.",
        "{答|こた}えたくないときは、{答|こた}えなくていいです。{名前|なまえ}は{聞|き}きません。";
    SUBMIT_AT_BOOTH:
        "{知|し}りたいことは、ブースのタブレットで{伝|つた}えられます。このスマホからは、{何|なに}も{送|おく}られません。",
        "You can tell us what you want to know on a tablet at the booth. Nothing is sent from this phone.";
    TO_SURVEY: "アンケートへ", "To the questions";
    OFFER_TYPE: "{結果|けっか}のタイプを{伝|つた}える", "Tell us your type";
    OFFER_TYPE_NOTE:
        "どのタイプが{何人|なんにん}いたかを{数|かぞ}えます。{伝|つた}えるかどうかは{自由|じゆう}です。{名前|なまえ}は{聞|き}きません。",
        "We count how many there were of each type. It is up to you. We do not ask your name.";
    TO_PREVIEW: "{送|おく}るものを{見|み}る", "See what would be sent";
    END: "おわる", "Finish";
    START_OVER: "もう{一度|いちど}はじめから", "Start over";
    BYTES: "{送|おく}る{文字|もじ}そのもの", "The very text that is sent";
    PREVIEW_TITLE: "これだけが{送|おく}られます", "Only this is sent";
    PREVIEW_NOTE:
        "{名前|なまえ}も、{時刻|じこく}も、{端末|たんまつ}のことも{入|はい}っていません。{下|した}の{文字|もじ}が、そのまま{全部|ぜんぶ}です。",
        "No name, no time, nothing about your device. The text below is all of it, exactly.",
        "{名前|なまえ}や{時間|じかん}は{送|おく}りません。{下|した}に{書|か}いてあるものだけを{送|おく}ります。";
    EVENT: "イベント", "Event";
    DAY: "{日付|ひづけ}", "Day";
    TYPE: "{結果|けっか}のタイプ", "Type";
    SEND: "{送|おく}る", "Send";
    NOT_SEND: "{送|おく}らないでおわる", "Finish without sending";
    THANKS: "ありがとうございました", "Thank you";
    THANKS_NOTE:
        "だれのものか{分|わ}からない{形|かたち}で、{人数|にんずう}を{数|かぞ}えるためだけに{使|つか}います。",
        "It is used only to count, in a form that tells nobody who it was.",
        "{何人|なんにん}が{答|こた}えたかを{数|かぞ}えるためだけに{使|つか}います。だれの{答|こた}えかは{分|わ}かりません。";
    EVENT_UNKNOWN:
        "このコードのイベントは、ありません。コードをもう{一度|いちど}たしかめてください。クイズはできますが、{答|こた}えは{送|おく}れません。",
        "There is no event with this code. Please check it again. You can take the quiz, but no answers can be sent.";
    GO_ON: "このままクイズをする", "Take the quiz anyway";
    EVENT_CLOSED:
        "このイベントの{受付|うけつけ}は{終|お}わりました。{答|こた}えは{送|おく}られていません。",
        "This event takes no more answers. Nothing was sent.";
    NOT_SENT:
        "いまは{送|おく}れませんでした。{答|こた}えは{画面|がめん}に{残|のこ}っています。",
        "It could not be sent just now. Your answers are still on this page.";
    LANGUAGE: "ことば", "Language";
    DISPLAY: "{見|み}やすさ", "Display";
    RUBY: "ふりがな", "Readings";
    SIZE: "{文字|もじ}を{大|おお}きく", "Larger text";
    HIGH_CONTRAST: "はっきりした{色|いろ}", "High contrast";
    READ_ALOUD: "{読|よ}み{上|あ}げる", "Read aloud";
    RESULT_NOTE:
        "この{結果|けっか}は、このページのアドレスの{中|なか}にだけあります。",
        "This result is only in the address of this page.",
        "{結果|けっか}は、このページのアドレスの{中|なか}だけにあります。ほかの{場所|ばしょ}には{残|のこ}っていません。";
    RESULT_INVALID:
        "{結果|けっか}を{読|よ}めませんでした。QRコードをもう{一度|いちど}{読|よ}んでください。",
        "This result cannot be read. Please scan the code again.";
    CLOSED: "{本日|ほんじつ}の{受付|うけつけ}は{終|お}わりました。ありがとうございました。", "This booth has closed for today. Thank you.";
    NUMBER: "{二重|にじゅう}に{数|かぞ}えないための{番号|ばんごう}（この1{回|かい}だけ）", "A number for this one time, so that it is counted once";
    TAP_TO_START: "タップしてはじめる", "Tap to start";
    STILL_THERE: "つづけますか", "Are you still there?";
    WIPE_WARNING:
        "このままだと、ここまでの{答|こた}えを{消|け}して、はじめの{画面|がめん}にもどります。",
        "Otherwise your answers so far are removed and the first screen comes back.";
    BACK_SOON: "まもなく、はじめの{画面|がめん}にもどります。", "The first screen comes back in a moment.";
    CONTINUE: "つづける", "Continue";
    TRY_QUIZ: "クイズをやってみる", "Try the quiz";
}
