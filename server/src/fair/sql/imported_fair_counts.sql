select body from fair_imported_counts where $1 is null or event = $1
