-- The newest notes ($1 of them), the newest first.
select steering_note.seq, body, next_meeting, agenda, written_at, person.name
from steering_note join person on person.id = written_by
order by steering_note.seq desc
limit $1
