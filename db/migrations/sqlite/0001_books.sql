-- Counterfoil books, schema 1. Amounts are whole minor units (fen). Days are local ISO dates, times are UTC.
-- Three classes of table (db/tables.py): book (append-only, chained), register (dated versions under a digest that
-- stands in a chained event), machine (derived or harmless, never evidence).

-- ---------------------------------------------------------------- book
CREATE TABLE event(
  id INTEGER PRIMARY KEY,            -- place in the chain: 1, 2, 3 … without a gap
  kind TEXT NOT NULL,
  body TEXT NOT NULL,                -- the canonical JSON that was hashed
  body_version INTEGER NOT NULL,
  hash TEXT NOT NULL,                -- SHA-256(hash of event id-1 || SHA-256(body)), hexadecimal
  at TEXT NOT NULL,                  -- UTC
  day TEXT NOT NULL,                 -- business day
  staff_id INTEGER,
  till INTEGER,
  request_id TEXT NOT NULL,
  request_line INTEGER NOT NULL,     -- 0, 1 … where one request posts several events
  UNIQUE(request_id, request_line)
) STRICT;
CREATE INDEX event_day ON event(day, kind);
CREATE INDEX event_rare ON event(kind, id) WHERE kind NOT IN ('payment');

-- Details of an event. Each table's key is (event_id, line); line counts from 0 within the event and the table.
CREATE TABLE posting(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  fund TEXT NOT NULL,                -- operating, maintenance, held
  account TEXT NOT NULL,             -- db/accounts.py
  amount INTEGER NOT NULL,           -- debit positive, credit negative; sums to zero within a fund of one event
  unit_id INTEGER,
  item_id INTEGER,
  period TEXT,
  charge_id INTEGER,
  tender TEXT,
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX posting_liability ON posting(unit_id, account)
  WHERE account IN ('balance', 'paid_ahead', 'deposits_held');

CREATE TABLE charge(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  id INTEGER PRIMARY KEY,
  unit_id INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  fund TEXT NOT NULL,
  first TEXT NOT NULL,               -- first day of the period charged
  last TEXT NOT NULL,                -- last day of the period charged
  period TEXT NOT NULL,              -- its label: 2026-09, 2026-Q3, 2026
  due TEXT NOT NULL,
  amount INTEGER NOT NULL,
  revision INTEGER NOT NULL,         -- 0, then 1, 2 … when a period is charged again after a reversal
  payer_id INTEGER,                  -- the person who owes it
  tariff_id INTEGER,
  ingredients TEXT NOT NULL,         -- JSON: everything needed to compute the amount again
  UNIQUE(unit_id, item_id, first, revision)
) STRICT;
CREATE INDEX charge_event ON charge(event_id, line);

CREATE TABLE allocation(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  charge_id INTEGER NOT NULL REFERENCES charge(id),
  amount INTEGER NOT NULL,           -- negative where a payment is taken back
  receipt_id INTEGER,
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocation_charge ON allocation(charge_id);

CREATE TABLE receipt(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  id INTEGER PRIMARY KEY,
  series TEXT NOT NULL,              -- R2026
  number INTEGER NOT NULL,           -- gap-free within the series
  fund TEXT NOT NULL,
  unit_id INTEGER,
  payer_id INTEGER,
  total INTEGER NOT NULL,
  UNIQUE(series, number)
) STRICT;
CREATE INDEX receipt_event ON receipt(event_id);
CREATE INDEX receipt_unit ON receipt(unit_id, id);

CREATE TABLE receipt_void(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  receipt_id INTEGER NOT NULL UNIQUE REFERENCES receipt(id),
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE tender(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- cash, card, scan, qr_code, transfer, cheque, balance
  amount INTEGER NOT NULL,
  evidence TEXT,                     -- what makes this slip or trade recognisable when it is entered twice
  details TEXT NOT NULL,             -- JSON: the slip's own labels, masked
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX tender_evidence ON tender(evidence) WHERE evidence IS NOT NULL;
CREATE INDEX tender_unchecked ON tender(kind, event_id) WHERE kind IN ('qr_code', 'transfer', 'cheque');

CREATE TABLE tender_check(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  tender_event_id INTEGER NOT NULL,
  tender_line INTEGER NOT NULL,
  outcome TEXT NOT NULL,             -- arrived, missing
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX tender_check_of ON tender_check(tender_event_id, tender_line);

CREATE TABLE approval(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,             -- what it is about: receipt:17, till:1 …
  requester_id INTEGER NOT NULL,
  approver_id INTEGER NOT NULL CHECK(approver_id <> requester_id),
  outcome TEXT NOT NULL,             -- granted, refused
  reason TEXT NOT NULL,
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  receipt_id INTEGER NOT NULL REFERENCES receipt(id),
  copy_number INTEGER NOT NULL,
  PRIMARY KEY(event_id, line),
  UNIQUE(receipt_id, copy_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE form(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  receipt_id INTEGER REFERENCES receipt(id),
  printed_number TEXT NOT NULL,      -- the number the stock carries; empty on plain stock
  outcome TEXT NOT NULL,             -- used, spoiled, void
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE close(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  till INTEGER NOT NULL,
  z_number INTEGER NOT NULL,
  day TEXT NOT NULL,
  first_event INTEGER NOT NULL,      -- the day's chain range: from the event after the previous anchor
  opened_event INTEGER NOT NULL,
  expected INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  perpetual INTEGER NOT NULL,        -- everything ever received by this till, less what was voided
  PRIMARY KEY(event_id, line),
  UNIQUE(till, z_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE close_step(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  close_event INTEGER NOT NULL REFERENCES event(id),
  step TEXT NOT NULL,                -- journal, snapshot, stick
  place TEXT NOT NULL,               -- file name, stick id
  digest TEXT NOT NULL,              -- SHA-256 of what was written and read back
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX close_step_of ON close_step(close_event, step);

-- ---------------------------------------------------------------- register
-- Every register: row_id in order of writing; id of the thing; event_id the change that wrote this version;
-- until_event the change that replaced it (null = current); digest = SHA-256(salt || canonical JSON of the version),
-- which stays when personal data is erased.
CREATE TABLE person(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  name TEXT, phone TEXT, initials TEXT, kind TEXT, note TEXT      -- kind: person, company, developer
) STRICT;
CREATE TABLE unit(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  building TEXT, entrance TEXT, room TEXT, code TEXT, kind TEXT,   -- code: 3-2-1201; kind: flat, shop, parking, storage
  area INTEGER, handed_over TEXT, steward_id INTEGER, note TEXT,   -- area: hundredths of a square metre
  spellings TEXT                                                   -- how people write its code, one space between
) STRICT;
CREATE TABLE holding(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  unit_id INTEGER, person_id INTEGER, role TEXT,                   -- owner, co_owner, occupier, developer
  since TEXT, until TEXT, items TEXT                               -- items: JSON list of fee item ids an occupier pays
) STRICT;
CREATE TABLE vehicle(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  unit_id INTEGER, plate TEXT, since TEXT, until TEXT
) STRICT;
CREATE TABLE fee_item(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  name_zh TEXT, name_en TEXT, fund TEXT, rank INTEGER,             -- rank: order of items due on the same day
  months INTEGER, due_day INTEGER, due_after INTEGER,              -- billed for 1, 3, 6 or 12 months; due on that day, so
  closed INTEGER                                                   -- many months after the last month of the period
) STRICT;
CREATE TABLE tariff(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  item_id INTEGER, unit_kind TEXT, unit_id INTEGER,                -- for every unit of a kind, or for one unit
  kind TEXT, price INTEGER,                                        -- area, fixed; price: ten-thousandths of a yuan
  since TEXT, until TEXT,
  basis_kind TEXT, basis_number TEXT, basis_date TEXT, basis_scan TEXT
) STRICT;
CREATE TABLE staff(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  name TEXT, role TEXT, pin_hash TEXT, since TEXT, until TEXT
) STRICT;
CREATE TABLE setting(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  key TEXT, value TEXT, since TEXT                                 -- value: JSON
) STRICT;
CREATE TABLE incoming(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  received_on TEXT, amount INTEGER, payer_name TEXT, remark TEXT   -- money that arrived by bank transfer
) STRICT;
CREATE TABLE attachment(
  row_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES event(id), until_event INTEGER,
  salt TEXT NOT NULL, digest TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT, name TEXT, bytes INTEGER, subject TEXT
) STRICT;
CREATE INDEX person_current ON person(id) WHERE until_event IS NULL;
CREATE INDEX unit_current ON unit(id) WHERE until_event IS NULL;
CREATE INDEX unit_code ON unit(code) WHERE until_event IS NULL;
CREATE INDEX holding_current ON holding(id) WHERE until_event IS NULL;
CREATE INDEX holding_unit ON holding(unit_id) WHERE until_event IS NULL;
CREATE INDEX holding_person ON holding(person_id) WHERE until_event IS NULL;
CREATE INDEX vehicle_current ON vehicle(id) WHERE until_event IS NULL;
CREATE INDEX vehicle_unit ON vehicle(unit_id) WHERE until_event IS NULL;
CREATE INDEX fee_item_current ON fee_item(id) WHERE until_event IS NULL;
CREATE INDEX tariff_current ON tariff(id) WHERE until_event IS NULL;
CREATE INDEX staff_current ON staff(id) WHERE until_event IS NULL;
CREATE INDEX setting_current ON setting(key, since) WHERE until_event IS NULL;
CREATE INDEX incoming_current ON incoming(id) WHERE until_event IS NULL;
CREATE INDEX attachment_current ON attachment(id) WHERE until_event IS NULL;

-- ---------------------------------------------------------------- machine
CREATE TABLE open_item(
  charge_id INTEGER PRIMARY KEY,
  unit_id INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  due TEXT NOT NULL,
  open INTEGER NOT NULL
) STRICT;
CREATE INDEX open_item_unit ON open_item(unit_id, due, charge_id);
CREATE TABLE series(
  series TEXT PRIMARY KEY,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE till_state(
  till INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  opened_event INTEGER NOT NULL,
  cashier_id INTEGER NOT NULL
) STRICT;
CREATE TABLE pending_act(
  event_id INTEGER PRIMARY KEY,      -- the event that asked
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  requester_id INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TABLE paper(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  receipt_id INTEGER,
  event_id INTEGER,
  content TEXT NOT NULL,             -- printing/blocks.py as JSON, exactly as it was printed
  queued_at TEXT NOT NULL
) STRICT;
CREATE INDEX paper_receipt ON paper(receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX paper_event ON paper(event_id) WHERE event_id IS NOT NULL;
CREATE TABLE print_job(
  id INTEGER PRIMARY KEY,
  paper_id INTEGER NOT NULL REFERENCES paper(id),
  device TEXT NOT NULL,              -- receipt, office, none: which printer of the settings
  state TEXT NOT NULL,               -- queued, sending, sent, confirmed, unsure, failed, dropped
  copy_number INTEGER NOT NULL,      -- 0 the original
  drawer INTEGER NOT NULL,           -- 1: open the drawer with it
  attempts INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX print_job_waiting ON print_job(id) WHERE state IN ('queued', 'sending', 'unsure', 'failed');
CREATE TABLE pin_backoff(
  staff_id INTEGER PRIMARY KEY,
  failures INTEGER NOT NULL,
  not_before TEXT NOT NULL
) STRICT;
CREATE TABLE job_time(
  job TEXT PRIMARY KEY,
  last_success TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE anchor_seen(
  kind TEXT NOT NULL,                -- journal, stick
  place TEXT NOT NULL,
  event_id INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY(kind, place, event_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE find_key(
  key TEXT NOT NULL,                 -- folded: room code, name suffix, initials, reversed phone, plate
  kind TEXT NOT NULL,                -- room, name, initials, phone, plate
  unit_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL,        -- 0 where the key belongs to the unit alone
  PRIMARY KEY(kind, key, unit_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX find_key_unit ON find_key(unit_id);
CREATE TABLE schema_version(
  version INTEGER PRIMARY KEY,
  applied_at TEXT NOT NULL,
  program TEXT NOT NULL
) STRICT;

-- ---------------------------------------------------------------- guards
-- Book tables are append-only. INSERT OR REPLACE deletes without firing delete triggers unless recursive_triggers is
-- on, so a second guard refuses the insert itself.
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS(SELECT 1 FROM event WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'append-only: posting'); END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'append-only: posting'); END;
CREATE TRIGGER posting_no_replace BEFORE INSERT ON posting WHEN EXISTS(SELECT 1 FROM posting WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: posting'); END;
CREATE TRIGGER charge_no_update BEFORE UPDATE ON charge BEGIN SELECT RAISE(ABORT, 'append-only: charge'); END;
CREATE TRIGGER charge_no_delete BEFORE DELETE ON charge BEGIN SELECT RAISE(ABORT, 'append-only: charge'); END;
CREATE TRIGGER charge_no_replace BEFORE INSERT ON charge WHEN EXISTS(SELECT 1 FROM charge WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only: charge'); END;
CREATE TRIGGER allocation_no_update BEFORE UPDATE ON allocation BEGIN SELECT RAISE(ABORT, 'append-only: allocation'); END;
CREATE TRIGGER allocation_no_delete BEFORE DELETE ON allocation BEGIN SELECT RAISE(ABORT, 'append-only: allocation'); END;
CREATE TRIGGER allocation_no_replace BEFORE INSERT ON allocation WHEN EXISTS(SELECT 1 FROM allocation WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: allocation'); END;
CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'append-only: receipt'); END;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'append-only: receipt'); END;
CREATE TRIGGER receipt_no_replace BEFORE INSERT ON receipt WHEN EXISTS(SELECT 1 FROM receipt WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'append-only: receipt'); END;
CREATE TRIGGER receipt_void_no_update BEFORE UPDATE ON receipt_void BEGIN SELECT RAISE(ABORT, 'append-only: receipt_void'); END;
CREATE TRIGGER receipt_void_no_delete BEFORE DELETE ON receipt_void BEGIN SELECT RAISE(ABORT, 'append-only: receipt_void'); END;
CREATE TRIGGER receipt_void_no_replace BEFORE INSERT ON receipt_void WHEN EXISTS(SELECT 1 FROM receipt_void WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: receipt_void'); END;
CREATE TRIGGER tender_no_update BEFORE UPDATE ON tender BEGIN SELECT RAISE(ABORT, 'append-only: tender'); END;
CREATE TRIGGER tender_no_delete BEFORE DELETE ON tender BEGIN SELECT RAISE(ABORT, 'append-only: tender'); END;
CREATE TRIGGER tender_no_replace BEFORE INSERT ON tender WHEN EXISTS(SELECT 1 FROM tender WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: tender'); END;
CREATE TRIGGER tender_check_no_update BEFORE UPDATE ON tender_check BEGIN SELECT RAISE(ABORT, 'append-only: tender_check'); END;
CREATE TRIGGER tender_check_no_delete BEFORE DELETE ON tender_check BEGIN SELECT RAISE(ABORT, 'append-only: tender_check'); END;
CREATE TRIGGER tender_check_no_replace BEFORE INSERT ON tender_check WHEN EXISTS(SELECT 1 FROM tender_check WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: tender_check'); END;
CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval BEGIN SELECT RAISE(ABORT, 'append-only: approval'); END;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'append-only: approval'); END;
CREATE TRIGGER approval_no_replace BEFORE INSERT ON approval WHEN EXISTS(SELECT 1 FROM approval WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: approval'); END;
CREATE TRIGGER copy_no_update BEFORE UPDATE ON copy BEGIN SELECT RAISE(ABORT, 'append-only: copy'); END;
CREATE TRIGGER copy_no_delete BEFORE DELETE ON copy BEGIN SELECT RAISE(ABORT, 'append-only: copy'); END;
CREATE TRIGGER copy_no_replace BEFORE INSERT ON copy WHEN EXISTS(SELECT 1 FROM copy WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: copy'); END;
CREATE TRIGGER form_no_update BEFORE UPDATE ON form BEGIN SELECT RAISE(ABORT, 'append-only: form'); END;
CREATE TRIGGER form_no_delete BEFORE DELETE ON form BEGIN SELECT RAISE(ABORT, 'append-only: form'); END;
CREATE TRIGGER form_no_replace BEFORE INSERT ON form WHEN EXISTS(SELECT 1 FROM form WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: form'); END;
CREATE TRIGGER close_no_update BEFORE UPDATE ON close BEGIN SELECT RAISE(ABORT, 'append-only: close'); END;
CREATE TRIGGER close_no_delete BEFORE DELETE ON close BEGIN SELECT RAISE(ABORT, 'append-only: close'); END;
CREATE TRIGGER close_no_replace BEFORE INSERT ON close WHEN EXISTS(SELECT 1 FROM close WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: close'); END;
CREATE TRIGGER close_step_no_update BEFORE UPDATE ON close_step BEGIN SELECT RAISE(ABORT, 'append-only: close_step'); END;
CREATE TRIGGER close_step_no_delete BEFORE DELETE ON close_step BEGIN SELECT RAISE(ABORT, 'append-only: close_step'); END;
CREATE TRIGGER close_step_no_replace BEFORE INSERT ON close_step WHEN EXISTS(SELECT 1 FROM close_step WHERE event_id = NEW.event_id AND line = NEW.line)
  BEGIN SELECT RAISE(ABORT, 'append-only: close_step'); END;

-- Register versions are written once; later only until_event is set (once), or personal data erased (once).
CREATE TRIGGER person_no_delete BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'dated register: person'); END;
CREATE TRIGGER person_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON person
  BEGIN SELECT RAISE(ABORT, 'dated register: person'); END;
CREATE TRIGGER person_no_rewrite BEFORE UPDATE OF salt, name, phone, initials, kind, note ON person WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: person'); END;
CREATE TRIGGER person_no_reopen BEFORE UPDATE OF until_event ON person WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: person'); END;
CREATE TRIGGER person_no_replace BEFORE INSERT ON person WHEN EXISTS(SELECT 1 FROM person WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: person'); END;
CREATE TRIGGER unit_no_delete BEFORE DELETE ON unit BEGIN SELECT RAISE(ABORT, 'dated register: unit'); END;
CREATE TRIGGER unit_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON unit
  BEGIN SELECT RAISE(ABORT, 'dated register: unit'); END;
CREATE TRIGGER unit_no_rewrite BEFORE UPDATE OF salt, building, entrance, room, code, kind, area, handed_over, steward_id, note, spellings ON unit WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: unit'); END;
CREATE TRIGGER unit_no_reopen BEFORE UPDATE OF until_event ON unit WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: unit'); END;
CREATE TRIGGER unit_no_replace BEFORE INSERT ON unit WHEN EXISTS(SELECT 1 FROM unit WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: unit'); END;
CREATE TRIGGER holding_no_delete BEFORE DELETE ON holding BEGIN SELECT RAISE(ABORT, 'dated register: holding'); END;
CREATE TRIGGER holding_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON holding
  BEGIN SELECT RAISE(ABORT, 'dated register: holding'); END;
CREATE TRIGGER holding_no_rewrite BEFORE UPDATE OF salt, unit_id, person_id, role, since, until, items ON holding WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: holding'); END;
CREATE TRIGGER holding_no_reopen BEFORE UPDATE OF until_event ON holding WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: holding'); END;
CREATE TRIGGER holding_no_replace BEFORE INSERT ON holding WHEN EXISTS(SELECT 1 FROM holding WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: holding'); END;
CREATE TRIGGER vehicle_no_delete BEFORE DELETE ON vehicle BEGIN SELECT RAISE(ABORT, 'dated register: vehicle'); END;
CREATE TRIGGER vehicle_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON vehicle
  BEGIN SELECT RAISE(ABORT, 'dated register: vehicle'); END;
CREATE TRIGGER vehicle_no_rewrite BEFORE UPDATE OF salt, unit_id, plate, since, until ON vehicle WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: vehicle'); END;
CREATE TRIGGER vehicle_no_reopen BEFORE UPDATE OF until_event ON vehicle WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: vehicle'); END;
CREATE TRIGGER vehicle_no_replace BEFORE INSERT ON vehicle WHEN EXISTS(SELECT 1 FROM vehicle WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: vehicle'); END;
CREATE TRIGGER fee_item_no_delete BEFORE DELETE ON fee_item BEGIN SELECT RAISE(ABORT, 'dated register: fee_item'); END;
CREATE TRIGGER fee_item_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON fee_item
  BEGIN SELECT RAISE(ABORT, 'dated register: fee_item'); END;
CREATE TRIGGER fee_item_no_rewrite BEFORE UPDATE OF salt, name_zh, name_en, fund, rank, months, due_day, due_after, closed ON fee_item WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: fee_item'); END;
CREATE TRIGGER fee_item_no_reopen BEFORE UPDATE OF until_event ON fee_item WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: fee_item'); END;
CREATE TRIGGER fee_item_no_replace BEFORE INSERT ON fee_item WHEN EXISTS(SELECT 1 FROM fee_item WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: fee_item'); END;
CREATE TRIGGER tariff_no_delete BEFORE DELETE ON tariff BEGIN SELECT RAISE(ABORT, 'dated register: tariff'); END;
CREATE TRIGGER tariff_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON tariff
  BEGIN SELECT RAISE(ABORT, 'dated register: tariff'); END;
CREATE TRIGGER tariff_no_rewrite BEFORE UPDATE OF salt, item_id, unit_kind, unit_id, kind, price, since, until, basis_kind, basis_number, basis_date, basis_scan ON tariff WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: tariff'); END;
CREATE TRIGGER tariff_no_reopen BEFORE UPDATE OF until_event ON tariff WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: tariff'); END;
CREATE TRIGGER tariff_no_replace BEFORE INSERT ON tariff WHEN EXISTS(SELECT 1 FROM tariff WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: tariff'); END;
CREATE TRIGGER staff_no_delete BEFORE DELETE ON staff BEGIN SELECT RAISE(ABORT, 'dated register: staff'); END;
CREATE TRIGGER staff_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON staff
  BEGIN SELECT RAISE(ABORT, 'dated register: staff'); END;
CREATE TRIGGER staff_no_rewrite BEFORE UPDATE OF salt, name, role, pin_hash, since, until ON staff WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: staff'); END;
CREATE TRIGGER staff_no_reopen BEFORE UPDATE OF until_event ON staff WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: staff'); END;
CREATE TRIGGER staff_no_replace BEFORE INSERT ON staff WHEN EXISTS(SELECT 1 FROM staff WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: staff'); END;
CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting BEGIN SELECT RAISE(ABORT, 'dated register: setting'); END;
CREATE TRIGGER setting_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON setting
  BEGIN SELECT RAISE(ABORT, 'dated register: setting'); END;
CREATE TRIGGER setting_no_rewrite BEFORE UPDATE OF salt, key, value, since ON setting WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: setting'); END;
CREATE TRIGGER setting_no_reopen BEFORE UPDATE OF until_event ON setting WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: setting'); END;
CREATE TRIGGER setting_no_replace BEFORE INSERT ON setting WHEN EXISTS(SELECT 1 FROM setting WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: setting'); END;
CREATE TRIGGER incoming_no_delete BEFORE DELETE ON incoming BEGIN SELECT RAISE(ABORT, 'dated register: incoming'); END;
CREATE TRIGGER incoming_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON incoming
  BEGIN SELECT RAISE(ABORT, 'dated register: incoming'); END;
CREATE TRIGGER incoming_no_rewrite BEFORE UPDATE OF salt, received_on, amount, payer_name, remark ON incoming WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: incoming'); END;
CREATE TRIGGER incoming_no_reopen BEFORE UPDATE OF until_event ON incoming WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: incoming'); END;
CREATE TRIGGER incoming_no_replace BEFORE INSERT ON incoming WHEN EXISTS(SELECT 1 FROM incoming WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: incoming'); END;
CREATE TRIGGER attachment_no_delete BEFORE DELETE ON attachment BEGIN SELECT RAISE(ABORT, 'dated register: attachment'); END;
CREATE TRIGGER attachment_no_update BEFORE UPDATE OF row_id, id, event_id, digest ON attachment
  BEGIN SELECT RAISE(ABORT, 'dated register: attachment'); END;
CREATE TRIGGER attachment_no_rewrite BEFORE UPDATE OF salt, sha256, name, bytes, subject ON attachment WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: attachment'); END;
CREATE TRIGGER attachment_no_reopen BEFORE UPDATE OF until_event ON attachment WHEN OLD.until_event IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'dated register: attachment'); END;
CREATE TRIGGER attachment_no_replace BEFORE INSERT ON attachment WHEN EXISTS(SELECT 1 FROM attachment WHERE row_id = NEW.row_id)
  BEGIN SELECT RAISE(ABORT, 'dated register: attachment'); END;
