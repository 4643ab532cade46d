//! The server over HTTP and as a process: every feature, and the laws of the exchange.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod accounts;
mod approvals;
mod audit;
mod audit_acts;
mod audit_trail;
mod backup;
mod calls;
mod careers;
mod connections;
mod content_pages;
mod counts_transfer;
mod cycle_days;
mod cycle_parts;
mod cycles;
mod earlier_database;
mod export;
mod fact_move;
mod failover;
mod fair;
mod fair_closing;
mod fair_tablets;
mod find_people;
mod forms_in_browser;
mod full_disk;
mod full_disk_tmpfs;
mod grants;
mod guessing;
mod health;
mod http;
mod instances;
mod invitations;
mod joining;
mod libreoffice;
mod limits;
mod log_runs;
mod lost_connections;
mod moving;
mod new_edition;
mod null_characters;
mod organisation;
mod packed_exchange;
mod people;
mod people_progress;
mod postgres;
mod power_cut;
mod publications;
mod push_groups;
mod queries;
mod question_bank;
mod receipt;
mod renamed_forms;
mod repeated_restores;
mod role_models;
mod roster;
mod roster_files;
mod roster_import;
mod roster_people;
mod sample_year;
mod second_readers;
mod send_back;
mod server_kill;
mod sharing;
mod simulation;
mod skills;
mod supervisors;
mod support;
mod tenants;
mod trials;
mod truncated_requests;
mod two_devices;
