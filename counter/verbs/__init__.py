"""The verbs of the command line: one file each, with what it takes, what it does and what it says."""
