-- Number of the newest note, 0 for none.
select coalesce(max(seq), 0) from steering_note
