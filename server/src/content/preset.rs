//! What stands in a question before a person answers it, by who they are: a form's file gives rules, a person is
//! served the options that hold for them.

use domain::instrument::Edition;
use domain::person::{Person, Role};
use serde::Deserialize;
use serde_json::Value;

/// When an option holds: any of these is enough.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    option: String,
    #[serde(default)]
    grades: Vec<u8>,
    #[serde(default)]
    sections: Vec<String>,
    #[serde(default)]
    roles: Vec<Role>,
}

impl Rule {
    fn holds(&self, person: &Person) -> bool {
        self.grades.contains(&person.grade)
            || self.sections.contains(&person.org.section)
            || self.roles.iter().any(|it| person.roles.contains(it))
    }
}

fn rules(preset: &Value) -> Result<Vec<Rule>, String> {
    if preset.is_null() {
        return Ok(Vec::new());
    }
    serde_json::from_value(preset.clone()).map_err(|error| error.to_string())
}

/// What is wrong with the rules of a form.
pub(super) fn check(edition: &Edition) -> Result<(), String> {
    for item in edition.items() {
        rules(&item.preset).map_err(|why| format!("項目 {} の preset: {why}", item.id))?;
    }
    Ok(())
}

/// Puts the options that hold for a person in the place of the rules, and tells them, for the tag of what is served.
pub fn resolve(edition: &mut Edition, person: &Person) -> String {
    let mut told = String::new();
    let items = edition.sections.iter_mut().flat_map(|it| &mut it.items);
    for item in items.filter(|it| !it.preset.is_null()) {
        let rules = rules(&item.preset).unwrap_or_default();
        let own = rules.into_iter().filter(|it| it.holds(person));
        let own: Vec<String> = own.map(|it| it.option).collect();
        told = format!("{told}-{}", own.join("+"));
        item.preset = own.into();
    }
    told
}
