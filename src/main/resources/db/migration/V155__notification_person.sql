-- V155: each person is told over the channels, at the hours and in the language of that person, not all over the same
CREATE TABLE notification_person (
  person text PRIMARY KEY CHECK (person <> ''),
  email text CHECK (email <> ''),
  phone text CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  zalo text CHECK (zalo <> ''),
  ntfy text CHECK (ntfy <> ''),
  telegram text CHECK (telegram <> ''),
  channels text[] NOT NULL,
  quiet_from time,
  quiet_until time,
  quiet_warnings boolean NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
  CHECK (quiet_from <> quiet_until)
);

-- What was written before said nothing of it, and was sent at any hour.
ALTER TABLE notification_message
  ADD COLUMN severity text NOT NULL DEFAULT 'critical' CHECK (severity IN ('info', 'warning', 'critical')),
  ADD COLUMN words jsonb NOT NULL DEFAULT '{}';

-- A person's copy goes from channel to channel until one takes it; channels in "refused" never will.
ALTER TABLE notification_delivery
  ADD COLUMN person text CHECK (person <> ''),
  ADD COLUMN language text,
  ADD COLUMN channel_attempts integer NOT NULL DEFAULT 0 CHECK (channel_attempts >= 0),
  ADD COLUMN refused text[] NOT NULL DEFAULT '{}',
  DROP CONSTRAINT notification_delivery_message_channel_recipient_key;

CREATE UNIQUE INDEX notification_delivery_once ON notification_delivery (message, channel, recipient) WHERE person IS NULL;
CREATE UNIQUE INDEX notification_delivery_person ON notification_delivery (message, person) WHERE person IS NOT NULL;
