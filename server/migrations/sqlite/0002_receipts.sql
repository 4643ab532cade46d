-- The server's signing key (Ed25519, 32 bytes), made at first start; and the receipt of each sheet handed in, by the
-- place of its 提出 in the log.

alter table server add column signing_key blob;

create table receipt (
    seq integer primary key,
    instrument text not null,
    cycle text not null,
    body text not null
);
create index receipt_by_cycle on receipt (instrument, cycle);
