-- V156: that the other side took a letter is not that it arrived, and who says that it arrived is kept
DROP INDEX notification_delivery_due;
ALTER TABLE notification_delivery
  DROP CONSTRAINT notification_delivery_state_check,
  DROP CONSTRAINT notification_delivery_check,
  ALTER COLUMN state DROP DEFAULT,
  ADD COLUMN sent_at timestamptz,
  ADD COLUMN receipt text CHECK (receipt IN ('server', 'device'));

UPDATE notification_delivery SET state = 'queued' WHERE state = 'pending';
UPDATE notification_delivery SET sent_at = delivered_at, receipt = 'server' WHERE state = 'delivered';

ALTER TABLE notification_delivery
  ALTER COLUMN state SET DEFAULT 'queued',
  ADD CHECK (state IN ('queued', 'sent', 'delivered', 'failed')),
  ADD CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
  ADD CHECK ((state = 'delivered') = (receipt IS NOT NULL)),
  ADD CHECK (state NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL);

CREATE INDEX notification_delivery_due ON notification_delivery (channel, next_at) WHERE state = 'queued';
CREATE INDEX notification_delivery_sent ON notification_delivery (channel, sent_at) WHERE state = 'sent';
