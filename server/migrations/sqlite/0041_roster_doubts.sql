-- What a roster had that was perhaps a mistake and was not taken: somebody of 職員課 looks after it. `person` is the
-- 職員番号 of the file, which may be nobody's; `doubts` are sentences, as a JSON array.
create table roster_doubt (
    seq integer primary key autoincrement,
    import integer not null references roster_import (seq),
    person text not null unique,
    name text not null,
    line integer,
    doubts text not null
);
