-- V050: a message is written in the transaction that made it and delivered after, so neither is lost without the other
CREATE TABLE notification_message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (key <> ''),
  subject text NOT NULL,
  text text NOT NULL,
  facts jsonb NOT NULL,
  created_at timestamptz NOT NULL
);

-- The id names the delivery to the outside (Message-ID, Idempotency-Key), also beside other installations: so it is random.
CREATE TABLE notification_delivery (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  message bigint NOT NULL REFERENCES notification_message,
  channel text NOT NULL,
  recipient text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_at timestamptz NOT NULL,
  claimed_until timestamptz,
  last_error text,
  delivered_at timestamptz,
  remote_id text,
  UNIQUE (message, channel, recipient),
  CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);

CREATE INDEX notification_delivery_due ON notification_delivery (channel, next_at) WHERE state = 'pending';
