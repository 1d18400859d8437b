-- V158: after a long outage of a channel one letter tells what waited, in the place of hundreds
ALTER TABLE notification_delivery
  ADD COLUMN digest boolean NOT NULL DEFAULT false,
  ADD COLUMN told_by uuid REFERENCES notification_delivery,
  ADD CHECK (NOT (digest AND told_by IS NOT NULL));

CREATE INDEX notification_delivery_told_by ON notification_delivery (told_by) WHERE told_by IS NOT NULL;

-- At most one at a time: of a person, or of one whom settings name.
CREATE UNIQUE INDEX notification_delivery_digest ON notification_delivery (channel, recipient)
  WHERE digest AND state = 'queued' AND person IS NULL;
CREATE UNIQUE INDEX notification_delivery_digest_person ON notification_delivery (person)
  WHERE digest AND state = 'queued' AND person IS NOT NULL;
