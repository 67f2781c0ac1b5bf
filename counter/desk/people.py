"""Who is at the window: PINs proved against their argon2 hash, with a growing delay after wrong ones."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from counter.desk import pin_waits
from counter.rules.fold import to_ascii
from counter.rules.permissions import PERMISSIONS, Act, NotAllowed, Table, from_setting, may
from db.books import Books
from db.faults import ClockFarAhead
from db.queries import people
from db.queries.settings import value_on

_FREE_ATTEMPTS = 3
_LONGEST = timedelta(minutes=30)
ONE_TIME = "once:"
PERMISSIONS_KEY = "permissions"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff whose PIN has just been proved, or who is logged in.

    table: what each role may do, as it is in force for this person; must_change: the PIN is for one use; seen: what
    stood on the screen when this person agreed to an act.
    """

    staff_id: int
    name: str
    role: str
    table: Table = field(default_factory=lambda: PERMISSIONS, compare=False, repr=False)
    must_change: bool = field(default=False, compare=False)
    seen: str = field(default="", compare=False)

    def may(self, act: Act) -> bool:
        """Whether this person may do an act."""
        return may(self.role, act, self.table)

    def require(self, act: Act) -> None:
        """Raise NotAllowed where this person may not do an act."""
        if not self.may(act):
            raise NotAllowed(self.role, act, self.staff_id)


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


class PinMustChange(Exception):
    """A PIN for one use lets nobody do anything but choose a PIN of their own at the log-in."""

    code = "pin_must_change"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


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


def one_time(pin_hash: str) -> str:
    """Return a PIN's hash marked for one use: its owner chooses another one at the next log-in."""
    return ONE_TIME + pin_hash.removeprefix(ONE_TIME)


def prove(books: Books, staff_id: int, pin: str, till: int | None = None) -> Person:
    """Return the person whose PIN this is. Raises UnknownStaff (from the day they left), WrongPin, PinLocked.

    The delay doubles with each failure past the third and is kept across restarts. A clock set back does not shorten
    it: the wait then begins anew, and is never longer than it was. While the program runs, a clock set forward does not
    shorten it either.
    """
    now, today = books.clock.now(), books.clock.today().isoformat()
    reader = books.reader()
    try:
        found = people.staff(reader.connection(), staff_id)
        state = people.backoff(reader.connection(), staff_id)
        table = table_on(reader.connection(), today)
    finally:
        reader.close()
    if found is None or found.left(today):
        raise UnknownStaff(staff_id)
    wait = _seconds_until(state.not_before, now)
    longest = _pause(state.failures)
    if wait > longest // timedelta(seconds=1):
        wait = longest // timedelta(seconds=1)
        _remember(books, staff_id, state.failures, now + longest)
    if state.failures:  # none are left where somebody else chose another PIN
        wait = max(wait, pin_waits.left(books, staff_id))
    if wait > 0:
        raise PinLocked(found.name, wait)
    if _matches(found.pin_hash.removeprefix(ONE_TIME), pin):
        if state.failures:
            _remember(books, staff_id, 0, now)
            pin_waits.begin(books, staff_id, timedelta(0))
        return Person(found.id, found.name, found.role, table, found.pin_hash.startswith(ONE_TIME))
    failures = state.failures + 1
    pause = _pause(failures)
    _remember(books, staff_id, failures, now + pause)
    pin_waits.begin(books, staff_id, pause)
    # A clock that nobody has confirmed yet keeps the event out; the failure itself is counted above.
    request = f"pin-{staff_id}-{now.timestamp()}"
    with suppress(ClockFarAhead), books.transaction(request, staff_id=staff_id, till=till) as tx:
        tx.post("log_in_failed", {"who": staff_id, "failures": failures})
    raise WrongPin(found.name, pause // timedelta(seconds=1))


def table_on(connection: Any, day: str) -> Table:
    """Return what each role may do on a day (ISO date)."""
    return from_setting(value_on(connection, PERMISSIONS_KEY, day))


def as_of_now(connection: Any, person: Person, day: str) -> Person:
    """Return a person as the books know them on a day: their role and what the table in force lets it do.

    Whoever has left may do nothing.
    """
    row = people.staff(connection, person.staff_id)
    if row is None or row.left(day):
        return replace(person, table={role: frozenset() for role in PERMISSIONS})
    return replace(person, name=row.name, role=row.role, table=table_on(connection, day))


def log_in(books: Books, request_id: str, person: Person, till: int) -> None:
    """Record who is at the window now. Raises ClockFarAhead, PinMustChange."""
    if person.must_change:
        raise PinMustChange(person.name)
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
