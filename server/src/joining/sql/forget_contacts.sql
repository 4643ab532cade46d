-- Forgets the contacts whose last day was before a day ($1).
update joining_question set contact = '', contact_until = null where contact_until < $1
