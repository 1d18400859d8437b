-- What they were good for since the backup, and whether they were made void, nobody knows here; a new one is made in a moment.
DELETE FROM collector_token WHERE used_at IS NULL;
