-- The addresses of everybody who has one.
select id, mail from person where mail <> ''
