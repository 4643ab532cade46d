-- The house: people, sessions, forms, and the one log of facts.

create table server (
    id integer primary key check (id = 1),
    epoch text not null
);

create table person (
    id text primary key,
    name text not null,
    department text not null,
    section text not null,
    unit text not null,
    grade integer not null check (grade between 1 and 6),
    job_type text not null,
    supervisor text references person (id) deferrable initially deferred
);
create index person_by_supervisor on person (supervisor);

create table role (
    person text not null references person (id),
    role text not null,
    primary key (person, role)
) without rowid;

create table account (
    person text primary key references person (id),
    password_hash text not null,
    must_change integer not null,
    changed_at integer not null
) without rowid;

create table session (
    token_hash blob primary key,
    person text not null references person (id),
    begun_at integer not null,
    seen_at integer not null
) without rowid;
create index session_by_person on session (person);

create table edition (
    instrument text not null,
    version integer not null,
    tag text not null,
    body text not null,
    published_at integer not null,
    primary key (instrument, version)
) without rowid;

-- Every item any edition of a form ever had; ids are never reused for another kind of question.
create table item (
    instrument text not null,
    id text not null,
    kind text not null,
    subject text,
    subject_kind text,
    readers text not null,
    position integer not null,
    primary key (instrument, id)
) without rowid;

create table cycle (
    instrument text not null,
    cycle text not null,
    open integer not null,
    primary key (instrument, cycle)
) without rowid;

-- One person in one browser profile, and the number the server takes next from it.
create table device (
    id text primary key,
    person text not null references person (id),
    expects integer not null
) without rowid;

create table fact (
    seq integer primary key autoincrement,
    id text not null unique,
    device text not null,
    n integer not null,
    author text not null references person (id),
    person text not null,
    instrument text not null,
    cycle text not null,
    item text,
    value text,
    digest blob not null,
    fact text not null,
    heard_at integer not null,
    unique (device, n)
);
create index fact_by_person on fact (person, seq);
create index fact_by_sheet on fact (instrument, cycle, person, item, seq);

create table refusal (
    id text primary key,
    device text not null,
    n integer not null,
    author text not null,
    reason text not null,
    detail text not null,
    digest blob not null,
    fact text not null,
    heard_at integer not null
) without rowid;

-- The same id came again with other content: nothing was changed, but it is worth knowing.
create table contradiction (
    seq integer primary key autoincrement,
    id text not null,
    author text not null,
    fact text not null,
    heard_at integer not null
);

-- Where each sheet stands; written with the facts that say so.
create table sheet (
    person text not null references person (id),
    instrument text not null,
    cycle text not null,
    state text not null,
    scope text not null,
    submitted_at integer,
    read_at integer,
    primary key (instrument, cycle, person)
) without rowid;

-- Someone other than its owner opened a sheet.
create table opening (
    seq integer primary key autoincrement,
    reader text not null references person (id),
    person text not null,
    instrument text not null,
    cycle text not null,
    at integer not null
);
create index opening_by_person on opening (person, seq);

-- The answer shown for each item of each sheet: the one heard last (S6).
create view shown_answer as
select fact.person, fact.instrument, fact.cycle, fact.item, fact.value, max(fact.seq) as seq
from fact
where fact.item is not null
group by fact.instrument, fact.cycle, fact.person, fact.item;

-- How many fiscal years after its own a form's sheets are kept, and what was deleted for being older.
create table retention (
    instrument text primary key,
    years integer not null check (years >= 0)
) without rowid;

create table deletion (
    seq integer primary key autoincrement,
    instrument text not null,
    cycle text not null,
    sheets integer not null,
    facts integer not null,
    at integer not null
);
