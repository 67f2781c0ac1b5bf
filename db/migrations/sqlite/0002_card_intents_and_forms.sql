-- Schema 2: what became of every card payment that a terminal was asked for; forms found by their printed number.
CREATE TABLE card_intent(
  event_id INTEGER NOT NULL REFERENCES event(id),
  line INTEGER NOT NULL,
  intent_id TEXT NOT NULL,           -- one wish to be paid by the terminal
  kind TEXT NOT NULL,                -- card, scan
  amount INTEGER NOT NULL,
  state TEXT NOT NULL,               -- sent, unknown; then once approved, declined, not_found, reversed or manual
  evidence TEXT,                     -- what makes the slip recognisable, as in tender
  details TEXT NOT NULL,             -- JSON: the slip's own labels, masked
  PRIMARY KEY(event_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_number ON form(printed_number);
CREATE UNIQUE INDEX card_intent_state ON card_intent(intent_id, state);
CREATE UNIQUE INDEX card_intent_settled ON card_intent(intent_id) WHERE state NOT IN ('sent', 'unknown');
CREATE TRIGGER card_intent_no_update BEFORE UPDATE ON card_intent BEGIN SELECT RAISE(ABORT, 'append-only: card_intent'); END;
CREATE TRIGGER card_intent_no_delete BEFORE DELETE ON card_intent BEGIN SELECT RAISE(ABORT, 'append-only: card_intent'); END;
CREATE TRIGGER card_intent_no_replace BEFORE INSERT ON card_intent
  WHEN EXISTS(SELECT 1 FROM card_intent WHERE event_id = NEW.event_id AND line = NEW.line)
    OR EXISTS(SELECT 1 FROM card_intent WHERE intent_id = NEW.intent_id AND (state = NEW.state
      OR (state NOT IN ('sent', 'unknown') AND NEW.state NOT IN ('sent', 'unknown'))))
  BEGIN SELECT RAISE(ABORT, 'append-only: card_intent'); END;
