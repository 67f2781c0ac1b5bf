"""What the simulated terminal has taken: the bank's side of the story, which tests compare with the books."""

from dataclasses import dataclass, field
from datetime import datetime

from counter.devices.zvt_simulator.wire import figures, message

TERMINAL = 52_500_038


@dataclass(slots=True)
class Booking:
    """One payment, or a refund; amount in minor units, negative where it went back."""

    receipt: int
    trace: int
    amount: int
    currency: bytes
    at: datetime
    card: str
    reversed: bool = False


@dataclass(slots=True)
class Ledger:
    """The payments of a day, oldest first; closed: those of days before."""

    bookings: list[Booking] = field(default_factory=list)
    closed: list[Booking] = field(default_factory=list)
    next_receipt: int = 1
    next_trace: int = 100

    def begin_at(self, now: datetime) -> None:
        """Begin with numbers that no terminal begun at another moment has given: the books may hold those."""
        self.next_receipt = now.hour * 60 + now.minute + 1
        self.next_trace = now.toordinal() % 900_000 + now.hour * 3600 + now.minute * 60 + now.second + 1

    def book(self, amount: int, currency: bytes, at: datetime, card: str) -> Booking:
        """Take a payment."""
        made = Booking(self.next_receipt, self.next_trace, amount, currency, at, card)
        self.next_receipt = self.next_receipt % 9999 + 1
        self.next_trace = self.next_trace % 999_999 + 1
        self.bookings.append(made)
        return made

    @property
    def standing(self) -> list[Booking]:
        """Return what was taken and not taken back."""
        return [each for each in (*self.closed, *self.bookings) if not each.reversed]

    def last(self, before: int = 0) -> Booking | None:
        """Return the last payment, or one so many before it."""
        every = [*self.closed, *self.bookings]
        return every[-1 - before] if len(every) > before else None

    def by_receipt(self, receipt: int) -> Booking | None:
        """Return the newest payment with a receipt number."""
        return next((each for each in reversed(self.bookings) if each.receipt == receipt), None)

    def close(self) -> bytes:
        """End the day; returns the status information that tells its sums."""
        standing = [each for each in self.bookings if not each.reversed]
        total = sum(each.amount for each in standing)
        first, last = (self.bookings[0].receipt, self.bookings[-1].receipt) if self.bookings else (0, 0)
        parts = [bytes([len(standing)]) + figures(max(total, 0), 6), *[bytes(1) + figures(0, 6)] * 6]
        totals = figures(first, 2) + figures(last, 2) + b"".join(parts)
        size = "".join(f"F{figure}" for figure in f"{len(totals):03d}")
        self.closed += self.bookings
        self.bookings = []
        return message("040F", b"\x27\x00\x04", figures(max(total, 0), 6), b"\x60", bytes.fromhex(size), totals)


def told(one: Booking, result: int) -> bytes:
    """Return the status information of a payment or refund; it names no sign."""
    card = bytes.fromhex(one.card.replace("*", "E"))
    return message(
        "040F",
        bytes([0x27, result]),
        b"\x04", figures(abs(one.amount), 6),
        b"\x49", one.currency,
        b"\x0b", figures(one.trace, 3),
        b"\x0c", figures(f"{one.at:%H%M%S}", 3),
        b"\x0d", figures(f"{one.at:%m%d}", 2),
        b"\x29", figures(TERMINAL, 4),
        b"\x87", figures(one.receipt, 2),
        b"\x88", figures(one.trace, 3),
        b"\x22", bytes([0xF0 + len(card) // 10, 0xF0 + len(card) % 10]), card,
        b"\x3b", f"A{one.trace:06d}".encode().ljust(8, b"\0"),
        b"\x8a\x05",
        b"\x8b\xf0\xf5", b"Visa\0",
    )  # fmt: skip
