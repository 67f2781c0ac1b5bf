"""The counter: rules, acts, words, presenters and screens."""

VERSION = "0.1.0"
"""The version of the program; pyproject.toml says the same."""
