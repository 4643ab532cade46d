//! Result of the strengths quiz: a sum for each awareness, the type or types, the most frequent abilities; and their
//! encoding in the fragment of a URL.

use crate::quiz::{Quiz, ResultType};

/// Minimum number of answers for a type.
pub const MIN_ANSWERS: usize = 7;

/// The result is the balanced type if the lead over the fourth-largest sum is at most this.
const BALANCED_LEAD: u8 = 2;

/// Maximum number of abilities in a result.
const MAX_ABILITIES: usize = 3;

/// Base 64 digits of a fragment; the index is the value.
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/// Result of a quiz. Single answers cannot be read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strengths {
    /// Version of the quiz that was answered.
    pub version: u32,
    /// How many questions were answered.
    pub answered: usize,
    /// Sum for each awareness, in the quiz's order; 63 at most, which is one digit of a fragment.
    pub sums: Vec<u8>,
    /// The most frequent abilities, most frequent first, as indices into the quiz.
    pub abilities: Vec<usize>,
}

impl Strengths {
    /// Scores a quiz; `answers` has the index of the chosen option for each question.
    pub fn score(quiz: &Quiz, answers: &[Option<usize>]) -> Self {
        let mut sums = vec![0_u8; quiz.dimensions.len()];
        let mut shown = vec![0_usize; quiz.abilities.len()];
        let mut answered = 0;
        for (question, answer) in quiz.questions.iter().zip(answers) {
            let Some(option) = answer.and_then(|at| question.options.get(at)) else {
                continue;
            };
            answered += 1;
            for weight in &option.weights {
                let mut awarenesses = quiz.dimensions.iter();
                if let Some(at) = awarenesses.position(|it| it.id == weight.awareness) {
                    sums[at] = sums[at].saturating_add(weight.points).min(63);
                }
            }
            if let Some(at) = quiz.abilities.iter().position(|it| it.id == option.ability) {
                shown[at] += 1;
            }
        }
        let mut abilities: Vec<usize> = (0..shown.len()).filter(|at| shown[*at] > 0).collect();
        // A stable sort: of equally frequent abilities the first in the quiz's order comes first.
        abilities.sort_by_key(|at| std::cmp::Reverse(shown[*at]));
        abilities.truncate(MAX_ABILITIES);
        Self {
            version: quiz.version,
            answered,
            sums,
            abilities,
        }
    }

    /// The types: none below [`MIN_ANSWERS`] answers, two on a tie, the balanced one if no awareness leads, otherwise
    /// one.
    pub fn types<'a>(&self, quiz: &'a Quiz) -> Vec<&'a ResultType> {
        if self.answered < MIN_ANSWERS {
            return Vec::new();
        }
        let mut sorted = self.sums.clone();
        sorted.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
        let place = |at: usize| sorted.get(at).copied().unwrap_or_default();
        let (top, fourth) = (place(0), place(3));
        let leading = quiz.dimensions.iter().zip(&self.sums);
        let leading: Vec<&str> = leading
            .filter(|it| *it.1 == top)
            .map(|it| it.0.id.as_str())
            .collect();
        let is_balanced = top - fourth <= BALANCED_LEAD || leading.len() > 2;
        let is_own = |it: &&ResultType| match &it.dimension {
            None => is_balanced,
            Some(dimension) => !is_balanced && leading.contains(&dimension.as_str()),
        };
        quiz.results.iter().filter(is_own).collect()
    }

    /// Encodes the result for the fragment of a URL: version, number of answers, sums, abilities.
    pub fn to_fragment(&self) -> String {
        let digit = |it: usize| char::from(DIGITS[it.min(63)]);
        let sums = self.sums.iter().map(|it| digit(usize::from(*it)));
        let abilities = self.abilities.iter().map(|it| digit(*it));
        let head = [digit(self.answered), digit(self.sums.len())];
        let body: String = head.into_iter().chain(sums).chain(abilities).collect();
        format!("{}.{body}", self.version)
    }

    /// Decodes a fragment; `None` if it is not a result of this quiz.
    pub fn from_fragment(fragment: &str, quiz: &Quiz) -> Option<Self> {
        let (version, body) = fragment.trim_start_matches('#').split_once('.')?;
        let version = version.parse().ok()?;
        let digit = |it: u8| DIGITS.iter().position(|digit| *digit == it);
        let digits: Option<Vec<usize>> = body.bytes().map(digit).collect();
        let digits = digits?;
        let (answered, n, rest) = match digits.as_slice() {
            [answered, n, rest @ ..] => (*answered, *n, rest),
            _ => return None,
        };
        let (sums, abilities) = rest.split_at_checked(n)?;
        // A fragment is untrusted input: every index is checked before it is used.
        let fits = n == quiz.dimensions.len()
            && answered <= quiz.questions.len()
            && abilities.len() <= MAX_ABILITIES
            && abilities.iter().all(|it| *it < quiz.abilities.len());
        let sums: Option<Vec<u8>> = sums.iter().map(|it| u8::try_from(*it).ok()).collect();
        fits.then_some(Self {
            version,
            answered,
            sums: sums?,
            abilities: abilities.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests;
