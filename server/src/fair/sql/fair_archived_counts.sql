select counts from fair_archived_counts where event = $1
