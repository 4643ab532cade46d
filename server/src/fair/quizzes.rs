//! The quizzes of the fair: read from `quiz/` in the folder of forms, validated, and published like forms.

pub(crate) mod validation;

use crate::db::Database;
use crate::db::sql;
use crate::forms::FormError;
use domain::ids::QuizTag;
use domain::quiz::Quiz;
use domain::timestamp::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// The quiz compiled into the binary.
pub(crate) const BUILT_IN: (&str, &str) = (
    "candidate_quiz",
    include_str!("../../content/quiz/candidate_quiz.json"),
);

/// Every published edition, by its tag.
#[derive(Clone, Debug, Default)]
pub struct QuizCatalogue(BTreeMap<QuizTag, Quiz>);

impl QuizCatalogue {
    pub fn of(&self, tag: &QuizTag) -> Option<&Quiz> {
        self.0.get(tag)
    }

    /// The edition with this tag, or the newest if this instance does not have it.
    pub fn by_tag_or_newest(&self, tag: &QuizTag) -> Option<&Quiz> {
        self.of(tag).or_else(|| self.of(self.newest()?))
    }

    /// Finds an edition by tag, by version or as `newest`; returns its tag too.
    pub fn find(&self, which: &str) -> Option<(&QuizTag, &Quiz)> {
        let tag = match which.parse::<u32>() {
            Ok(version) => self.0.iter().find(|it| it.1.version == version)?.0,
            Err(_) if which == "newest" => self.newest()?,
            Err(_) => &QuizTag::from(which),
        };
        self.0.get_key_value(tag)
    }

    /// Tag of the edition with the highest version.
    pub fn newest(&self) -> Option<&QuizTag> {
        let newest = self.0.iter().max_by_key(|it| it.1.version);
        newest.map(|it| it.0)
    }
}

pub(crate) fn sources(folder: Option<&Path>) -> Result<Vec<(String, String)>, FormError> {
    let built_in = || vec![(BUILT_IN.0.to_owned(), BUILT_IN.1.to_owned())];
    let folder = folder.map(|it| it.join("quiz")).filter(|it| it.is_dir());
    folder.map_or_else(
        || Ok(built_in()),
        |it| crate::forms::folder::read_json_files(&it),
    )
}

/// Publishes the quizzes of a folder, or the built-in one.
pub(crate) async fn publish_all(
    database: &Database,
    folder: Option<&Path>,
    now: Timestamp,
) -> Result<(), FormError> {
    for (name, text) in sources(folder)? {
        let quiz: Quiz =
            serde_json::from_str(&text).map_err(|error| FormError::Parse(name.clone(), error))?;
        let faults = validation::faults(&quiz);
        if !faults.is_empty() {
            return Err(FormError::Invalid(name, faults.join("、")));
        }
        let body =
            serde_json::to_string(&quiz).map_err(|error| FormError::Parse(name.clone(), error))?;
        let tag = format!(
            "{}-{}",
            quiz.version,
            hex::encode(&Sha256::digest(&body)[..8])
        );
        publish_one(database, name, quiz, (tag, body), now).await?;
    }
    Ok(())
}

pub(crate) async fn publish_one(
    database: &Database,
    name: String,
    quiz: Quiz,
    (tag, body): (String, String),
    now: Timestamp,
) -> Result<(), FormError> {
    let write = database.writer.run(move |connection| {
        Box::pin(async move {
            let known: Option<String> = sql!(fair / quiz_edition_tag)
                .bind(&quiz.id)
                .bind(quiz.version)
                .fetch_optional_value(&mut *connection)
                .await?;
            match known {
                Some(known) if known == tag => return Ok(()),
                Some(_) => {
                    let version = quiz.version;
                    let why = format!(
                        "第{version}版は公開済みのため変更できません。version を上げてください"
                    );
                    return Err(FormError::Invalid(name, why));
                }
                None => {}
            }
            // The URL of a result contains only the version, so a version must be unique across quizzes.
            let other: Option<String> = sql!(fair / quiz_with_same_version)
                .bind(quiz.version)
                .bind(&quiz.id)
                .fetch_optional_value(&mut *connection)
                .await?;
            if let Some(other) = other {
                let version = quiz.version;
                let why =
                    format!("第{version}版は {other} で公開済みです。version を上げてください");
                return Err(FormError::Invalid(name, why));
            }
            sql!(fair / insert_quiz_edition)
                .bind(&quiz.id)
                .bind(quiz.version)
                .bind(tag)
                .bind(body)
                .bind(now)
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    write.await
}

/// Loads every published edition; fails if one does not decode.
pub(crate) async fn load(database: &Database) -> Result<QuizCatalogue, FormError> {
    let rows = sql!(fair / all_quiz_editions)
        .fetch_all(&database.readers)
        .await?;
    let mut all = BTreeMap::new();
    for row in rows {
        let (tag, body): (QuizTag, String) = (row.try_get(0)?, row.try_get(1)?);
        let quiz =
            serde_json::from_str(&body).map_err(|error| FormError::Parse(tag.0.clone(), error))?;
        all.insert(tag, quiz);
    }
    Ok(QuizCatalogue(all))
}
