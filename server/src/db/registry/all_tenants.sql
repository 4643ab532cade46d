select name, host from tenant order by name
