-- What the counter took for the maintenance fund is found without reading every posting.
CREATE INDEX posting_maintenance ON posting(unit_id, event_id, account, amount) WHERE fund = 'maintenance';
CREATE INDEX charge_maintenance ON charge(id) WHERE fund = 'maintenance';
CREATE INDEX receipt_maintenance ON receipt(event_id) WHERE fund = 'maintenance';
