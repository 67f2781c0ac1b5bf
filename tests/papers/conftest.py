"""The papers of a lived day: the office of the desk's tests, its till open."""

from tests.desk.conftest import closed_desk, desk, furnished

__all__ = ["closed_desk", "desk", "furnished"]
