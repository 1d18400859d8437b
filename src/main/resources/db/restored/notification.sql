-- The server that made the backup has sent these since, or they are news no more.
UPDATE notification_delivery delivery
SET state = 'failed', last_error = 'not sent: it waited in a backup that was put back', claimed_until = NULL
FROM notification_message message
WHERE message.id = delivery.message AND delivery.state = 'queued' AND message.created_at < now() - interval '10 minutes';
