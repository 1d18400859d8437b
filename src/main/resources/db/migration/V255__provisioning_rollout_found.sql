-- V255: a step says what could not be looked at, and which networks were not served
ALTER TABLE provisioning_rollout_step
  ADD COLUMN notes text[] NOT NULL DEFAULT '{}',
  ADD COLUMN missing text[] NOT NULL DEFAULT '{}';
