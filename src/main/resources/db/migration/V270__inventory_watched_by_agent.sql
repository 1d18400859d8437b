-- V270: a device behind NAT is watched by what its own agent reports
ALTER TABLE inventory_device DROP CONSTRAINT inventory_device_reachability_check;
ALTER TABLE inventory_device ADD CONSTRAINT inventory_device_reachability_check
  CHECK (reachability IN ('icmp', 'tcp', 'none', 'agent'));
ALTER TABLE inventory_device ADD CONSTRAINT inventory_device_agent_alone
  CHECK (reachability <> 'agent' OR snmp_version IS NULL);
