-- Keeps what a tablet says of itself, unless a later report ($5) came before.
update fair_tablet
set build = $1, quiz = $2, closed = $3, last_report_at = $4, report_no = $5
where id = $6 and report_no <= $5
