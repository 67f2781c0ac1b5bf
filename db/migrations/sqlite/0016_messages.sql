-- E-mail addresses, and what a unit wishes of messages; messages of a unit are found without reading every event.
-- Columns that are added to a register are empty in the versions written before; their digests leave them out.
ALTER TABLE person ADD COLUMN email TEXT;
DROP TRIGGER person_no_rewrite;
CREATE TRIGGER person_no_rewrite BEFORE UPDATE OF salt, name, phone, initials, kind, note, email ON person WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: person'); END;
ALTER TABLE dunning ADD COLUMN no_email INTEGER;
ALTER TABLE dunning ADD COLUMN sms_receipt INTEGER;
DROP TRIGGER dunning_no_rewrite;
CREATE TRIGGER dunning_no_rewrite BEFORE UPDATE OF salt, unit_id, heirs, call_first, best_time, no_sms, no_email, sms_receipt ON dunning WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: dunning'); END;
CREATE INDEX event_message ON event(CASE WHEN json_valid(body) THEN json_extract(body, '$.unit') END, id)
  WHERE kind IN ('sms_queued', 'sms_asked', 'sms_told', 'sms_decided', 'sms_dropped');
