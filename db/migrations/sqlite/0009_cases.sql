-- Schema 9: cases (disputes, complaints, suggestions, repair requests): their particulars, their steps, and which charges
-- a dispute freezes on which days.
CREATE TABLE case_file(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  number TEXT, kind TEXT, topic TEXT,                              -- Y2026-000001; counter.rules.cases
  unit_id INTEGER, person_id INTEGER,                              -- who brought it
  channel TEXT, raised_on TEXT, said TEXT, wants TEXT, urgent INTEGER,
  step TEXT, due TEXT, actor TEXT,                                 -- how far it has come, by when who has to act
  rating INTEGER                                                   -- how content they were with the answer, 1 to 3, where asked
) STRICT;
CREATE INDEX case_file_current ON case_file(id) WHERE until_event IS NULL;
CREATE INDEX case_file_unit ON case_file(unit_id, id) WHERE until_event IS NULL;
CREATE INDEX case_file_step ON case_file(step, due) WHERE until_event IS NULL;
CREATE TRIGGER case_file_no_delete BEFORE DELETE ON case_file BEGIN SELECT RAISE(ABORT, 'dated register: case_file'); END;
CREATE TRIGGER case_file_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON case_file
  BEGIN SELECT RAISE(ABORT, 'dated register: case_file'); END;
CREATE TRIGGER case_file_no_rewrite BEFORE UPDATE OF salt, number, kind, topic, unit_id, person_id, channel, raised_on, said, wants, urgent, step, due, actor, rating ON case_file WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: case_file'); END;
CREATE TRIGGER case_file_no_reopen BEFORE UPDATE OF until_event ON case_file WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: case_file'); END;
CREATE TRIGGER case_file_no_replace BEFORE INSERT ON case_file WHEN EXISTS(SELECT 1 FROM case_file WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: case_file'); END;

CREATE TABLE case_step(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  case_id INTEGER, step TEXT, on_day TEXT,                         -- what day it is about: of a session, of a letter
  told TEXT, members TEXT                                          -- findings, offer, minutes, reasons; who sat on the panel
) STRICT;
CREATE INDEX case_step_current ON case_step(id) WHERE until_event IS NULL;
CREATE INDEX case_step_case ON case_step(case_id, id) WHERE until_event IS NULL;
CREATE TRIGGER case_step_no_delete BEFORE DELETE ON case_step BEGIN SELECT RAISE(ABORT, 'dated register: case_step'); END;
CREATE TRIGGER case_step_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON case_step
  BEGIN SELECT RAISE(ABORT, 'dated register: case_step'); END;
CREATE TRIGGER case_step_no_rewrite BEFORE UPDATE OF salt, case_id, step, on_day, told, members ON case_step WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: case_step'); END;
CREATE TRIGGER case_step_no_reopen BEFORE UPDATE OF until_event ON case_step WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: case_step'); END;
CREATE TRIGGER case_step_no_replace BEFORE INSERT ON case_step WHEN EXISTS(SELECT 1 FROM case_step WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: case_step'); END;

CREATE TABLE case_charge(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  case_id INTEGER, charge_id INTEGER,
  amount INTEGER,                                                  -- what of the charge is disputed; once ended, what of it was owed all the same
  since TEXT, until TEXT                                           -- the days it is frozen; until is empty while it is
) STRICT;
CREATE INDEX case_charge_current ON case_charge(id) WHERE until_event IS NULL;
CREATE INDEX case_charge_charge ON case_charge(charge_id) WHERE until_event IS NULL;
CREATE INDEX case_charge_case ON case_charge(case_id) WHERE until_event IS NULL;
CREATE TRIGGER case_charge_no_delete BEFORE DELETE ON case_charge BEGIN SELECT RAISE(ABORT, 'dated register: case_charge'); END;
CREATE TRIGGER case_charge_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON case_charge
  BEGIN SELECT RAISE(ABORT, 'dated register: case_charge'); END;
CREATE TRIGGER case_charge_no_rewrite BEFORE UPDATE OF salt, case_id, charge_id, amount, since, until ON case_charge WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: case_charge'); END;
CREATE TRIGGER case_charge_no_reopen BEFORE UPDATE OF until_event ON case_charge WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: case_charge'); END;
CREATE TRIGGER case_charge_no_replace BEFORE INSERT ON case_charge WHEN EXISTS(SELECT 1 FROM case_charge WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: case_charge'); END;
