create table tenant (
    name text primary key,
    host text not null unique,
    added_at bigint not null
);
