-- What a unit's balance may be used for by the bill run, as its owner wishes: dated, for every fee item or some.
CREATE TABLE balance_use(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  unit_id INTEGER, person_id INTEGER,                              -- whose wish it is
  used INTEGER, items TEXT,                                        -- 1 or 0; JSON list of fee items, empty: every one
  since TEXT
) STRICT;
CREATE INDEX balance_use_current ON balance_use(id) WHERE until_event IS NULL;
CREATE INDEX balance_use_unit ON balance_use(unit_id, since) WHERE until_event IS NULL;
CREATE TRIGGER balance_use_no_delete BEFORE DELETE ON balance_use BEGIN SELECT RAISE(ABORT, 'dated register: balance_use'); END;
CREATE TRIGGER balance_use_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON balance_use
  BEGIN SELECT RAISE(ABORT, 'dated register: balance_use'); END;
CREATE TRIGGER balance_use_no_rewrite BEFORE UPDATE OF salt, unit_id, person_id, used, items, since ON balance_use WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: balance_use'); END;
CREATE TRIGGER balance_use_no_reopen BEFORE UPDATE OF until_event ON balance_use WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: balance_use'); END;
CREATE TRIGGER balance_use_no_replace BEFORE INSERT ON balance_use WHEN EXISTS(SELECT 1 FROM balance_use WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: balance_use'); END;
