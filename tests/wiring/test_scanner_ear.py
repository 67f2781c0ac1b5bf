"""What a serial scanner read opens its unit, and is dropped where nobody could see it."""

from pathlib import Path

from counter.settings import ScannerSettings
from counter.wiring.scanner_ear import ScannerEar, scanner_of
from tests.presenters.pay_window import pay_window


class Scanner:
    def __init__(self) -> None:
        self.read: list[str] = []
        self.trouble = ""

    def codes(self) -> list[str]:
        codes, self.read = self.read, []
        return codes

    def close(self) -> None:
        return None


class Root:
    """A window that only remembers what it was to do later."""

    def __init__(self) -> None:
        self.later: list[object] = []

    def after(self, _ms: int, act: object) -> None:
        self.later.append(act)


def test_a_scanned_code_opens_its_unit_and_an_unknown_one_is_said(tmp_path: Path) -> None:
    root, scanner, covered = Root(), Scanner(), [True]
    with pay_window(tmp_path) as window:
        ear = ScannerEar(root, scanner, lambda: not covered[0], window.pay.find_entered)
        scanner.read = ["3-2-1201"]
        ear.hear()
        assert window.sheet.head is None, "nobody is at the window"
        covered[0] = False
        ear.hear()
        assert window.sheet.head is None, "what was scanned meanwhile is scanned again"
        scanner.read = ["3-2-1201"]
        ear.hear()
        assert window.sheet.find == "3-2-1201"
        scanner.read = ["6901234567892"]
        ear.hear()
        assert window.sheet.wrong_find == "Nothing was found for “6901234567892”."
        assert window.totals() == [], "a scan never takes money"
    assert len(root.later) == 1


def test_a_scanner_that_types_needs_no_line() -> None:
    assert scanner_of(ScannerSettings()) is None
