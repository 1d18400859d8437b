-- V023: who is called when something is broken, and what was agreed with the companies that run the lines
CREATE TABLE inventory_contact (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  village text NOT NULL REFERENCES inventory_village,
  duty text CHECK (char_length(duty) BETWEEN 1 AND 120),
  phone text CHECK (char_length(phone) BETWEEN 3 AND 30),
  holds_key boolean NOT NULL,
  looks_at_lamps boolean NOT NULL,
  notes text CHECK (char_length(notes) BETWEEN 1 AND 2000),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CONSTRAINT inventory_contact_name_once EXCLUDE USING btree (village WITH =, name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE inventory_provider (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  phone text CHECK (char_length(phone) BETWEEN 3 AND 30),
  notes text CHECK (char_length(notes) BETWEEN 1 AND 2000),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CONSTRAINT inventory_provider_name_once EXCLUDE USING btree (name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE inventory_contract (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 160),
  provider text NOT NULL REFERENCES inventory_provider,
  subscriber text CHECK (char_length(subscriber) BETWEEN 1 AND 80),
  starts_on date,
  ends_on date CHECK (ends_on >= starts_on),
  repair_hours integer CHECK (repair_hours BETWEEN 1 AND 2160),
  notes text CHECK (char_length(notes) BETWEEN 1 AND 2000),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  retired_at timestamptz CHECK (retired_at >= created_at),
  CONSTRAINT inventory_contract_name_once EXCLUDE USING btree (provider WITH =, name WITH =)
    WHERE (retired_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);

-- Until now a village named its contact, and a link its provider, in one line of text.
INSERT INTO inventory_contact (id, name, village, holds_key, looks_at_lamps, notes, created_at, updated_at)
  SELECT id, left(contact, 120), id, false, false, contact, now(), now()
  FROM inventory_village WHERE contact IS NOT NULL AND retired_at IS NULL;
ALTER TABLE inventory_village DROP COLUMN contact;

INSERT INTO inventory_provider (id, name, created_at, updated_at)
  SELECT 'provider-' || row_number() OVER (ORDER BY provider), provider, now(), now()
  FROM (SELECT DISTINCT provider FROM inventory_link WHERE provider IS NOT NULL) AS named;
UPDATE inventory_link SET provider = (SELECT id FROM inventory_provider WHERE name = inventory_link.provider)
  WHERE provider IS NOT NULL;
ALTER TABLE inventory_link
  ADD CONSTRAINT inventory_link_provider FOREIGN KEY (provider) REFERENCES inventory_provider,
  ADD COLUMN contract text REFERENCES inventory_contract,
  ADD COLUMN notes text CHECK (char_length(notes) BETWEEN 1 AND 2000);

ALTER TABLE inventory_village ADD COLUMN notes text CHECK (char_length(notes) BETWEEN 1 AND 2000);
ALTER TABLE inventory_site ADD COLUMN notes text CHECK (char_length(notes) BETWEEN 1 AND 2000);
ALTER TABLE inventory_device ADD COLUMN notes text CHECK (char_length(notes) BETWEEN 1 AND 2000);
