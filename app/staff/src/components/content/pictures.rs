//! The pictures of the policy, drawn from a section's entries: every part is a link to its entry.

use super::content_state::ContentState;
use crate::i18n::{locale, t};
use domain::content_page::{ContentEntry, ContentPicture, ContentSection, PicturePart};
use leptos::prelude::*;

/// The picture of a section; `None` if it has none.
pub(super) fn picture(state: ContentState, section: &ContentSection) -> Option<AnyView> {
    let drawing = Drawing { state, section };
    Some(match section.picture? {
        ContentPicture::Pillars => drawing.pillars(),
        ContentPicture::CareerStages => drawing.stages(),
        ContentPicture::DxPath => drawing.dx_path(),
    })
}

struct Drawing<'a> {
    state: ContentState,
    section: &'a ContentSection,
}

impl Drawing<'_> {
    /// One part, as a link to its entry; where the reader stands is marked.
    fn part(&self, it: &ContentEntry) -> AnyView {
        let to = self.state.url(&self.section.id, it.id.as_str());
        let has_grade = |own: u8| it.grades.contains(&own);
        let is_own = self.state.grade().is_some_and(has_grade)
            || it.role.is_some_and(|role| self.state.has_role(role));
        let own = is_own.then(|| view! { <small>{t("いまのあなた")}</small> });
        view! {
            <li class:own=is_own>
                <a href=to>{it.words.shown(locale()).to_owned()} {own}</a>
            </li>
        }
        .into_any()
    }

    fn row(&self, part: PicturePart, class: &'static str) -> AnyView {
        view! { <ul class=class>{self.parts(part)}</ul> }.into_any()
    }

    fn parts(&self, part: PicturePart) -> Vec<AnyView> {
        self.section.at(part).map(|it| self.part(it)).collect()
    }

    fn pillars(&self) -> AnyView {
        view! {
            <figure class="pillars">
                {self.row(PicturePart::Roof, "roof")} {self.row(PicturePart::Beam, "beam")}
                {self.row(PicturePart::Pillar, "pillar")} {self.row(PicturePart::Foundation, "ground")}
                <figcaption>
                    {t("基礎的能力・意識の上に四つの柱が立ち、目指す姿を支えます。")}
                </figcaption>
            </figure>
        }
        .into_any()
    }

    fn stages(&self) -> AnyView {
        view! {
            <figure class="stages">
                <ol>{self.parts(PicturePart::Stage)}</ol>
                <figcaption>
                    {t(
                        "上の段へ進む道は一つではありません。いまの段で深めることも、道の一つです。",
                    )}
                </figcaption>
            </figure>
        }
        .into_any()
    }

    fn dx_path(&self) -> AnyView {
        view! {
            <figure class="dx-path">
                {self.row(PicturePart::Start, "starts")} {self.row(PicturePart::Step, "step")}
                {self.row(PicturePart::Middle, "middle")} {self.row(PicturePart::Goal, "goals")}
                <figcaption>
                    {t("どの仕事からも、ＤＸ推進サポーターを経て、二つの道へ進めます。")}
                </figcaption>
            </figure>
        }
        .into_any()
    }
}
