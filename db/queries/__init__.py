"""Questions to the books, answered by typed rows: each takes the connection of a reader or of an open transaction."""
