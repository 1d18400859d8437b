-- V250: why a push failed was an English sentence; now it is a code and what belongs to it, and said in the language of whoever reads it
ALTER TABLE provisioning_ssh ADD COLUMN reason_code text, ADD COLUMN reason_arguments text[];
ALTER TABLE provisioning_rollout_step ADD COLUMN reason_code text, ADD COLUMN reason_arguments text[];
UPDATE provisioning_ssh SET reason_code = 'said', reason_arguments = ARRAY[reason] WHERE reason IS NOT NULL;
UPDATE provisioning_rollout_step SET reason_code = 'said', reason_arguments = ARRAY[said] WHERE said IS NOT NULL;
ALTER TABLE provisioning_ssh DROP COLUMN reason,
  ADD CONSTRAINT provisioning_ssh_reason CHECK ((reason_code IS NULL) = (reason_arguments IS NULL));
ALTER TABLE provisioning_rollout_step DROP COLUMN said,
  ADD CONSTRAINT provisioning_rollout_step_reason CHECK ((reason_code IS NULL) = (reason_arguments IS NULL));
