select body from fair_imported_counts where coalesce(event = $1, true)
