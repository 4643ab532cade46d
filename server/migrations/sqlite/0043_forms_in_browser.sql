-- Forms as the release brings them, by version: what a ward's own edition is compared with.
create table shipped_form (
    instrument text not null,
    version integer not null,
    -- As written, with repeated sections once (JSON).
    source text not null,
    primary key (instrument, version)
);

-- What editions were published from in the browser. The release brings no other edition of such a form.
create table form_source (
    instrument text not null,
    version integer not null,
    source text not null,
    -- The version of the release that it was written beside; null if the release has no such form.
    shipped_version integer,
    author text not null references person (id),
    published_at integer not null,
    primary key (instrument, version)
);

-- A form that is being written; seq counts how often it was saved.
create table form_draft (
    instrument text primary key,
    source text not null,
    -- The newest edition when it was begun; 0 for a form that is new.
    base integer not null,
    seq integer not null,
    author text not null references person (id),
    changed_at integer not null
);
