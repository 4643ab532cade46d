-- The sheets of forms ($1) of which is not noted whether both sides have confirmed a part.
select person, instrument, cycle from sheet where has_agreed is null and instrument in {list $1}
