"""Nothing needs the network: the program runs in a namespace that has none, not even loopback."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def without_network(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["unshare", "-n", *command], cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.fixture(autouse=True)
def namespace() -> None:
    try:
        allowed = without_network("true").returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("this machine does not let us make a network namespace")


def test_there_really_is_no_network_in_there() -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=2)"
    failed = without_network(sys.executable, "-c", code)
    assert failed.returncode != 0
    assert "Network is unreachable" in failed.stderr


def test_the_window_takes_a_payment_without_any_network() -> None:
    done = without_network("scripts/with-display", sys.executable, "main.py", "selftest")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_sample_is_made_and_checked_without_any_network(tmp_path: Path) -> None:
    for verb in (
        ["demo", "--home", str(tmp_path), "--units", "12", "--years", "1"],
        ["check", "--home", str(tmp_path)],
    ):
        done = without_network(sys.executable, "main.py", *verb)
        assert done.returncode == 0, done.stdout + done.stderr
