//! The pictures of the policy, drawn from a section's entries: every part is a link to its entry.

use super::content_state::ContentState;
use crate::i18n::{locale, t};
use domain::content_page::{ContentEntry, ContentPicture, ContentSection, PicturePart};
use domain::person::Role;
use leptos::prelude::*;

/// The first grade of those who lead digital work as managers.
const FIRST_MANAGER: usize = 5;

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
    /// One part, as a link to its entry; `is_own` marks where the reader is.
    fn part(&self, it: &ContentEntry, is_own: bool) -> AnyView {
        let to = self.state.url(&self.section.id, it.id.as_str());
        let own = is_own.then(|| view! { <small>{t("いまのあなた")}</small> });
        view! {
            <li class:own=is_own>
                <a href=to>{it.words.shown(locale()).to_owned()} {own}</a>
            </li>
        }
        .into_any()
    }

    fn row(&self, part: PicturePart, class: &'static str) -> AnyView {
        let parts: Vec<AnyView> = self
            .section
            .at(part)
            .map(|it| self.part(it, false))
            .collect();
        view! { <ul class=class>{parts}</ul> }.into_any()
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
        let own = self.state.grade();
        let stages = self.section.at(PicturePart::Stage).enumerate();
        let stages = stages.map(|(n, it)| self.part(it, own == Some(n + 1)));
        view! {
            <figure class="stages">
                <ol>{stages.collect_view()}</ol>
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
        let state = self.state;
        let is_manager = state.grade().is_some_and(|it| it >= FIRST_MANAGER);
        let is_supporter = state.has_role(Role::Supporter);
        let middle = self.section.at(PicturePart::Middle);
        let middle = middle.map(|it| self.part(it, is_supporter));
        let goals = self.section.at(PicturePart::Goal).enumerate();
        let is_own = |n| {
            if n == 0 {
                is_manager
            } else {
                state.has_role(Role::Digital)
            }
        };
        let goals = goals.map(|(n, it)| self.part(it, is_own(n)));
        view! {
            <figure class="dx-path">
                {self.row(PicturePart::Start, "starts")} {self.row(PicturePart::Step, "step")}
                <ul class="middle">{middle.collect_view()}</ul> <ul class="goals">{goals.collect_view()}</ul>
                <figcaption>
                    {t("どの仕事からも、ＤＸ推進サポーターを経て、二つの道へ進めます。")}
                </figcaption>
            </figure>
        }
        .into_any()
    }
}
