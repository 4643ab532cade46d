-- How many of an event's released visits gave each answer, kept up as they are released. An event without one has visits
-- released before there were tallies: the next release counts them once.
create table fair_tally (
    event text primary key,
    tally text not null
) without rowid;
