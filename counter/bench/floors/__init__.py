"""The floors: bare libraries doing nothing but leaving the same rows, bytes or painted lines.

They go past our own walls on purpose, which is why SQL, sqlite3 and Tk may stand here.
"""
