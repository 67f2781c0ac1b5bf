"""What the counter needs of an SMS modem: its state, one part at a time, and what became of each.

A part that may have left is never sent again by a driver: what is not known for certain is told as unknown.
"""

from enum import StrEnum
from typing import NamedTuple, Protocol


class PartEnd(StrEnum):
    """What is known of a part. not_asked: it surely never left the modem; unknown: nobody knows whether it did.

    delivered and undelivered come later, where the network is asked for reports.
    """

    SENT = "sent"
    FAILED = "failed"
    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


class PartWish(NamedTuple):
    """A part to be sent; key: by which its ends are told; octets: of the PDU without the service centre's address."""

    key: str
    pdu: str
    octets: int


class PartTold(NamedTuple):
    """What became of a part; reference: the network's number of it, None where none is known; reason: a code or ''."""

    key: str
    end: PartEnd
    reference: int | None = None
    reason: str = ""


class ModemState(NamedTuple):
    """How the modem is; reason: '' where it can send, else a code; signal: per cent, None where it does not say."""

    reason: str
    signal: int | None = None


class ModemBusy(Exception):
    """The modem has a part in hand, or cannot send now."""

    code = "modem_busy"

    def __init__(self, modem_reason: str) -> None:
        super().__init__(modem_reason)
        self.modem_reason = modem_reason


class SmsModem(Protocol):
    """A modem; nothing here waits for the network or the line."""

    def open(self) -> None:
        """Take the line."""

    def close(self) -> None:
        """Give the line back."""

    def state(self) -> ModemState:
        """Return how it is."""

    def send(self, wish: PartWish) -> None:
        """Begin to send a part; told says what came of it. Raises ModemBusy."""

    def told(self) -> tuple[PartTold, ...]:
        """Return what became known since the last call."""


class SilentModem:
    """A modem that never sends, and why (a code): for books whose telephone numbers are invented."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def open(self) -> None:
        """Take no line."""

    def close(self) -> None:
        """There is no line to give back."""

    def state(self) -> ModemState:
        """Return why it does not send."""
        return ModemState(self._reason)

    def send(self, wish: PartWish) -> None:
        """Refuse. Raises ModemBusy."""
        raise ModemBusy(self._reason)

    def told(self) -> tuple[PartTold, ...]:
        """Return nothing: nothing is ever sent."""
        return ()
