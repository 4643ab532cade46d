-- With whom a sheet is shared; no row unless it is submitted, and the present 所属長 is who it was shared with.
select sheet.scope
from sheet
join person on person.id = sheet.person
where sheet.person = $1 and sheet.instrument = $2 and sheet.cycle = $3 and sheet.state not in ('draft', 'returned')
    and (sheet.shared_with is not distinct from person.supervisor
        or sheet.handed_on_to is not distinct from person.supervisor)
