-- V061: an all-clear said that things were down which answered a second later, and boxes that still booted were told as new outages
ALTER TABLE incident_root ADD COLUMN not_before timestamptz;
COMMENT ON COLUMN incident_root.not_before IS 'what is to be told next of this root waits until then';
