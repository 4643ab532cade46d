-- The server's key lies in a file of its own: a copy of the database signs and opens nothing. Here is which key it is.
alter table instance add column public_key text;
