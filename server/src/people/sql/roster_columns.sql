select heading, column_name from roster_column order by heading
