-- V286: a device behind a thin line of its own is not asked for all each time
ALTER TABLE collector_record ADD COLUMN device_budget bigint CHECK (device_budget > 0);
