-- V013__access_audit_subject.sql: the page of a device shows what was changed of it
CREATE INDEX access_audit_subject ON access_audit (subject, id);
