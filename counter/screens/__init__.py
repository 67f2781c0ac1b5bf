"""The window: paint what the presenters say and forward keys; no sums, no database, no files."""
