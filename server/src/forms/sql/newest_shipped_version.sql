select max(version) from shipped_form where instrument = $1
