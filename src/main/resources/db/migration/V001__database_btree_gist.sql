-- V001: exclusion constraints of the ledger compare object names and time ranges in one index
CREATE EXTENSION IF NOT EXISTS btree_gist;
