-- Every page of a role model whose person still has an account or none yet, the last changed first.
select model.seq, model.person, person.name, shown_as, kinds, headline, story, advice, offers_talk, for_candidates,
    last_day, consented_at, author.name as written_by, changed_at, version
from role_model as model
join current_person as person on person.id = model.person
join person as author on author.id = written_by
order by changed_at desc, model.seq desc
