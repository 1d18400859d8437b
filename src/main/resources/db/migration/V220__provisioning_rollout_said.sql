-- V220: a box is set right again as soon as it refused something; what it said of it would be lost with its status
ALTER TABLE provisioning_rollout_step ADD COLUMN said text;
