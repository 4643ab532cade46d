select source from shipped_form where instrument = $1 and version = $2
