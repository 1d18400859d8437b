-- Above whatever the server that made the backup, or the one whose database this takes the place of, has counted since: neither may take it for its own.
UPDATE database_epoch SET epoch = greatest(epoch + 1, extract(epoch FROM now())::bigint);
