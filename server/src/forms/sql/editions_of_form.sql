-- Every edition of a form, the newest first, with who published it in the browser.
select edition.version, edition.published_at, author.name as author_name
from edition
left join form_source on form_source.instrument = edition.instrument and form_source.version = edition.version
left join person as author on author.id = form_source.author
where edition.instrument = $1
order by edition.version desc
