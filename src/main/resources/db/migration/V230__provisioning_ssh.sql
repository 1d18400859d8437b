-- V230: access points without an agent are reached over SSH, and given what was let out to them
CREATE TABLE provisioning_ssh (
  place text PRIMARY KEY REFERENCES provisioning_access_point ON DELETE CASCADE,
  version integer NOT NULL CHECK (version > 0),
  -- Null: the address of the device in the inventory.
  address text,
  port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
  user_name text NOT NULL,
  sealed bytea NOT NULL,
  prompt text,
  refusal text,
  show_command text,
  -- As in known_hosts: what a person accepted, and what came instead and waits for a person.
  host_key text,
  offered_key text,
  offered timestamptz,

  status text NOT NULL CHECK (status IN ('modified', 'applied', 'error')),
  status_since timestamptz NOT NULL,
  reason text,
  -- The box undid it by itself.
  undid boolean NOT NULL DEFAULT false,
  -- Checksum of what it said it has.
  fetched text,
  -- Checksum of what was begun and of which the end is not known.
  begun text,
  begun_at timestamptz,
  seen timestamptz,
  unreachable_since timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  -- When it is to be tried; null: not by itself.
  due timestamptz,
  -- Who does it now, and until when that counts.
  lease_owner uuid,
  lease_until timestamptz,
  CONSTRAINT provisioning_ssh_begun_at CHECK ((begun IS NULL) = (begun_at IS NULL)),
  CONSTRAINT provisioning_ssh_lease CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
);
CREATE INDEX provisioning_ssh_due ON provisioning_ssh (due) WHERE due IS NOT NULL;
