-- Whom the server that made the backup has called since, or need not be called for it any more. What is due from now on is told.
INSERT INTO incident_level (incident, round, level, told_at, people)
SELECT escalation.incident, escalation.round, level.number - 1, now(), '{}'
FROM incident_escalation escalation
JOIN incident_record incident ON incident.id = escalation.incident
CROSS JOIN LATERAL (
  SELECT number, coalesce(sum((one ->> 'minutes')::bigint)
    OVER (ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS after
  FROM jsonb_array_elements(escalation.levels) WITH ORDINALITY AS listed (one, number)) level
WHERE incident.state = 'open' AND escalation.alarmed_at + level.after * interval '1 minute' < now() - interval '10 minutes'
ON CONFLICT DO NOTHING;

UPDATE incident_escalation escalation SET over_told_at = now()
FROM incident_record incident
WHERE incident.id = escalation.incident AND escalation.over_told_at IS NULL AND incident.resolved_at < now() - interval '10 minutes';

UPDATE incident_root SET start_told = 'restored'
WHERE start_told IS NULL AND began_at < now() - interval '10 minutes';

UPDATE incident_root SET end_told = 'restored'
WHERE end_told IS NULL AND ended_at < now() - interval '10 minutes';

-- A storm that was going on then: whoever looks at what is restored has half an hour before the next list of it.
UPDATE incident_storm SET next_digest_at = now() + interval '30 minutes' WHERE ended_at IS NULL;
