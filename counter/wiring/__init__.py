"""Wiring: what `app` and the verbs open together; the only rooms that see all the others."""
