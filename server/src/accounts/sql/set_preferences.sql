update account set language = $2, is_introduced = $3, refuses_mail = coalesce($4, refuses_mail) where person = $1
