-- What has become of it since nobody knows here; somebody looks, and lets it go on.
UPDATE firmware_upgrade SET state = 'paused' WHERE state = 'running';
