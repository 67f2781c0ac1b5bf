"""Terminals for practice: simulated ones on a line of their own, worked by the drivers of real ones."""
