-- Secrets of a retired device are wiped: whether it was ever asked is kept beside, since one that was not has nothing to report.
ALTER TABLE inventory_device ADD COLUMN retired_asked boolean;

UPDATE inventory_device
   SET retired_asked = EXISTS (SELECT FROM outage_watch WHERE object = 'device:' || inventory_device.id)
 WHERE retired_at IS NOT NULL;
