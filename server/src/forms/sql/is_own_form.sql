-- Whether a form was published in the browser.
select exists (select 1 from form_source where instrument = $1)
