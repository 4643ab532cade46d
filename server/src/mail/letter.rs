//! What a mail says: which sheet, by when, and where it is. Nothing of what anybody wrote.

use super::MailSettings;
use super::outbox::DueMail;
use domain::calendar::display_day;
use domain::ids::Epoch;
use domain::instrument::{Edition, cycle_label};
use domain::locale::Locale;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};

/// Subject and text.
pub(super) fn words(mail: &DueMail, edition: &Edition, site: &str) -> (String, String) {
    let ja = Locale::JAPANESE;
    let title = &edition.words.ja;
    let english = [&edition.words.en, title];
    let english = english.into_iter().find(|it| !it.is_empty());
    let english = english.map_or("", String::as_str);
    let cycle = cycle_label(edition.yearly, mail.cycle, ja);
    let due = mail.due.as_ref().map_or_else(
        || "まだの方は、提出してください。".to_owned(),
        |day| format!("提出の期限は {} です。", display_day(day.as_str(), ja)),
    );
    let due_en = mail.due.as_ref().map_or_else(
        || "Please hand it in.".to_owned(),
        |day| format!("It is due on {day}."),
    );
    let place = if site.is_empty() {
        "職場のブラウザーで、道しるべを開いてください。".to_owned()
    } else {
        format!("道しるべを開く: {site}")
    };
    let subject = format!("【道しるべ】{title}の提出について");
    let text = format!(
        "{name} さん\n\n「{title}」（{cycle}）が、まだ提出されていません。\n{due}\n\n{place}\n\n\
         Your “{english}” has not been handed in yet. {due_en}\n\n-- \n\
         職員課から道しるべが送っています。書いた内容は、このメールには入っていません。\n\
         メールが要らないときは、道しるべの「アカウント」で止められます。\n",
        name = mail.person.name
    );
    (subject, text)
}

/// The mail as it is sent. Whoever gets it twice, because an answer of the server was lost, has one: its id is the
/// same.
pub(super) fn message(
    settings: &MailSettings,
    mail: &DueMail,
    edition: &Edition,
    epoch: &Epoch,
) -> Result<Message, String> {
    let address = mail.address.parse().map_err(|_| {
        "メールアドレスの書き方が正しくありません。職員の画面で直してください。".to_owned()
    })?;
    let (subject, text) = words(mail, edition, &settings.site);
    let id = format!("<{}.{epoch}@{}>", mail.seq, settings.from.email.domain());
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    );
    Message::builder()
        .from(settings.from.clone())
        .to(Mailbox::new(Some(mail.person.name.clone()), address))
        .subject(subject)
        .message_id(Some(id))
        .raw_header(automatic)
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|error| error.to_string())
}
