//! The strengths quiz of the recruitment fair as data: questions, result types, and the visitor survey.

use serde::{Deserialize, Serialize};

mod text;

pub use crate::locale::Language;
pub use text::{FuriganaText, RubyPart, escape_html};

/// An id with a label: an option, an awareness or an ability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabeledOption {
    pub id: String,
    pub words: FuriganaText,
}

/// An option of a quiz question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizOption {
    pub id: String,
    pub words: FuriganaText,
    /// Points it adds.
    pub weights: Vec<Weight>,
    /// Id of the ability it shows.
    pub ability: String,
}

/// The points that an option adds to an awareness. On the wire an array, `[awareness, points]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(String, u8)")]
pub struct Weight {
    /// Id of the awareness.
    pub awareness: String,
    pub points: u8,
}

impl From<Weight> for (String, u8) {
    fn from(it: Weight) -> Self {
        (it.awareness, it.points)
    }
}

/// A question of the strengths quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizQuestion {
    pub id: String,
    pub words: FuriganaText,
    pub options: Vec<QuizOption>,
}

/// A strengths type that the quiz's result can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultType {
    pub id: String,
    /// Id of the awareness it stands for; `None` for the balanced type.
    pub dimension: Option<String>,
    pub title: FuriganaText,
    /// One sentence below the title.
    pub summary: FuriganaText,
    /// The strengths of this type.
    pub body: FuriganaText,
    /// Work of the ward that fits.
    pub examples: FuriganaText,
    /// Question suggested for the staff at the booth.
    pub ask_staff: FuriganaText,
}

/// Options shown only to visitors who chose `choice` in the question referred to by [`SurveyQuestion::show_if`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionsBy {
    /// Id of the option in the other question.
    pub choice: String,
    pub options: Vec<LabeledOption>,
}

/// A question of the visitor survey. All may be skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyQuestion {
    pub id: String,
    /// `multi` or `single`.
    pub kind: String,
    pub words: FuriganaText,
    /// Maximum number of choices; `None` means one.
    pub max: Option<u8>,
    #[serde(default)]
    pub options: Vec<LabeledOption>,
    /// Id of the question it depends on; empty for none.
    #[serde(default)]
    pub show_if: String,
    /// Additional options by the choice in that question.
    #[serde(default)]
    pub options_by: Vec<OptionsBy>,
}

impl SurveyQuestion {
    /// Maximum number of choices.
    pub fn max_choices(&self) -> usize {
        usize::from(self.max.unwrap_or(1))
    }

    /// The options for a visitor with these survey answers.
    pub fn options_for<'a>(&'a self, said: &'a [SurveyAnswer]) -> Vec<&'a LabeledOption> {
        let chosen = said.iter().find(|it| it.question == self.show_if);
        let chosen = chosen.map(|it| it.options.as_slice()).unwrap_or_default();
        let more = self
            .options_by
            .iter()
            .filter(|it| chosen.contains(&it.choice));
        let more = more.flat_map(|it| &it.options);
        self.options.iter().chain(more).collect()
    }
}

/// An answer to the survey. On the wire an array, `[question, options]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(String, Vec<String>)")]
pub struct SurveyAnswer {
    /// Id of the question.
    pub question: String,
    /// Ids of the chosen options.
    pub options: Vec<String>,
}

impl From<SurveyAnswer> for (String, Vec<String>) {
    fn from(it: SurveyAnswer) -> Self {
        (it.question, it.options)
    }
}

/// The survey offered after the quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    pub title: FuriganaText,
    /// Shown before the first question.
    pub intro: FuriganaText,
    pub questions: Vec<SurveyQuestion>,
}

impl Survey {
    /// Chooses an option or removes the choice. A single choice is replaced; at the maximum nothing is added. Choices
    /// that depended on a removed one are dropped.
    pub fn toggle(&self, answers: &mut Vec<SurveyAnswer>, question: &str, option: &str) {
        let Some(asked) = self.questions.iter().find(|it| it.id == question) else {
            return;
        };
        if !answers.iter().any(|it| it.question == question) {
            answers.push(SurveyAnswer {
                question: question.to_owned(),
                options: Vec::new(),
            });
        }
        for answer in answers.iter_mut().filter(|it| it.question == question) {
            let chosen = &mut answer.options;
            if let Some(at) = chosen.iter().position(|it| it == option) {
                chosen.remove(at);
            } else if asked.max_choices() == 1 {
                *chosen = vec![option.to_owned()];
            } else if chosen.len() < asked.max_choices() {
                chosen.push(option.to_owned());
            }
        }
        let before = answers.clone();
        // Options here and questions below are put in the survey's order: the order of choosing would reveal
        // something about the visitor.
        for answer in answers.iter_mut() {
            let own = self.questions.iter().find(|it| it.id == answer.question);
            let offered = own.map(|it| it.options_for(&before)).unwrap_or_default();
            let offered = offered.iter().map(|it| it.id.clone());
            answer.options = offered.filter(|it| answer.options.contains(it)).collect();
        }
        answers.retain(|it| !it.options.is_empty());
        let place = |id: &str| self.questions.iter().position(|it| it.id == id);
        answers.sort_by_key(|it| place(&it.question));
    }
}

/// A page of the ward, linked from the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WardLink {
    pub words: FuriganaText,
    /// Absolute, `https://…`.
    pub url: String,
}

impl WardLink {
    /// The year in its path, such as `…/saiyo/2026/recruit`: with the next one it leads to an old page.
    pub fn year(&self) -> Option<u16> {
        let years = 2_000..2_100;
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        let numbers = path.split('/').filter(|it| it.len() == 4);
        let mut numbers = numbers.filter_map(|it| it.parse().ok());
        numbers.find(|it| years.contains(it))
    }
}

/// Idle timeouts of a kiosk tablet, in seconds since the last input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleTimeouts {
    /// When the idle prompt is shown.
    pub warn_after: u32,
    /// When the session is reset; 0 disables both timeouts.
    pub reset_after: u32,
}

/// One published, immutable version of the quiz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiz {
    /// Id of the quiz, the same in all versions.
    pub id: String,
    /// Increases with each publication.
    pub version: u32,
    /// Name of the ward.
    #[serde(default)]
    pub ward: FuriganaText,
    /// Heading of the start screen.
    pub title: FuriganaText,
    /// Shown before the first question.
    pub start_note: FuriganaText,
    /// What is sent to the ward, and what is not.
    pub privacy: FuriganaText,
    /// The awarenesses that options add points to.
    pub dimensions: Vec<LabeledOption>,
    /// The abilities that options show.
    pub abilities: Vec<LabeledOption>,
    pub questions: Vec<QuizQuestion>,
    /// The result types, one of which is the balanced one.
    pub results: Vec<ResultType>,
    /// Offered after the result.
    pub survey: Survey,
    /// Topics that must never be asked about, as the ward lists them.
    #[serde(default)]
    pub never_ask: Vec<String>,
    /// Linked from the result.
    #[serde(default)]
    pub links: Vec<WardLink>,
    /// Idle timeouts of a kiosk tablet.
    pub kiosk: IdleTimeouts,
}

#[cfg(test)]
mod tests;
