-- V176: who reads a cause must know what it rests on; of older rows nobody can say it any more
ALTER TABLE outage_record ADD COLUMN confidence text
  CHECK (confidence IN ('POSSIBLE', 'LIKELY', 'CERTAIN'));
