-- The last change of each entry.
select seq, page, entry, body from content_change
where seq in (select max(seq) from content_change group by page, entry)
order by seq
