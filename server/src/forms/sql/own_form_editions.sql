-- The newest edition of each form that was published in the browser, and what it was written beside.
select form_source.instrument, form_source.version, form_source.shipped_version
from form_source
where form_source.version = (select max(other.version) from form_source as other
    where other.instrument = form_source.instrument)
