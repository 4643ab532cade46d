-- A mail ($1) on a day ($2), with whom it goes to and by when their sheet is due. It is wanted as long as they can sign
-- in, want mail, and have neither handed in nor lost the chance to.
select mail.created_at, mail.tries, mail.person, mail.instrument, mail.cycle, coalesce(person.name, '') as name,
    coalesce(person.mail, '') as mail, coalesce(part.last_day, form_cycle.due) as due,
    extension.last_day,
    coalesce(person.mail, '') <> '' and not coalesce(account.refuses_mail, true) and account.disabled_at is null
        and coalesce(sheet.state, 'draft') in ('draft', 'returned')
        and coalesce(part.is_asked, true)
        and (coalesce(form_cycle.open, false) or coalesce(extension.last_day, '') >= $2
            or coalesce(part.last_day, '') >= $2) as is_wanted
from mail
left join person on person.id = mail.person
left join account on account.person = mail.person
left join sheet on sheet.person = mail.person and sheet.instrument = mail.instrument and sheet.cycle = mail.cycle
left join form_cycle on form_cycle.instrument = mail.instrument and form_cycle.cycle = mail.cycle
left join cycle_part_person as part on part.person = mail.person and part.instrument = mail.instrument
    and part.cycle = mail.cycle
left join extension on extension.person = mail.person and extension.instrument = mail.instrument
    and extension.cycle = mail.cycle
where mail.seq = $1
