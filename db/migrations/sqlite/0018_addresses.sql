-- Where letters reach somebody who does not live in the unit any more; empty in the versions written before, and left out
-- of their digests.
ALTER TABLE person ADD COLUMN address TEXT;
DROP TRIGGER person_no_rewrite;
CREATE TRIGGER person_no_rewrite BEFORE UPDATE OF salt, name, phone, initials, kind, note, email, address ON person WHEN NEW.erased = 0 OR OLD.erased = 1
  BEGIN SELECT RAISE(ABORT, 'dated register: person'); END;
