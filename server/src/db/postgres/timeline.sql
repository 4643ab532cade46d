-- The timeline of the cluster, as the names of its log files begin: eight digits, counted up by each failover.
select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
