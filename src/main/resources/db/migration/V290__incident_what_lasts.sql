-- V290: what lasts is looked for every five seconds, among all that ever was
CREATE INDEX incident_part_lasting ON incident_part (object) WHERE ended_at IS NULL;
CREATE INDEX incident_record_not_closed ON incident_record (state) WHERE state <> 'closed';
CREATE INDEX incident_escalation_going_on ON incident_escalation (incident) WHERE over_told_at IS NULL;
