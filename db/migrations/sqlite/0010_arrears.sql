-- Letters, calls and promises of a unit are found without reading every event; what is known of how it is to be dunned.
CREATE INDEX event_dunning ON event(CASE WHEN json_valid(body) THEN json_extract(body, '$.unit') END, id)
  WHERE kind IN ('letter_sent', 'letter_delivered', 'contact_noted', 'promise_made');
CREATE TABLE dunning(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  unit_id INTEGER,
  heirs INTEGER, call_first INTEGER,                               -- 1 or 0: heirs to be confirmed; called before a letter
  best_time TEXT, no_sms INTEGER                                   -- when to call; 1 where SMS are not wanted
) STRICT;
CREATE INDEX dunning_current ON dunning(id) WHERE until_event IS NULL;
CREATE INDEX dunning_unit ON dunning(unit_id) WHERE until_event IS NULL;
CREATE TRIGGER dunning_no_delete BEFORE DELETE ON dunning BEGIN SELECT RAISE(ABORT, 'dated register: dunning'); END;
CREATE TRIGGER dunning_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON dunning
  BEGIN SELECT RAISE(ABORT, 'dated register: dunning'); END;
CREATE TRIGGER dunning_no_rewrite BEFORE UPDATE OF salt, unit_id, heirs, call_first, best_time, no_sms ON dunning WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: dunning'); END;
CREATE TRIGGER dunning_no_reopen BEFORE UPDATE OF until_event ON dunning WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: dunning'); END;
CREATE TRIGGER dunning_no_replace BEFORE INSERT ON dunning WHEN EXISTS(SELECT 1 FROM dunning WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: dunning'); END;
