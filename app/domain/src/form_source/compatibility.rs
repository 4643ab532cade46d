//! What a new edition may not change, because sheets of the one before are on their way or under promises of it.

use super::{FormFault, FormPlace};
use crate::instrument::{Edition, Item};

/// Everything of `after` that would drop or refuse an answer of `before`, or show one to more people. `before` is the
/// edition in force, with what it keeps of earlier ones.
pub fn incompatible(before: &Edition, after: &Edition) -> Vec<FormFault> {
    let mut found = Vec::new();
    let mut fixed = |is_same: bool, what: &'static str| {
        if !is_same {
            found.push(FormFault::new(FormPlace::Form, what, ""));
        }
    };
    fixed(
        before.instrument == after.instrument,
        "様式の id は、公開したあとは変えられません。",
    );
    fixed(
        before.course == after.course,
        "進め方は、公開したあとは変えられません。書きかけのシートが進めなくなります。",
    );
    fixed(
        before.share == after.share,
        "見せる相手は、公開したあとは変えられません。もう書いた人への約束が変わります。",
    );
    fixed(
        before.yearly == after.yearly,
        "年に一度か三度かは、公開したあとは変えられません。",
    );
    fixed(
        before.for_supervisors == after.for_supervisors
            && before.restricted == after.restricted
            && before.about == after.about,
        "だれの様式かは、公開したあとは変えられません。",
    );
    fixed(
        before.role() == after.role(),
        "プログラムが何に使うか（role）は、公開したあとは変えられません。",
    );
    for section in &after.sections {
        let mut same = before.sections.iter().filter(|it| it.id == section.id);
        if same.any(|it| it.follows != section.follows && !section.follows.is_empty()) {
            found.push(FormFault::new(
                FormPlace::Section(section.id.clone()),
                "前の区分への続きは、公開したあとは加えられません。もう書いた答えが隠れます。",
                "",
            ));
        }
    }
    for item in after.items() {
        if let Some(earlier) = before.item(&item.id) {
            item_changes(earlier, item, &mut found);
        }
    }
    found
}

fn item_changes(before: &Item, after: &Item, found: &mut Vec<FormFault>) {
    let mut fault = |is_wrong: bool, why: &'static str| {
        if is_wrong {
            let place = FormPlace::Item(after.id.clone());
            found.push(FormFault::new(place, why, ""));
        }
    };
    fault(
        std::mem::discriminant(&before.kind) != std::mem::discriminant(&after.kind),
        "質問の種類は、公開したあとは変えられません。新しい質問を作ってください。",
    );
    fault(
        !after.readers.is_within(before.readers),
        "読む人は、公開したあとは広げられません。新しい質問を作ってください。",
    );
    fault(
        before.by != after.by || before.late != after.late || before.each_staff != after.each_staff,
        "だれがいつ書くかは、公開したあとは変えられません。新しい質問を作ってください。",
    );
    fault(
        before.role() != after.role(),
        "プログラムが何に使うか（role）は、公開したあとは変えられません。",
    );
    // A kept item is asked of nobody: whoever asks it again may ask whom they want.
    let is_narrower = if before.bands.is_empty() {
        !after.bands.is_empty()
    } else {
        !after.bands.is_empty() && before.bands.iter().any(|it| !after.bands.contains(it))
    };
    fault(
        is_narrower && !before.retired,
        "職層は、公開したあとは減らせません。もう書いた答えが隠れます。",
    );
    let is_stricter = match (&before.only_if, &after.only_if) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(before), Some(after)) => {
            before.item != after.item || before.any_of.iter().any(|it| !after.any_of.contains(it))
        }
    };
    fault(
        is_stricter && !before.retired,
        "出す条件は、公開したあとはきつくできません。もう書いた答えが隠れます。",
    );
}
