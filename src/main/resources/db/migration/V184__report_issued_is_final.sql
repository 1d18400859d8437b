-- V184: what people wrote goes with the version that is issued, and the database itself lets nobody touch it after that
ALTER TABLE report_version
  ADD COLUMN texts jsonb,
  -- What a list of months says, without reading the facts of each.
  ADD COLUMN uptime numeric GENERATED ALWAYS AS ((facts #>> '{places,0,services,uptime}')::numeric) STORED,
  ADD COLUMN coverage numeric GENERATED ALWAYS AS ((facts #>> '{places,0,services,coverage}')::numeric) STORED,
  ADD COLUMN incidents integer NOT NULL GENERATED ALWAYS AS (jsonb_array_length(facts -> 'incidents')) STORED,
  ADD CONSTRAINT report_version_issued_with_texts CHECK ((state = 'issued') = (texts IS NOT NULL));

CREATE FUNCTION report_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'report % version % was issued and stays as it is', to_char(OLD.month, 'YYYY-MM'), OLD.version
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER report_version_is_final BEFORE UPDATE OR DELETE ON report_version
  FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION report_version_is_final();
