"""Little estates with open books."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.little_estate import Estate, open_estate


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Estate]:
    """A founded and billed estate, its till still closed."""
    opened = open_estate(tmp_path / "home")
    yield opened
    opened.books.close()
