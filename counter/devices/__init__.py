"""Devices at the window, each a small interface with its drivers; they decide nothing about money."""
