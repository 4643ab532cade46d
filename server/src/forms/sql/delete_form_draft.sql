delete from form_draft where instrument = $1
