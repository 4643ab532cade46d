//! What became of something that a person asked for, in a sentence.

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done(String),
    Failed(String),
}

impl Outcome {
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }

    pub(crate) fn sentence(self) -> String {
        match self {
            Self::Done(sentence) | Self::Failed(sentence) => sentence,
        }
    }
}
