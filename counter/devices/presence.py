"""Whether a terminal is there: registered, asked now and then how it is, registered again when it was silent."""

from dataclasses import dataclass

from counter.devices.card_terminal import TerminalOffline, TerminalReady, TerminalStatus

REGISTER_AGAIN_S = 10.0
PING_S = 30.0


@dataclass(slots=True)
class Presence:
    """offline: why it is not ready (a code); times in seconds of the core's own count."""

    registered: bool = False
    offline: str = "not_found"
    _register_at: float | None = None
    _ping_at: float = 0.0

    @property
    def status(self) -> TerminalStatus:
        """Return how it is."""
        return TerminalReady() if self.registered else TerminalOffline(self.offline)

    def line_up(self, now: float) -> None:
        """The line is there: it has to be registered."""
        self._register_at = now

    def line_down(self, reason: str) -> None:
        """The line is not there."""
        self.registered, self.offline, self._register_at = False, reason, None

    def spoke(self, now: float) -> None:
        """It answered something."""
        self._ping_at = now + PING_S

    def was_registered(self, now: float) -> None:
        """It took the registration."""
        self.registered = True
        self.spoke(now)

    def lost(self, reason: str, now: float) -> None:
        """It was silent, or refused: register it again later."""
        self.registered, self.offline, self._register_at = False, reason, now + REGISTER_AGAIN_S

    def must_register(self, now: float) -> bool:
        """Whether it is to be registered now; tells it once."""
        due = self._register_at is not None and now >= self._register_at
        if due:
            self._register_at = None
        return due

    def must_ping(self, now: float) -> bool:
        """Whether it has been quiet for so long that it is asked how it is; tells it once."""
        due = self.registered and now >= self._ping_at
        if due:
            self._ping_at = now + PING_S
        return due
