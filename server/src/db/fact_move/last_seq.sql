select coalesce(max(seq), 0) from fact
