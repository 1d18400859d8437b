-- V212: a WireGuard tunnel to access points behind NAT
CREATE TABLE provisioning_tunnel (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  private_key bytea NOT NULL
);

-- A place has two while its keys are changed: the old one goes when the box has applied the new one.
CREATE TABLE provisioning_peer (
  address inet PRIMARY KEY,
  place text NOT NULL REFERENCES provisioning_access_point ON DELETE CASCADE,
  public_key text NOT NULL UNIQUE,
  private_key bytea NOT NULL,
  preshared_key bytea NOT NULL,
  made timestamptz NOT NULL
);
CREATE INDEX provisioning_peer_of_place ON provisioning_peer (place, made);
