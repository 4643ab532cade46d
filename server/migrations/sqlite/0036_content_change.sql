-- What 職員課 says in place of the published text of a content page's entry; the last one holds.
create table content_change (
    seq integer primary key autoincrement,
    page text not null,
    entry text not null,
    -- JSON of what stands there since.
    body text not null,
    changed_by text not null references person (id),
    changed_at integer not null
);
create index content_change_by_entry on content_change (page, entry);
