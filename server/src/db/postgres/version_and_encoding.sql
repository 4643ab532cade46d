-- The release of the cluster as a number (150018), and how the database encodes characters.
select
    cast(current_setting('server_version_num') as bigint) as version,
    cast(current_setting('server_encoding') as text) as encoding
