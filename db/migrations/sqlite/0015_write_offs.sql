-- What of a unit's charges was written off as bad debt is found without reading every posting.
CREATE INDEX posting_bad_debt ON posting(unit_id, charge_id, amount) WHERE account = 'bad_debt';
