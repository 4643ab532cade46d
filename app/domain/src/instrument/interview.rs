//! The screens of an interview that two people hold over a joint sheet.

use super::{Edition, ItemKind, ItemRole, Section};

/// What is done on a screen of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterviewTask {
    /// Looking at the material: goals, self-scoring.
    Look,
    /// Writing a section of the record.
    Write,
    /// Reading the record and confirming it.
    Confirm,
}

/// One screen of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InterviewStep {
    pub task: InterviewTask,
    /// Index of the section that is on the screen; `None` if there is only material.
    pub section: Option<usize>,
}

impl Edition {
    /// The screens of an interview in their order: the material, with the section about time and kind; each further
    /// section; the confirmations. A restricted record has no material, and each of its sections is a whole interview.
    pub fn interview_steps(&self) -> Vec<InterviewStep> {
        let mut steps: Vec<InterviewStep> = Vec::new();
        if !self.restricted {
            let is_first = self.sections.first().is_some_and(Section::is_schedule);
            steps.push(InterviewStep {
                task: InterviewTask::Look,
                section: is_first.then_some(0),
            });
        }
        let shown = usize::from(steps.iter().any(|it| it.section.is_some()));
        let rest = self.sections.iter().enumerate().skip(shown);
        steps.extend(rest.map(|(index, section)| {
            let is_confirmation = section.items.iter().all(super::Item::is_sign);
            InterviewStep {
                task: if is_confirmation {
                    InterviewTask::Confirm
                } else {
                    InterviewTask::Write
                },
                section: Some(index),
            }
        }));
        steps
    }
}

impl Section {
    /// Whether it says only when an interview is, and of which kind.
    fn is_schedule(&self) -> bool {
        let is_about_time = |role| {
            matches!(
                role,
                ItemRole::InterviewTime
                    | ItemRole::InterviewDay
                    | ItemRole::InterviewKind
                    | ItemRole::InterviewMinutes
            )
        };
        let has_words = |kind: &ItemKind| {
            matches!(
                kind,
                ItemKind::Text { .. } | ItemKind::Rows { .. } | ItemKind::Sign { .. }
            )
        };
        self.items.iter().any(|it| is_about_time(it.role()))
            && !self.items.iter().any(|it| has_words(&it.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Item, Localized, WrittenBy};
    use super::*;

    fn section(id: &str, items: Vec<Item>) -> Section {
        Section {
            id: id.to_owned(),
            words: Localized::default(),
            lead: Localized::default(),
            follows: String::new(),
            links: serde_json::Value::Null,
            items,
        }
    }

    fn item(id: &str, kind: ItemKind) -> Item {
        Item {
            id: id.into(),
            kind,
            ..Item::default()
        }
    }

    fn edition(sections: Vec<Section>, restricted: bool) -> Edition {
        let empty = serde_json::json!({
            "instrument": "hearing_record", "version": 1, "words": {"ja": ""}, "scale": [], "groups": [],
            "notice": {
                "reminder": {"ja": ""}, "purpose": {"ja": ""}, "readers": {"ja": ""}, "retention": {"ja": ""}
            },
            "bands": [], "subjects": [], "sections": [], "restricted": restricted
        });
        let mut edition: Edition = serde_json::from_value(empty).expect("an edition");
        edition.sections = sections;
        edition
    }

    fn text() -> ItemKind {
        ItemKind::Text { max_length: 400 }
    }

    fn sign() -> ItemKind {
        ItemKind::Sign {
            by: WrittenBy::Person,
        }
    }

    #[test]
    fn an_interview_looks_writes_and_confirms() {
        let when = section("when", vec![item("date", ItemKind::Date { time: false })]);
        let talk = section("talk", vec![item("agreed", text())]);
        let confirm = section("confirm", vec![item("sign", sign())]);
        let steps = edition(vec![when, talk, confirm], false).interview_steps();
        let step = |task, section| InterviewStep { task, section };
        assert_eq!(
            steps,
            [
                step(InterviewTask::Look, Some(0)),
                step(InterviewTask::Write, Some(1)),
                step(InterviewTask::Confirm, Some(2)),
            ]
        );
    }

    #[test]
    fn a_form_of_the_wards_own_without_a_schedule_begins_with_the_material_alone() {
        let talk = section(
            "talk",
            vec![
                item("date", ItemKind::Date { time: false }),
                item("agreed", text()),
            ],
        );
        let steps = edition(vec![talk], false).interview_steps();
        let of: Vec<_> = steps.iter().map(|it| it.section).collect();
        assert_eq!(of, [None, Some(0)]);
    }

    #[test]
    fn each_section_of_a_restricted_record_is_an_interview() {
        let one = |id: &str| {
            section(
                id,
                vec![
                    item("date", ItemKind::Date { time: false }),
                    item("sign", sign()),
                ],
            )
        };
        let steps = edition(vec![one("first"), one("second")], true).interview_steps();
        assert!(steps.iter().all(|it| it.task == InterviewTask::Write));
        assert_eq!(steps.len(), 2);
    }
}
