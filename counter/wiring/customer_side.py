"""The display in front of the payer, where the settings name one; without one nothing is done."""

from typing import TYPE_CHECKING

from counter.devices.displays import Shown
from counter.presenters.pay_view import Sums
from counter.presenters.session import Session
from counter.settings import DisplaySettings
from counter.words import Words

if TYPE_CHECKING:
    from counter.devices.display_line import CustomerDisplay


class CustomerSide:
    """Mirrors the right column of the Pay screen."""

    def __init__(self, settings: DisplaySettings, session: Session) -> None:
        self._session = session
        self.display = None if settings.kind == "none" else _display(settings)
        if self.display is not None:
            self._words = session.paper_words if settings.characters == "gb18030" else Words.load("en")
            self.display.show(Shown("idle", session.office.estate(self._words.language), "", "0"))

    def show_sums(self, sums: Sums) -> None:
        """Show what the payer may see of a payment; it never fails and never waits."""
        if self.display is None:
            return
        from counter.presenters.customer_side import shown_of

        words, session = self._words, self._session
        self.display.show(shown_of(sums, session.office.estate(words.language), words, session.currency))

    def close(self) -> None:
        """Give the display's line back."""
        if self.display is not None:
            self.display.close()


def _display(settings: DisplaySettings) -> "CustomerDisplay":
    from counter.devices.display_line import CustomerDisplay
    from counter.devices.lines import serial_line

    assert settings.kind != "none"
    connect = serial_line(settings.port, settings.baud, two_stop_bits=False)
    return CustomerDisplay(connect, settings.kind, settings.characters)
