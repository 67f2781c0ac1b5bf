"""Who is at the window: PINs proved against their argon2 hash, with a growing delay after wrong ones."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from counter.rules.fold import to_ascii
from counter.rules.permissions import Act, require
from db.books import Books
from db.faults import ClockFarAhead
from db.queries import people

_FREE_ATTEMPTS = 3
_LONGEST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff whose PIN has just been proved, or who is logged in."""

    staff_id: int
    name: str
    role: str

    def require(self, act: Act) -> None:
        """Raise NotAllowed where this person may not do an act."""
        require(self.role, act)


class UnknownStaff(Exception):
    """Nobody of this number works here now."""

    code = "unknown_staff"

    def __init__(self, staff_id: int) -> None:
        super().__init__(staff_id)
        self.staff_id = staff_id


class WrongPin(Exception):
    """The PIN is wrong; wait_seconds is how long it is not asked again."""

    code = "wrong_pin"

    def __init__(self, name: str, wait_seconds: int) -> None:
        super().__init__(name, wait_seconds)
        self.name = name
        self.wait_seconds = wait_seconds


class PinLocked(Exception):
    """Too many wrong PINs: this person must wait."""

    code = "pin_locked"

    def __init__(self, name: str, wait_seconds: int) -> None:
        super().__init__(name, wait_seconds)
        self.name = name
        self.wait_seconds = wait_seconds


class PinTooShort(Exception):
    """A PIN has at least four figures."""

    code = "pin_too_short"

    def __init__(self, least: int) -> None:
        super().__init__(least)
        self.least = least


def hash_pin(pin: str) -> str:
    """Return the argon2 hash of a PIN, figures of any width; raises PinTooShort."""
    from argon2 import PasswordHasher

    pin = to_ascii(pin)
    if len(pin) < 4 or not (pin.isascii() and pin.isdigit()):
        raise PinTooShort(4)
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(pin)


def prove(books: Books, staff_id: int, pin: str) -> Person:
    """Return the person whose PIN this is. Raises UnknownStaff (from the day they left), WrongPin, PinLocked.

    The delay doubles with each failure past the third and is kept across restarts.
    """
    reader = books.reader()
    try:
        found = people.staff(reader.connection(), staff_id)
        state = people.backoff(reader.connection(), staff_id)
    finally:
        reader.close()
    if found is None or (found.until is not None and found.until <= books.clock.today().isoformat()):
        raise UnknownStaff(staff_id)
    now = books.clock.now()
    wait = _seconds_until(state.not_before, now)
    if wait > 0:
        raise PinLocked(found.name, wait)
    if _matches(found.pin_hash, pin):
        if state.failures:
            _remember(books, staff_id, 0, now)
        return Person(found.id, found.name, found.role)
    failures = state.failures + 1
    pause = _pause(failures)
    _remember(books, staff_id, failures, now + pause)
    # A clock that nobody has confirmed yet keeps the event out; the failure itself is counted above.
    with suppress(ClockFarAhead), books.transaction(f"pin-{staff_id}-{now.timestamp()}", staff_id=staff_id) as tx:
        tx.post("log_in_failed", {"who": staff_id, "failures": failures})
    raise WrongPin(found.name, pause // timedelta(seconds=1))


def log_in(books: Books, request_id: str, person: Person, till: int) -> None:
    """Record who is at the window now. Raises ClockFarAhead."""
    with books.transaction(request_id, staff_id=person.staff_id, till=till) as tx:
        if not tx.earlier:
            tx.post("logged_in", {"role": person.role})


def _matches(pin_hash: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerifyMismatchError

    try:
        return PasswordHasher().verify(pin_hash, to_ascii(pin))
    except (VerifyMismatchError, InvalidHashError):
        return False


def _pause(failures: int) -> timedelta:
    if failures < _FREE_ATTEMPTS:
        return timedelta(0)
    return min(timedelta(seconds=15 << min(failures - _FREE_ATTEMPTS, 12)), _LONGEST)


def _remember(books: Books, staff_id: int, failures: int, not_before: datetime) -> None:
    with books.machine() as connection:
        people.set_backoff(connection, staff_id, people.Backoff(failures, not_before.astimezone(UTC).isoformat()))


def _seconds_until(not_before: str, now: datetime) -> int:
    if not not_before:
        return 0
    # Begun seconds count whole: the floor of the negative is the ceiling.
    return max(0, -((now - datetime.fromisoformat(not_before)) // timedelta(seconds=1)))
