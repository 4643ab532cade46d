update account set language = $2, is_introduced = $3 where person = $1
