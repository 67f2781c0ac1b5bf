"""The books: everything that is stored, and the only place that writes money."""
