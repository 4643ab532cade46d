update instance set catalogue_version = catalogue_version + 1
