//! Table question: a table on a wide screen, one card per row on a narrow one, and the chart of its rows.

use super::SheetForm;
use super::choice::{is_unoffered, option_words};
use super::reorder::{ReorderControls, hint};
use super::text::FieldBuffer;
use crate::components::chart::backcast::Backcast;
use crate::components::chart::timeline::Timeline;
use crate::components::day_input::DayInput;
use crate::i18n::{fill, locale, t};
use browser::page;
use domain::instrument::{
    Choice, Column, ColumnKind, Item, Pasted, RowsDisplay, clipboard_cells, move_entry,
    paste_table, path_steps, timeline_spans,
};
use leptos::ev::ClipboardEvent;
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Text by column id.
type TableRow = Map<String, Value>;

/// Decodes the field's JSON text; invalid text has no rows.
fn decode_rows(text: &str) -> Vec<TableRow> {
    let rows: Option<Value> = serde_json::from_str(text).ok();
    let rows = rows
        .and_then(|it| it.as_array().cloned())
        .unwrap_or_default();
    rows.into_iter()
        .map(|it| it.as_object().cloned().unwrap_or_default())
        .collect()
}

/// Encodes rows as JSON text without trailing blank rows; no rows give an empty string.
fn encode_rows(mut rows: Vec<TableRow>) -> String {
    while rows.last().is_some_and(is_blank) {
        rows.pop();
    }
    if rows.is_empty() {
        String::new()
    } else {
        Value::from(values(&rows)).to_string()
    }
}

/// Rows as elements of the answer's JSON array.
fn values(rows: &[TableRow]) -> Vec<Value> {
    rows.iter().cloned().map(Value::from).collect()
}

fn is_blank(row: &TableRow) -> bool {
    row.values()
        .all(|it| it.as_str().unwrap_or_default().is_empty())
}

fn cell(row: Option<&TableRow>, column: &str) -> String {
    let text = row.and_then(|it| it.get(column)).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// State shared by the rows of one field.
#[derive(Clone, Copy)]
struct RowsState {
    typing: FieldBuffer,
    all: Memo<Vec<TableRow>>,
    /// Number of rows shown, including empty ones to type in.
    n: Memo<usize>,
    /// Rows to show at least while the field is open.
    wanted: RwSignal<usize>,
    open: Memo<bool>,
    over: RwSignal<Option<usize>>,
    columns: StoredValue<Vec<Column>>,
    /// Rows that the item takes.
    max: usize,
    /// What became of a table that was pasted.
    said: RwSignal<String>,
}

impl RowsState {
    fn set_rows(self, rows: Vec<TableRow>) {
        self.typing.set_text(encode_rows(rows));
    }

    fn set_cell(self, at: usize, column: &str, text: String) {
        let mut rows = self.all.get_untracked();
        while rows.len() <= at {
            rows.push(TableRow::new());
        }
        rows[at].insert(column.to_owned(), text.into());
        self.wanted.update(|it| *it = (*it).max(rows.len()));
        self.set_rows(rows);
    }

    /// Puts a table from the clipboard at a cell; what is no table is left to the browser.
    fn paste(self, event: &ClipboardEvent, (at, column): (usize, usize)) {
        let Some(text) = page::pasted_table(event).filter(|_| self.open.get_untracked()) else {
            return;
        };
        let table = clipboard_cells(&text);
        let (columns, max) = (self.columns.get_value(), self.max);
        // One cell goes into a text where the caret stands.
        let is_one_cell = matches!(&table[..], [row] if row.len() == 1);
        let is_text = matches!(columns[column].kind, ColumnKind::Text { .. });
        if is_one_cell && is_text && !text.contains('\n') {
            return;
        }
        event.prevent_default();
        let rows = self.all.get_untracked();
        let Pasted {
            rows,
            left_out,
            n_over,
        } = paste_table(rows, (at, column), &columns, &table, max);
        self.wanted.update(|it| *it = (*it).max(rows.len()));
        self.set_rows(rows);
        self.typing.commit();
        let mut said = vec![fill!("表から{0}行を入れました。", table.len() - n_over)];
        if n_over > 0 {
            said.push(fill!(
                "{0}行は、行の数が上限に達したため入れていません。",
                n_over
            ));
        }
        if !left_out.is_empty() {
            let cells = left_out.join(t("、"));
            said.push(fill!("欄に合わないため入れていないもの: {0}", cells));
        }
        self.said.set(said.join(""));
    }

    fn remove_row(self, at: usize) {
        let mut rows = self.all.get_untracked();
        if at < rows.len() {
            rows.remove(at);
        }
        self.wanted
            .set(self.n.get_untracked().saturating_sub(1).max(1));
        self.set_rows(rows);
        self.typing.commit();
    }

    fn move_row(self, to: (usize, usize)) {
        self.set_rows(move_entry(self.all.get_untracked(), to));
        self.typing.commit();
    }
}

/// Rows are edited as the text of their JSON, with the same autosave as free text.
#[component]
pub(super) fn RowsField(
    form: SheetForm,
    item: Arc<Item>,
    /// Id of the labelling element.
    label: String,
    /// Whether an answer can be given now.
    open: Memo<bool>,
    /// Set while typing is not persisted.
    is_typing: RwSignal<bool>,
    max: usize,
    columns: Vec<Column>,
    shows: RowsDisplay,
) -> impl IntoView {
    let typing = FieldBuffer::of(form, &item, is_typing);
    let shown = typing.shown();
    let rows = Memo::new(move |_| shown.with(|it| decode_rows(it)));
    let wanted = RwSignal::new(1_usize);
    let n = Memo::new(move |_| {
        let there = rows.with(Vec::len);
        if open.get() {
            there.max(wanted.get())
        } else {
            there
        }
    });
    let all = RowsState {
        typing,
        all: rows,
        n,
        wanted,
        open,
        over: RwSignal::new(None),
        columns: StoredValue::new(columns.clone()),
        max,
        said: RwSignal::new(String::new()),
    };
    let problem = problem(item, shown, typing.is_recorded(shown));
    let list = format!("{label}-rows");
    let (own, add_to) = ((list.clone(), columns.clone()), list.clone());
    let rows_view = move || {
        let (list, columns) = &own;
        let row = |at| view! { <RowView all at list=list.clone() columns=columns.clone() /> };
        (0..n.get()).map(row).collect_view()
    };
    view! {
        {picture(shows, &columns, rows)}
        <ol class="rows" id=list aria-labelledby=label>
            {rows_view}
        </ol>
        <p class="text-count over" role="status">
            {problem}
        </p>
        <p class="hint" role="status">
            {move || all.said.get()}
        </p>
        <p class="rows-foot">
            <button
                type="button"
                class="button small"
                hidden=move || { !open.get() || n.get() >= max }
                on:click=move |_| {
                    let at = n.get_untracked();
                    wanted.set(at + 1);
                    let row = format!("{add_to}-row-{at}");
                    request_animation_frame(move || page::scroll_to(&row));
                }
            >
                {t("行を加える")}
            </button>
            <span class="hint" hidden=move || { !open.get() || n.get() < 2 }>
                {hint()}
            </span>
        </p>
    }
}

/// Why the rows are no answer yet. What is recorded was one when it was written.
fn problem(
    item: Arc<Item>,
    shown: Memo<String>,
    is_recorded: Memo<bool>,
) -> impl Fn() -> Option<String> {
    move || {
        if is_recorded.get() {
            return None;
        }
        let value: Value = shown.with(|it| serde_json::from_str(it).unwrap_or_default());
        let why = item.validate(&value).err()?;
        let kept = t("（下書きとしてこの端末に残ります）");
        Some(format!("{} {kept}", why.sentence(locale())))
    }
}

/// Chart above the rows, if the item has one.
fn picture(shows: RowsDisplay, columns: &[Column], rows: Memo<Vec<TableRow>>) -> AnyView {
    let columns = columns.to_vec();
    match shows {
        RowsDisplay::List => ().into_any(),
        RowsDisplay::Steps => (move || {
            let steps = rows.with(|it| path_steps(&values(it)));
            view! { <Backcast steps /> }
        })
        .into_any(),
        RowsDisplay::Timeline => (move || {
            let spans = rows.with(|it| timeline_spans(&columns, &values(it), locale()));
            view! { <Timeline spans /> }
        })
        .into_any(),
    }
}

#[component]
fn RowView(all: RowsState, at: usize, list: String, columns: Vec<Column>) -> impl IntoView {
    let number = at + 1;
    let fields = columns.into_iter().enumerate().map(|(place, column)| {
        view! {
            <div class="row-cell" on:paste=move |event| all.paste(&event, (at, place))>
                <CellField all at column />
            </div>
        }
    });
    let n = Signal::derive(move || all.all.with(Vec::len));
    let on_move = Callback::new(move |to| all.move_row(to));
    let id = format!("{list}-row-{at}");
    view! {
        <li class="row" id=id class:drop-here=move || all.over.get() == Some(at)>
            <div class="row-cells" role="group" aria-label=fill!("{0}行目", number)>
                {fields.collect_view()}
            </div>
            {move || {
                all.open
                    .get()
                    .then(|| {
                        view! {
                            <div class="row-tools">
                                <ReorderControls
                                    list=list.clone()
                                    at
                                    n
                                    name=fill!("{0}行目", number)
                                    over=all.over
                                    on_move
                                />
                                <button type="button" class="link" on:click=move |_| all.remove_row(at)>
                                    {t("行を消す")}
                                    <span class="visually-hidden">{fill!("（{0}行目）", number)}</span>
                                </button>
                            </div>
                        }
                    })
            }}
        </li>
    }
}

fn choice_option(option: Choice) -> impl IntoView {
    let words = option_words(&option);
    // One that is no longer offered is seen where it is chosen, and not in the list.
    view! {
        <option value=option.id hidden=option.retired>
            {words}
        </option>
    }
}

#[component]
fn CellField(all: RowsState, at: usize, column: Column) -> impl IntoView {
    let id = column.id.clone();
    let text = Memo::new(move |_| all.all.with(|it| cell(it.get(at), &id)));
    let own = column.id.clone();
    let typed = move |event| all.set_cell(at, &own, event_target_value(&event));
    let is_filled = Memo::new(move |_| text.with(|it| !it.is_empty()));
    let is_left_out = is_unoffered(column.retired, is_filled);
    let name = column.words.shown(locale()).to_owned();
    let is_closed = move || !all.open.get();
    let field = match column.kind {
        ColumnKind::Text { max_length } => {
            let n = Memo::new(move |_| text.with(|it| it.chars().count()));
            view! {
                <textarea
                    class="text cell-text"
                    rows="1"
                    prop:value=move || text.get()
                    prop:readOnly=is_closed
                    aria-invalid=move || (n.get() > max_length).then_some("true")
                    on:input=typed
                    on:blur=move |_| all.typing.commit()
                ></textarea>
            }
            .into_any()
        }
        ColumnKind::Date => {
            let own = StoredValue::new(column.id.clone());
            let on_day = move |day| {
                own.with_value(|id| all.set_cell(at, id, day));
                all.typing.commit();
            };
            view! { <DayInput value=text on_day read_only=Signal::derive(is_closed) /> }.into_any()
        }
        ColumnKind::Year => view! {
            <input
                class="year"
                type="text"
                inputmode="numeric"
                maxlength="4"
                placeholder="2020"
                prop:value=move || text.get()
                prop:readOnly=is_closed
                on:change=move |event| {
                    let year = super::half_width_digits(&event_target_value(&event));
                    all.set_cell(at, &column.id, year);
                    all.typing.commit();
                }
            />
        }
        .into_any(),
        ColumnKind::Choice { options } => {
            let options = options.into_iter().map(choice_option);
            view! {
                <select
                    class="select"
                    prop:value=move || text.get()
                    prop:disabled=is_closed
                    on:change=move |event| {
                        typed(event);
                        all.typing.commit();
                    }
                >
                    <option value="">{t("選ぶ")}</option>
                    {options.collect_view()}
                </select>
            }
            .into_any()
        }
    };
    view! {
        <label class="field cell" hidden=is_left_out>
            <span>{name}</span>
            {field}
        </label>
    }
}
