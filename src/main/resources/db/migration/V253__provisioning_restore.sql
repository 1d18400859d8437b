-- V253: a configuration that was kept can be let out again as it was, with all that is not ours
ALTER TABLE provisioning_rendition
  -- The backup that it was made of; null for what was rendered.
  ADD COLUMN restores bigint,
  -- Checksum of what of ours is in it; null when that is not known.
  ADD COLUMN base text;
