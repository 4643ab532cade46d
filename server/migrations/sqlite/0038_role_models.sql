-- Role models (ロールモデル): one page a person, shown as long as they agree to it.
create table role_model (
    seq integer primary key autoincrement,
    person text not null unique references person (id),
    shown_as text not null,
    -- Words with spaces between.
    kinds text not null,
    headline text not null,
    story text not null,
    advice text not null,
    offers_talk integer not null,
    for_candidates integer not null,
    last_day text not null,
    -- Null while the person has not agreed to what stands there now.
    consented_at integer,
    written_by text not null references person (id),
    changed_at integer not null,
    version integer not null
);

-- Requests to talk with one of them, which 職員課 answers. The page may be gone by then; its name stays with the request.
create table role_model_talk (
    seq integer primary key autoincrement,
    role_model integer references role_model (seq) on delete set null,
    shown_as text not null,
    asker text not null references person (id),
    words text not null,
    asked_at integer not null,
    state text not null check (state in ('waiting', 'arranged', 'declined')),
    answer text not null,
    answered_by text references person (id),
    answered_at integer
);
create index role_model_talk_of_asker on role_model_talk (asker);
create index role_model_talk_of_model on role_model_talk (role_model);
