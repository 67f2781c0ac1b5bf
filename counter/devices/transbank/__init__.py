"""Transbank's integrated terminal on a serial line, as its published reference describes it: another kit behind the
same interface."""
