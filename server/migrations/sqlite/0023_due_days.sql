-- The day by which the sheets of a form and cycle are to be handed in; null if 職員課 has set none.
alter table form_cycle add column due text;
