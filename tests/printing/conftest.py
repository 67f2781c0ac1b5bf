from pathlib import Path

import pytest

from printing.escpos import use_cache


@pytest.fixture(scope="session", autouse=True)
def escpos_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("escpos")
    use_cache(folder)
    return folder
