select form_draft.source, form_draft.base, form_draft.seq, form_draft.changed_at, author.name as author_name
from form_draft
join person as author on author.id = form_draft.author
where form_draft.instrument = $1
