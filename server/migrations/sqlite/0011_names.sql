-- Tables and columns are named for what they hold; nothing that is stored changes.
drop view leader;

alter table server rename to instance;

alter table role rename to person_role;
alter table cycle rename to form_cycle;

alter table account rename column must_change to must_change_password;
alter table account rename column changed_at to password_changed_at;
alter table account rename column confirm_wrong to confirm_failures;
alter table session rename column begun_at to created_at;
alter table session rename column seen_at to last_seen_at;

alter table device rename column expects to next_n;
alter table fact rename column heard_at to received_at;
alter table refusal rename to rejected_fact;
alter table rejected_fact rename column heard_at to received_at;
alter table contradiction rename to duplicate_id_log;
alter table duplicate_id_log rename column heard_at to received_at;

alter table opening rename to sheet_view_log;
alter table sheet_view_log rename column reader to viewer;
alter table sheet_view_log rename column at to viewed_at;
drop index opening_by_person;
create index sheet_view_log_by_person on sheet_view_log (person, seq);

alter table deletion rename to retention_log;
alter table retention_log rename column sheets to n_sheets;
alter table retention_log rename column facts to n_facts;
alter table retention_log rename column at to deleted_at;

-- A change is a cycle opened or closed, or the years that sheets are kept: two columns instead of one with two meanings.
alter table calendar_change rename column at to changed_at;
alter table calendar_change add column is_open integer;
alter table calendar_change add column retention_years integer;
update calendar_change set is_open = value where cycle is not null;
update calendar_change set retention_years = value where cycle is null;
alter table calendar_change drop column value;

alter table deputy rename column at to created_at;

alter table bank_change rename to question_change;
alter table question_change rename column at to changed_at;

alter table fair_event rename column survey to has_survey;
alter table fair_event rename column made_at to created_at;
alter table fair_code rename to fair_enrolment_code;
alter table fair_enrolment_code rename column until to expires_at;
alter table fair_tablet rename column key to public_key;
alter table fair_tablet rename column heard_at to last_report_at;
alter table fair_tablet rename column took to answers_taken;
alter table fair_tablet rename column last to last_batch;
alter table fair_tablet rename column done to closed;
alter table fair_tablet rename column said to report_no;
alter table fair_batch rename column unread to undecodable;
alter table fair_record rename to fair_visit;
alter table fair_visit rename column record to visit;
alter table fair_visit rename column counted to released;
drop index fair_record_by_event;
create index fair_visit_by_event on fair_visit (event, released);
alter table fair_kept rename to fair_archived_counts;
alter table fair_archived_counts rename column at to archived_at;
alter table fair_import rename to fair_imported_counts;
alter table fair_imported_counts rename column at to imported_at;
alter table fair_deletion rename to fair_deletion_log;
alter table fair_deletion_log rename column records to visits;
alter table fair_deletion_log rename column uncounted to unreleased;
alter table fair_deletion_log rename column at to deleted_at;

-- Who leads whom, and on which days: the supervisor of the roster, and the deputies who act for them.
create view leadership as
select person.id as person, person.supervisor as leader, '' as first_day, '9999-12-31' as last_day
from person
where person.supervisor is not null
union all
select person.id, deputy.deputy, deputy.first_day, deputy.last_day
from person
join deputy on deputy.supervisor = person.supervisor
where deputy.deputy <> person.id;
