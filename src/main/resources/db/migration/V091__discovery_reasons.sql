-- V091: what speaks for a profile is kept as what it is, and put into words where somebody reads it; scans of before lose their English
ALTER TABLE discovery_found DROP COLUMN profile_reason;
-- Each as sort, mark and pattern with a tab between.
ALTER TABLE discovery_found ADD COLUMN profile_reasons text[] NOT NULL DEFAULT '{}';
