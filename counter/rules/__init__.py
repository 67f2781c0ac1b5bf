"""The office's arithmetic: pure functions of values, the date an argument, on the standard library alone."""
