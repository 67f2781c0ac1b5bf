-- Schema 4: what one person did is found in the trail of events without reading all of it.
CREATE INDEX event_staff ON event(staff_id, id);
