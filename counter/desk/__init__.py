"""What the office does: one use case, one file, one transaction. Money is posted by the books alone."""
