//! The strengths quiz of the recruitment fair as data: questions, types, and the survey of what visitors want to know.

use super::decode::record;
use serde::Serialize;

mod text;

pub use text::{Part, Text, Tongue, escaped};

/// A thing with an id and a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub words: Text,
}

record!(Named { id, words });

/// An answer to a question of the quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub words: Text,
    /// What it adds to which awareness.
    pub weights: Vec<(String, u8)>,
    /// The ability it shows.
    pub ability: String,
}

record!(Answer {
    id,
    words,
    weights,
    ability
});

/// A question of the quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub words: Text,
    /// Its answers.
    pub options: Vec<Answer>,
}

record!(Question { id, words, options });

/// A type that a result can show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Type {
    /// Its id.
    pub id: String,
    /// The awareness it stands for; none for the balanced one.
    pub dimension: Option<String>,
    /// Its name.
    pub title: Text,
    /// One sentence.
    pub summary: Text,
    /// Where it shines.
    pub body: Text,
    /// The ward's work it fits.
    pub examples: Text,
    /// What to ask at the booth.
    pub ask_staff: Text,
}

record!(Type {
    id,
    dimension,
    title,
    summary,
    body,
    examples,
    ask_staff
});

/// The options of a survey question for those who chose something in the question it follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionsBy {
    /// What they chose.
    pub choice: String,
    /// The options.
    pub options: Vec<Named>,
}

record!(OptionsBy { choice, options });

/// A question of the survey. All may be skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// Its id.
    pub id: String,
    /// `multi` or `single`; a fair has no others.
    pub kind: String,
    /// Its wording.
    pub words: Text,
    /// At most so many; one if none is said.
    pub max: Option<u8>,
    /// Its options.
    pub options: Vec<Named>,
    /// The question it follows; empty for none.
    pub show_if: String,
    /// More options, by what was chosen in that question.
    pub options_by: Vec<OptionsBy>,
}

record!(Wish { id, kind, words, max } or_empty { options, show_if, options_by });

impl Wish {
    /// At most so many of its options.
    pub fn most(&self) -> usize {
        usize::from(self.max.unwrap_or(1))
    }

    /// The options it has for someone with these answers.
    pub fn options_for<'a>(&'a self, said: &'a [(String, Vec<String>)]) -> Vec<&'a Named> {
        let chosen = said.iter().find(|it| it.0 == self.show_if);
        let chosen = chosen.map(|it| it.1.as_slice()).unwrap_or_default();
        let more = self
            .options_by
            .iter()
            .filter(|it| chosen.contains(&it.choice));
        let more = more.flat_map(|it| &it.options);
        self.options.iter().chain(more).collect()
    }
}

/// The survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Survey {
    /// Its name.
    pub title: Text,
    /// What is read before it.
    pub intro: Text,
    /// Its questions.
    pub questions: Vec<Wish>,
}

record!(Survey {
    title,
    intro,
    questions
});

impl Survey {
    /// Chooses an option or takes it back. Of a question that takes one, the last stands; of one that is full, nothing
    /// changes; what hung on a choice goes with it.
    pub fn toggle(&self, said: &mut Vec<(String, Vec<String>)>, question: &str, option: &str) {
        let Some(wish) = self.questions.iter().find(|it| it.id == question) else {
            return;
        };
        if !said.iter().any(|it| it.0 == question) {
            said.push((question.to_owned(), Vec::new()));
        }
        for (_, chosen) in said.iter_mut().filter(|it| it.0 == question) {
            if let Some(at) = chosen.iter().position(|it| it == option) {
                chosen.remove(at);
            } else if wish.most() == 1 {
                *chosen = vec![option.to_owned()];
            } else if chosen.len() < wish.most() {
                chosen.push(option.to_owned());
            }
        }
        let before = said.clone();
        // In the survey's order, here and below: in which one they were chosen is nobody's business.
        for (id, chosen) in said.iter_mut() {
            let own = self.questions.iter().find(|it| it.id == *id);
            let offered = own.map(|it| it.options_for(&before)).unwrap_or_default();
            let offered = offered.iter().map(|it| it.id.clone());
            *chosen = offered.filter(|it| chosen.contains(it)).collect();
        }
        said.retain(|it| !it.1.is_empty());
        let place = |id: &str| self.questions.iter().position(|it| it.id == id);
        said.sort_by_key(|it| place(&it.0));
    }
}

/// A page of the ward for those who want to know more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its name.
    pub words: Text,
    /// Its address, `https://…`.
    pub url: String,
}

record!(Link { words, url });

/// After how many seconds without a sign of anyone a booth tablet asks, and begins anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Idle {
    /// Asks.
    pub warn_after: u32,
    /// Begins anew.
    pub reset_after: u32,
}

record!(Idle {
    warn_after,
    reset_after
});

/// One version of the quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quiz {
    /// Which quiz.
    pub id: String,
    /// Counts up; a published version never changes.
    pub version: u32,
    /// Whose it is.
    pub ward: Text,
    /// Its name.
    pub title: Text,
    /// What is read before it.
    pub start_note: Text,
    /// What is sent, and what is not.
    pub privacy: Text,
    /// The awarenesses.
    pub dimensions: Vec<Named>,
    /// The abilities.
    pub abilities: Vec<Named>,
    /// The questions.
    pub questions: Vec<Question>,
    /// The types.
    pub results: Vec<Type>,
    /// What visitors want to know.
    pub survey: Survey,
    /// What may never be asked, as the ward lists it.
    pub never_ask: Vec<String>,
    /// Pages of the ward.
    pub links: Vec<Link>,
    /// How a booth tablet waits.
    pub kiosk: Idle,
}

record!(Quiz {
    id, version, title, start_note, privacy, dimensions, abilities, questions, results, survey, kiosk
} or_empty { never_ask, links, ward });

#[cfg(test)]
mod tests;
