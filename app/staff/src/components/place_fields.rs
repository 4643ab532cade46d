//! 部, 課 and 係 as they are typed, with what others have to choose from.

use crate::i18n::t;
use domain::person::Org;
use leptos::prelude::*;

/// The three names of a place.
#[derive(Clone, Copy)]
pub(crate) struct PlaceFields {
    pub(crate) department: RwSignal<String>,
    pub(crate) section: RwSignal<String>,
    pub(crate) unit: RwSignal<String>,
}

/// Ids of the three inputs.
pub(crate) type PlaceIds = [&'static str; 3];

impl PlaceFields {
    pub(crate) fn of(org: &Org) -> Self {
        Self {
            department: RwSignal::new(org.department.clone()),
            section: RwSignal::new(org.section.clone()),
            unit: RwSignal::new(org.unit.clone()),
        }
    }

    /// What is typed, without blanks at the ends.
    pub(crate) fn place(self) -> Org {
        let text = |it: RwSignal<String>| it.with(|it| it.trim().to_owned());
        Org {
            department: text(self.department),
            section: text(self.section),
            unit: text(self.unit),
        }
    }

    /// The first `n` of the fields: 部 alone, 部 and 課, or all three.
    pub(crate) fn view(self, ids: PlaceIds, orgs: StoredValue<Vec<Org>>, n: usize) -> AnyView {
        let of_department = move || distinct(orgs, |_| true, |it| &it.department);
        let of_section = move || {
            let department = self.department.get();
            distinct(orgs, |it| it.department == department, |it| &it.section)
        };
        let of_unit = move || {
            let section = self.section.get();
            distinct(orgs, |it| it.section == section, |it| &it.unit)
        };
        let [department, section, unit] = ids;
        view! {
            {text_field(t("部"), department, self.department, of_department)}
            {(n > 1).then(|| text_field(t("課"), section, self.section, of_section))}
            {(n > 2).then(|| text_field(t("係"), unit, self.unit, of_unit))}
        }
        .into_any()
    }
}

/// The different names at one level of the organisation.
fn distinct(
    orgs: StoredValue<Vec<Org>>,
    is_in: impl Fn(&Org) -> bool,
    of: impl Fn(&Org) -> &String,
) -> Vec<String> {
    orgs.with_value(|all| {
        let names = all.iter().filter(|it| is_in(it)).map(|it| of(it).clone());
        let mut names: Vec<String> = names.filter(|it| !it.is_empty()).collect();
        names.sort();
        names.dedup();
        names
    })
}

/// A text with what stands in the records of others to choose from.
pub(crate) fn text_field(
    name: &'static str,
    id: &'static str,
    value: RwSignal<String>,
    known: impl Fn() -> Vec<String> + Send + Sync + 'static,
) -> AnyView {
    let list = format!("{id}-known");
    let options = move || {
        let known = known().into_iter();
        known
            .map(|it| view! { <option value=it></option> })
            .collect_view()
    };
    view! {
        <label class="field">
            <span>{name}</span>
            <input
                id=id
                type="text"
                class="text"
                autocomplete="off"
                list=list.clone()
                maxlength="60"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <datalist id=list>{options}</datalist>
        </label>
    }
    .into_any()
}
