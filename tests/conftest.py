import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Deadlines measure the machine, not the code; the budgets of whole groups do that better. By default the examples are
# the same each time, so that a change fails for what it changed; `make torture` looks further, at chance, and prints
# how to repeat what it finds.
settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, print_blob=True
)
settings.register_profile("torture", parent=settings.get_profile("default"), max_examples=3_000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session", autouse=True)
def no_real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test may find the books of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERFOIL_HOME", str(home))
        patch.setenv("COUNTERFOIL_NOTES", str(home.parent / "notes"))
        yield home
