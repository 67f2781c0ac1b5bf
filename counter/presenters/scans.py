"""Scans on a screen: asked for by a path or a file dialog, listed with name and size, opened by the system's viewer."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from counter.presenters.pay_view import Asked, Question, SayKind
from counter.presenters.questions import Form
from counter.presenters.session import Session
from counter.words import formats
from db.attachments import LIMIT_BYTES, lend
from db.queries.scans import ScanRow


class ScanView(Protocol):
    """What a screen with scans can do."""

    def ask(self, what: Question) -> None:
        """Open the small form of a question."""

    def say(self, kind: SayKind, text: str, rest: str = "") -> None:
        """Speak in the status line."""


class Scans:
    """The acts with scans that screens share."""

    def __init__(self, session: Session, view: ScanView) -> None:
        self._session, self._view = session, view

    def ask_file(self, title: str, take: Callable[[Path], str]) -> None:
        """Ask for a file; take returns what is wrong with it, or ''."""
        w = self._session.words

        def typed(values: dict[str, str]) -> str:
            text = values["path"].strip().strip('"')
            return take(Path(text).expanduser()) if text else w("Name the file of the scan.")

        text = w("PDF, JPEG, PNG or TIFF, at most {size}. It is copied; your file stays where it is.",
                 size=formats.file_size(LIMIT_BYTES))  # fmt: skip
        self._view.ask(Form(title, text, w("Keep it"), typed, (Asked("path", w("File"), file=True),)))

    def open(self, scan: ScanRow) -> None:
        """Open a copy of a kept scan with the system's viewer."""
        places = self._session.scans
        try:
            places.open_file(lend(places.store, scan.sha256, scan.name, places.lent))
        except Exception as error:
            told = self._session.told(error)
            self._view.say("risk", told.sentence, told.next_step)
        else:
            self._view.say("plain", self._session.words("{name} is opened by the system's viewer.", name=scan.name))

    def told(self, scan: ScanRow) -> str:
        """Return a scan in words: its name and size."""
        return f"{scan.name} ({formats.file_size(scan.bytes)})"
