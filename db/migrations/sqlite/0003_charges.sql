-- Every kind of price: what it needs besides a price, meters and what they showed, shared bills, reductions.
-- Columns that are added to a register are empty in the versions written before; their digests leave them out.
ALTER TABLE unit ADD COLUMN inner_area INTEGER;
ALTER TABLE unit ADD COLUMN persons INTEGER;
DROP TRIGGER unit_no_rewrite;
CREATE TRIGGER unit_no_rewrite BEFORE UPDATE OF salt, building, entrance, room, code, kind, area, handed_over, steward_id, note, spellings, inner_area, persons ON unit WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: unit'); END;
ALTER TABLE fee_item ADD COLUMN cycle TEXT;
DROP TRIGGER fee_item_no_rewrite;
CREATE TRIGGER fee_item_no_rewrite BEFORE UPDATE OF salt, name_zh, name_en, fund, rank, months, due_day, due_after, closed, cycle ON fee_item WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: fee_item'); END;
ALTER TABLE tariff ADD COLUMN terms TEXT;
DROP TRIGGER tariff_no_rewrite;
CREATE TRIGGER tariff_no_rewrite BEFORE UPDATE OF salt, item_id, unit_kind, unit_id, kind, price, since, until, basis_kind, basis_number, basis_date, basis_scan, terms ON tariff WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: tariff'); END;

CREATE TABLE meter(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  unit_id INTEGER, item_id INTEGER, serial TEXT,                   -- unit_id empty: shared by many
  starts_over_at INTEGER, multiplier INTEGER,                      -- thousandths
  since TEXT, until TEXT
) STRICT;
CREATE INDEX meter_current ON meter(id) WHERE until_event IS NULL;
CREATE TRIGGER meter_no_delete BEFORE DELETE ON meter BEGIN SELECT RAISE(ABORT, 'dated register: meter'); END;
CREATE TRIGGER meter_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON meter
  BEGIN SELECT RAISE(ABORT, 'dated register: meter'); END;
CREATE TRIGGER meter_no_rewrite BEFORE UPDATE OF salt, unit_id, item_id, serial, starts_over_at, multiplier, since, until ON meter WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: meter'); END;
CREATE TRIGGER meter_no_reopen BEFORE UPDATE OF until_event ON meter WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: meter'); END;
CREATE TRIGGER meter_no_replace BEFORE INSERT ON meter WHEN EXISTS(SELECT 1 FROM meter WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: meter'); END;

CREATE TABLE reading(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  meter_id INTEGER, period TEXT, kind TEXT,                        -- kind: start, read, estimated
  read_on TEXT, value INTEGER                                      -- thousandths of the meter's unit
) STRICT;
CREATE INDEX reading_current ON reading(id) WHERE until_event IS NULL;
CREATE INDEX reading_meter ON reading(meter_id, period) WHERE until_event IS NULL;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'dated register: reading'); END;
CREATE TRIGGER reading_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON reading
  BEGIN SELECT RAISE(ABORT, 'dated register: reading'); END;
CREATE TRIGGER reading_no_rewrite BEFORE UPDATE OF salt, meter_id, period, kind, read_on, value ON reading WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: reading'); END;
CREATE TRIGGER reading_no_reopen BEFORE UPDATE OF until_event ON reading WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: reading'); END;
CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading WHEN EXISTS(SELECT 1 FROM reading WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: reading'); END;

CREATE TABLE shared_cost(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  item_id INTEGER, period TEXT, building TEXT,                     -- building empty: all of them
  total INTEGER, paper TEXT                                        -- minor units; number of the bill
) STRICT;
CREATE INDEX shared_cost_current ON shared_cost(id) WHERE until_event IS NULL;
CREATE TRIGGER shared_cost_no_delete BEFORE DELETE ON shared_cost BEGIN SELECT RAISE(ABORT, 'dated register: shared_cost'); END;
CREATE TRIGGER shared_cost_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON shared_cost
  BEGIN SELECT RAISE(ABORT, 'dated register: shared_cost'); END;
CREATE TRIGGER shared_cost_no_rewrite BEFORE UPDATE OF salt, item_id, period, building, total, paper ON shared_cost WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: shared_cost'); END;
CREATE TRIGGER shared_cost_no_reopen BEFORE UPDATE OF until_event ON shared_cost WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: shared_cost'); END;
CREATE TRIGGER shared_cost_no_replace BEFORE INSERT ON shared_cost WHEN EXISTS(SELECT 1 FROM shared_cost WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: shared_cost'); END;

CREATE TABLE reduction(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  unit_id INTEGER, item_id INTEGER, reduction INTEGER,             -- item_id empty: every item; ten-thousandths
  since TEXT, until TEXT, reason TEXT, approval TEXT
) STRICT;
CREATE INDEX reduction_current ON reduction(id) WHERE until_event IS NULL;
CREATE TRIGGER reduction_no_delete BEFORE DELETE ON reduction BEGIN SELECT RAISE(ABORT, 'dated register: reduction'); END;
CREATE TRIGGER reduction_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON reduction
  BEGIN SELECT RAISE(ABORT, 'dated register: reduction'); END;
CREATE TRIGGER reduction_no_rewrite BEFORE UPDATE OF salt, unit_id, item_id, reduction, since, until, reason, approval ON reduction WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: reduction'); END;
CREATE TRIGGER reduction_no_reopen BEFORE UPDATE OF until_event ON reduction WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: reduction'); END;
CREATE TRIGGER reduction_no_replace BEFORE INSERT ON reduction WHEN EXISTS(SELECT 1 FROM reduction WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: reduction'); END;
