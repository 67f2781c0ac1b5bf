"""One thing the terminal is asked to do."""

from typing import Literal, NamedTuple

from counter.devices.zvt.status import Status

Kind = Literal["register", "look", "ping", "probe", "pay", "enquire", "reverse", "refund", "settle"]
MONEY: tuple[Kind, ...] = ("pay", "reverse", "refund")


class Errand(NamedTuple):
    """A command with the intent it serves; amount in minor units."""

    kind: Kind
    command: bytes
    intent_id: str
    amount: int

    @property
    def money(self) -> bool:
        """Whether it moves money: then it is sent once."""
        return self.kind in MONEY

    def accepts(self, status: Status) -> bool:
        """Whether a payment that was taken is the one that was asked for, to the last minor unit."""
        return status.amount == self.amount and self._same_currency(status)

    def _same_currency(self, status: Status) -> bool:
        return not status.currency or bytes.fromhex(status.currency) in self.command
