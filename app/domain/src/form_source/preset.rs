//! Default answers by person: a form's file contains rules, and a person is served the options whose rules match.

use crate::instrument::Edition;
use crate::person::{Person, Role};
use serde::Deserialize;
use serde_json::Value;

/// When an option is preselected: one matching grade, section or role is enough.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresetRule {
    option: String,
    #[serde(default)]
    grades: Vec<u8>,
    #[serde(default)]
    sections: Vec<String>,
    #[serde(default)]
    roles: Vec<Role>,
}

impl PresetRule {
    fn matches(&self, person: &Person) -> bool {
        self.grades.contains(&person.grade)
            || self.sections.contains(&person.org.section)
            || self.roles.iter().any(|it| person.roles.contains(it))
    }
}

/// Decodes the rules of an item.
///
/// # Errors
///
/// What serde says of rules that do not decode.
pub fn rules(preset: &Value) -> Result<Vec<PresetRule>, String> {
    if preset.is_null() {
        return Ok(Vec::new());
    }
    serde_json::from_value(preset.clone()).map_err(|error| error.to_string())
}

/// Replaces the rules by the options that match a person. Returns these options as a suffix for the edition's tag, as
/// two people may be served different defaults.
pub fn resolve(edition: &mut Edition, person: &Person) -> String {
    let mut told = String::new();
    let items = edition.sections.iter_mut().flat_map(|it| &mut it.items);
    for item in items.filter(|it| !it.preset.is_null()) {
        let rules = rules(&item.preset).unwrap_or_default();
        let own = rules.into_iter().filter(|it| it.matches(person));
        let own: Vec<String> = own.map(|it| it.option).collect();
        told = format!("{told}-{}", own.join("+"));
        item.preset = own.into();
    }
    told
}
