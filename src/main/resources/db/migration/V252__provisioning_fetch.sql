-- V252: a box that is off at night has its running configuration fetched when it is reachable again
ALTER TABLE provisioning_ssh ADD COLUMN fetch_due timestamptz;
CREATE INDEX provisioning_ssh_fetch_due ON provisioning_ssh (fetch_due) WHERE fetch_due IS NOT NULL;
