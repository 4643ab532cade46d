-- Budgets of the kinds of grants (助成) in a fiscal year, in yen.
create table grant_budget (
    year integer not null,
    kind text not null,
    yen integer not null,
    set_by text not null references person (id),
    set_at integer not null,
    primary key (year, kind)
);

-- What 職員課 decided on requests for grants. A request is known by its person and what it says;
-- of rows that say the same, copy tells the how-manieth it is.
create table grant_decision (
    seq integer primary key autoincrement,
    year integer not null,
    person text not null references person (id),
    kind text not null,
    what text not null,
    from_day text not null,
    amount text not null,
    copy integer not null,
    -- Yen; 0 if it is not granted.
    granted integer not null,
    note text not null,
    decided_by text not null references person (id),
    decided_at integer not null,
    unique (year, person, kind, what, from_day, amount, copy)
);
create index grant_decision_of_person on grant_decision (person);
