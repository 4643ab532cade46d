-- Trial projects (試行事業) of the 課, which all staff read.
create table trial_project (
    seq integer primary key autoincrement,
    department text not null,
    section text not null,
    title text not null,
    state text not null check (state in ('planned', 'running', 'adopted', 'ended')),
    summary text not null,
    learnt text not null,
    author text not null references person (id),
    begun_at integer not null,
    changed_by text not null references person (id),
    changed_at integer not null,
    -- Counts its changes, so that nobody overwrites what they did not see.
    version integer not null
);

-- What ＣＩＯ, 職員課 and 情報政策課 write down together; the last one holds, the others stay.
create table steering_note (
    seq integer primary key autoincrement,
    body text not null,
    next_meeting text not null,
    agenda text not null,
    written_by text not null references person (id),
    written_at integer not null
);
