-- Every page of a role model, the last changed first; whether their person is still there.
select model.seq, model.person, person.name, shown_as, kinds, headline, story, advice, offers_talk, for_candidates,
    last_day, consented_at, author.name as written_by, changed_at, version,
    exists (select 1 from current_person where current_person.id = model.person) as is_there
from role_model as model
join person on person.id = model.person
join person as author on author.id = written_by
order by changed_at desc, model.seq desc
