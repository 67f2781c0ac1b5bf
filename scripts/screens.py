"""Make docs/screens from what the walks left: every screen and paper in both languages, and the page that lists them.

python scripts/screens.py WALKS   where WALKS holds day/, first/, wrong/ and other/ of each language
"""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from counter.platform.fonts import FONT_BOLD, FONT_REGULAR
from db.papers import paper_of_receipt
from db.store import open_reader
from printing.blocks import Paper, load
from printing.form import FORMS
from printing.pdf import pdf_bytes
from printing.preview import preview
from printing.profile import FontFiles, ThermalProfile

DOCS = Path(__file__).resolve().parent.parent / "docs" / "screens"
LANGUAGES = {"zh_CN": "zh", "en": "en"}
FONTS = FontFiles(FONT_REGULAR, FONT_BOLD)
COLOURS = 255
DPI = "75"


class Screen(NamedTuple):
    """One picture: its name in docs, where the walks left it, and what it shows."""

    name: str
    walk: str
    picture: str
    shows: str


class Part(NamedTuple):
    """A group of pictures under a heading."""

    heading: str
    screens: tuple[Screen, ...]


def _day(name: str, picture: str, shows: str) -> Screen:
    return Screen(name, "day", picture, shows)


def _first(name: str, picture: str, shows: str) -> Screen:
    return Screen(name, "first", picture, shows)


def _other(name: str, shows: str) -> Screen:
    return Screen(name, "other", name, shows)


PARTS = (
    Part("First start", (
        _first("first-language", "language", "Language"),
        _first("first-estate", "estate", "Name of the estate"),
        _first("first-data", "data", "Where the data comes from"),
        _first("first-file", "file", "Which workbook"),
        _first("first-mistakes", "file-with-mistakes", "Mistakes in a workbook, before anything is saved"),
        _first("first-receipt", "receipt", "Next receipt number"),
        _first("first-manager", "manager", "First manager and PIN"),
        _first("first-printer", "printer", "How the printer is connected"),
        _first("first-test-page", "test-page", "Test page with offsets in millimetres"),
        _first("first-found", "found", "What will be created"),
        _first("first-founded", "founded", "The books are created"),
        _first("first-payment", "first-payment", "The first payment of a new office"),
    )),
    Part("Log-in", (
        _day("log-in", "log-in", "Names and PIN"),
        _day("locked", "locked", "The locked window"),
        _day("approval", "approval", "A second person approves"),
    )),
    Part("Pay", (
        _day("pay-empty", "ready", "Pay, nobody chosen"),
        _day("pay", "pay", "An owner's charges, the sum, the change"),
        _day("pay-saved", "paid-with-change", "Saved, with the change"),
        _day("pay-part", "part-payment-asks", "Part payment, asked for once more"),
        _day("pay-split", "split", "Split: cash noted, the rest by card"),
        _day("pay-ahead", "pay-ahead", "Paying ahead to a month"),
        _day("pay-two-units", "two-units", "Two units of one payer"),
        _day("slip", "card-slip", "Card slip"),
        _day("code", "static-code", "Payment to the estate's own code"),
        _other("cheque", "Cheque"),
        _other("entered-later", "A handwritten receipt, entered later"),
        _other("payer", "Who hands the money over, and a note"),
        _other("put-aside", "A payment put aside"),
        _day("keys", "keys", "The keys (F1)"),
        Screen("wrong-sum", "wrong", "three decimals", "A sum that cannot be"),
        Screen("wrong-stale", "wrong", "stale screen", "A charge paid from another place meanwhile"),
    )),
    Part("Units", (
        _day("units-list", "units", "All units"),
        _day("unit-charges", "unit-charges", "A unit's open charges"),
        _day("unit-history", "unit-history", "History"),
        _day("units", "unit-receipts", "Receipts"),
        _day("unit-people", "unit-people", "People"),
        _other("unit-scans", "Scans"),
        _other("unit-more", "More: meters, plates, gaps"),
        _other("floor-plan", "Floor plan of a building"),
        _day("receipt", "receipt", "A receipt as it was printed"),
        _day("receipt-void", "voided", "A void receipt"),
        _other("refund", "Refund"),
        _other("reversal", "Reversal"),
        _other("move", "Moved to the right unit"),
        _other("invoice-mark", "The mark that an invoice was issued"),
    )),
    Part("Cases", (
        _other("case-kind", "What an owner brings"),
        _other("dispute-form", "A dispute over a charge"),
        _other("cases", "Open cases"),
        _other("case", "A case and its steps"),
        _other("case-figures", "What is learnt from a year's cases"),
    )),
    Part("Till and close", (
        _day("float", "float", "Opening float"),
        _day("till-open", "till-open", "The till in the morning"),
        _day("till", "till-evening", "The till in the evening"),
        _day("list-codes", "list-codes", "Payments to be checked"),
        _day("list-transfers", "list-transfers", "Bank transfers nobody has claimed"),
        _day("list-requests", "list-requests", "Requests to decide"),
        _other("list-aside", "Payments put aside"),
        _other("pay-in", "Cash paid in"),
        _other("pay-out", "Cash paid out"),
        _other("drop", "Safe drop"),
        _other("hand-over", "Hand-over to the next cashier"),
        _other("break", "A break"),
        _other("somebody-elses-till", "Somebody else's till, before it is taken up"),
        _day("close", "blind-count", "Close 1: blind count"),
        _day("close-slips", "slips", "Close 2: card and code slips"),
        _day("difference", "difference", "Close 3: expected and counted"),
        _day("z", "z", "Close 4: Z report"),
        _day("finish", "safe-to-remove", "Close 5: journal, restore point, stick"),
        Screen("finish-owed", "wrong", "stick missing", "The stick is missing, the copy is owed"),
        Screen("papers", "wrong", "queue of papers", "Papers that wait for the printer"),
    )),
    Part("Finance", (
        _other("finance-handed-in", "Slips handed in"),
        _other("receive", "A slip is received"),
        _other("finance-to-check", "Money to be checked"),
        _other("finance-cheques", "Cheques outstanding"),
        _other("finance-safe", "Cash in the safe"),
        _other("bag", "A bag for the bank"),
        _other("change-fund", "The change fund of the safe"),
        _other("finance-to-the-bank", "Bags on their way"),
        _other("finance-refunds", "Refunds to pay"),
        _other("finance-forms", "Register of forms"),
        _other("forms-book", "A book of forms received"),
        _other("finance-brought-in", "Cash brought in for many units"),
        _other("batch", "A unit and its sum"),
        _other("finance-maintenance-fund", "The maintenance fund"),
    )),
    Part("Arrears", (
        _other("arrears", "Who owes what, by age, and what is next"),
        _other("arrears-card", "The arrears of one owner"),
        _other("arrears-promise", "A promise to pay"),
        _other("arrears-letters", "Letters to send, looked at first"),
        _other("arrears-sent", "Letters sent"),
        _other("arrears-calls", "Whom to call"),
        _other("arrears-limitation", "What expires within ninety days"),
        _other("arrears-rules", "Rules and words of the letters"),
        _other("arrears-editor", "The words of the letters written, with a real letter beside them"),
        _other("arrears-results", "What the letters brought in"),
        _other("arrears-messages", "Text messages"),
        _other("arrears-bad-debt", "What is written off and owed all the same"),
    )),
    Part("Journal and settings", (
        _day("journal", "journal", "Days and their journals"),
        _other("audit-trail", "Audit trail"),
        _other("timetable", "Timetable of copies"),
        _other("copies", "Copies on the sticks"),
        _day("settings-computer", "settings-computer", "This computer"),
        _other("encrypt-copies", "Encrypting the copies"),
        _other("devices", "Devices"),
        _other("simulated-terminal", "The simulated terminal of books for practice"),
        _other("find-printer", "Printers that are found"),
        _day("settings-office", "settings-office", "Office"),
        _day("settings-people", "settings-people", "People"),
        _day("settings-prices", "settings-prices", "Prices"),
        _other("permissions", "Who may do what"),
        _other("price-of-any-kind", "A price of any kind"),
        _day("settings-bills", "settings-bills", "Bill run"),
        _other("settings-import", "Import"),
        _other("settings-readings", "Readings"),
        _other("settings-shared-bills", "Shared bills"),
        _other("settings-reductions", "Reductions"),
        _other("settings-barrier", "Barrier"),
    )),
)  # fmt: skip
PAPERS = {
    "paper-receipt-80": "Receipt, 80 mm", "paper-receipt-58": "Receipt, 58 mm", "paper-receipt-a5": "Receipt, A5",
    "paper-receipt-241": "Receipt, 241 mm continuous form", "paper-statement": "Statement of account",
    "paper-z": "Z report", "paper-remittance": "Remittance slip", "paper-x": "X report", "paper-void": "Void slip",
    "paper-paid-in": "Slip of cash paid in", "paper-drop": "Slip of a safe drop",
}  # fmt: skip


def main(walks: Path) -> None:
    """Write every picture and the page; a picture that a walk did not leave is an error."""
    DOCS.mkdir(exist_ok=True)
    for old in DOCS.glob("*.png"):
        old.unlink()
    for language, short in LANGUAGES.items():
        folder = walks / language
        for part in PARTS:
            for screen in part.screens:
                (kept,) = (folder / screen.walk).rglob(f"[0-9][0-9]-{screen.picture}.png")
                save(Image.open(kept), DOCS / f"{screen.name}-{short}.png")
        papers(folder, short)
    (DOCS / "README.md").write_text(page(), "utf-8")


def save(picture: Image.Image, path: Path) -> None:
    """Save a picture with few colours: a third of the size, and nothing that an eye would miss."""
    picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, "PNG", optimize=True
    )


def papers(folder: Path, short: str) -> None:
    """Lay the day's papers out on every kind of paper."""
    reader = open_reader(folder / "home" / "books.sqlite")
    newest = {
        kind: reader.connection().execute(
            "SELECT content FROM paper WHERE kind = ? ORDER BY id DESC LIMIT 1", (kind,)
        ).fetchone()[0]
        for kind in ("statement", "z_report", "remittance", "x_report", "void_slip", "pay_slip", "drop_slip")
    }  # fmt: skip
    receipt_id = reader.connection().execute("SELECT max(id) FROM receipt").fetchone()[0]
    kept = paper_of_receipt(reader.connection(), receipt_id)
    reader.close()
    assert kept is not None, "the newest receipt has its paper"
    receipt = load(kept[1])
    for columns, width in ((48, "80"), (32, "58")):
        save(preview(receipt, ThermalProfile(columns=columns), FONTS), DOCS / f"paper-receipt-{width}-{short}.png")
    for name, paper, form in (
        ("receipt-a5", receipt, "a5"), ("receipt-241", receipt, "continuous_halves"),
        ("statement", load(newest["statement"]), "a4"), ("z", load(newest["z_report"]), "a4"),
        ("remittance", load(newest["remittance"]), "a4"), ("x", load(newest["x_report"]), "a5"),
        ("void", load(newest["void_slip"]), "a5"), ("paid-in", load(newest["pay_slip"]), "a5"),
        ("drop", load(newest["drop_slip"]), "a5"),
    ):  # fmt: skip
        sheet(paper, form, DOCS / f"paper-{name}-{short}.png")


def sheet(paper: Paper, form: str, path: Path) -> None:
    """Draw the first page of a paper on a form."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "paper.pdf"
        pdf.write_bytes(pdf_bytes([paper], FORMS[form], FONTS, datetime.now(UTC)))
        subprocess.run(["pdftoppm", "-r", DPI, "-png", "-singlefile", str(pdf), str(pdf.with_suffix(""))], check=True)
        save(Image.open(pdf.with_suffix(".png")), path)


def page() -> str:
    """Return the page that lists the pictures."""
    lines = ["# Screens and papers", "Every screen and paper in both languages, made anew by `make screenshots`.", ""]
    for part in PARTS:
        lines += [f"## {part.heading}", *_table([(screen.name, screen.shows) for screen in part.screens]), ""]
    lines += ["## Papers", *_table(list(PAPERS.items()))]
    return "\n".join(lines) + "\n"


def _table(rows: list[tuple[str, str]]) -> list[str]:
    made = ["| what | English | 中文 |", "|---|---|---|"]
    return made + [f"| {shows} | [{name}-en]({name}-en.png) | [{name}-zh]({name}-zh.png) |" for name, shows in rows]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
