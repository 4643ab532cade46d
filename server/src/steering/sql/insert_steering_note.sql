-- Writes a note: text ($1), next meeting ($2) and its agenda ($3), by somebody ($4) at a time ($5).
insert into steering_note (body, next_meeting, agenda, written_by, written_at) values ($1, $2, $3, $4, $5)
