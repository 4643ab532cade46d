select instrument, max(version) as version from shipped_form group by instrument
