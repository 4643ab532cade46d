//! Reusable view components. They only display: decisions are made in `model`, `journal` and `scoring`.

pub(crate) mod account_menu;
pub(crate) mod chart;
pub(crate) mod comparison_table;
pub(crate) mod confirm_prompt;
pub(crate) mod day_input;
mod due_notices;
pub(crate) mod earlier;
pub(crate) mod form;
pub(crate) mod form_field;
pub(crate) mod language;
pub(crate) mod layout;
pub(crate) mod loading;
pub(crate) mod main_nav;
pub(crate) mod notice;
pub(crate) mod outcome;
pub(crate) mod own_notices;
pub(crate) mod person_picker;
mod places;
mod quick_jump;
pub(crate) mod read_only_answers;
pub(crate) mod save_status;
pub(crate) mod search_field;
pub(crate) mod show_if;
pub(crate) mod sign_in_form;
pub(crate) mod sign_out;
pub(crate) mod sort_head;
pub(crate) mod step_nav;
