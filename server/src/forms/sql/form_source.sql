select source, shipped_version from form_source where instrument = $1 and version = $2
