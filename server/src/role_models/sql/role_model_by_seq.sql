-- What a request for a talk has to know of a page ($1), and whose it is.
select person, shown_as, offers_talk, consented_at, last_day from role_model where seq = $1
