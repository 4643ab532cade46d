select imported_at from fair_imported_counts where event = $1
