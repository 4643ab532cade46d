select archived_at from fair_archived_counts where event = $1
