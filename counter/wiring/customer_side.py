"""What the payer sees: a display or a monitor of their own, where the settings name one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from counter.devices.displays import Shown
from counter.presenters.pay_view import PayerAccount, Sums
from counter.presenters.session import Session
from counter.settings import DisplaySettings
from counter.words import Words

if TYPE_CHECKING:
    from counter.devices.display_line import CustomerDisplay
    from counter.screens.payer_screen import PayerScreen

_TEST = Shown("to_pay", "12345678901234567890", "ABCDEFGHIJKLMNOPQRST", "8888.88")
Account = Callable[[Words], PayerAccount]


class CustomerSide:
    """Mirrors the right column of the Pay screen."""

    def __init__(self, settings: DisplaySettings, session: Session) -> None:
        self._session, self._settings = session, settings
        self._screen: PayerScreen | None = None
        self.display: CustomerDisplay | None = None
        if settings.kind not in ("none", "screen"):
            self.display = _display(settings)
            self._words = session.paper_words if settings.characters == "gb18030" else Words.load("en")
            self.display.show(Shown("idle", session.office.estate(self._words.language), "", "0"))

    @property
    def state(self) -> str:
        """Return how it is (a code): absent, ready, or why not; a display tells nothing, only its port can be seen."""
        if self._settings.kind == "screen":
            return self._screen.state if self._screen is not None else "unknown"
        if self.display is None:
            return "absent"
        return self.display.trouble or ("port_open" if self.display.reached else "unknown")

    def open_screen(self, root: Any, family: str, unforeseen: Callable[[Exception], object]) -> None:
        """Show the payer's monitor of a window, where the settings name one."""
        if self._settings.kind != "screen":
            return
        from counter.screens.payer_screen import PayerScreen

        self._screen = PayerScreen(root, family, self._session.words("Customer display"), unforeseen)
        first = self._session.paper_words
        self._second = Words.load("en" if first.language == "zh_CN" else "zh_CN")
        self._screen.show(self._payer_words().idle())

    def show_sums(self, sums: Sums, account: Account | None = None) -> None:
        """Show what the payer may see of a payment; it never fails and never waits.

        account: tells the lines of the payment in the words of the payer's monitor.
        """
        session = self._session
        if self._screen is not None:
            chosen = account(session.paper_words) if account is not None else PayerAccount("", ())
            self._screen.show(self._payer_words().picture(sums, chosen))
        elif self.display is not None:
            from counter.presenters.customer_side import shown_of

            estate = session.office.estate(self._words.language)
            self.display.show(shown_of(sums, estate, self._words, session.currency))

    def test(self) -> None:
        """Show figures on the display; show the window of a monitor again that somebody has put away."""
        if self._screen is not None:
            self._screen.try_out()
        elif self.display is not None:
            self.display.show(_TEST)

    def close(self) -> None:
        """Give the display's line back; the monitor's window goes with the main one."""
        if self.display is not None:
            self.display.close()

    def _payer_words(self) -> Any:
        from counter.presenters.payer_picture import PayerWords, Said

        session, first, second = self._session, self._session.paper_words, self._second
        estate = Said(session.office.estate(first.language), session.office.estate(second.language))
        return PayerWords(first, second, session.currency, estate, session.office.payment_code)


def _display(settings: DisplaySettings) -> "CustomerDisplay":
    from counter.devices.display_line import CustomerDisplay
    from counter.devices.lines import serial_line

    assert settings.kind != "none"
    assert settings.kind != "screen"
    connect = serial_line(settings.port, settings.baud, two_stop_bits=False)
    return CustomerDisplay(connect, settings.kind, settings.characters)
