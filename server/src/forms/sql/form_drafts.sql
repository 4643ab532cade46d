-- The forms that are being written.
select form_draft.instrument, form_draft.source, form_draft.changed_at, author.name as author_name
from form_draft
join person as author on author.id = form_draft.author
order by form_draft.instrument
