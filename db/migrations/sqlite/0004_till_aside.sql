-- What lies aside at a till: a break, a hand-over that nobody has accepted yet, payments put aside half-done.
-- machine
CREATE TABLE till_aside(
  id INTEGER PRIMARY KEY,
  till INTEGER NOT NULL,
  kind TEXT NOT NULL,                -- suspended, handover, parked
  event_id INTEGER,                  -- the event it follows from; null for a parked payment, which is none
  staff_id INTEGER NOT NULL,
  content TEXT NOT NULL              -- JSON: who takes over; what was put together so far
) STRICT;
CREATE INDEX till_aside_till ON till_aside(till, kind);
