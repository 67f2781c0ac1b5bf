-- Schema 2: a salt for each kept paper, so that its digest in the chain does not let a name on it be guessed.
ALTER TABLE paper ADD COLUMN salt TEXT NOT NULL DEFAULT '';
