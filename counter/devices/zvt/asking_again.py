"""When a terminal is asked once more for an outcome that it did not tell: soon at first, then less often."""

from dataclasses import dataclass

from counter.devices.zvt.wish import Wish

ENQUIRE_AGAIN_S = (2.0, 10.0, 30.0, 60.0)


@dataclass(slots=True)
class AskingAgain:
    """At most one wish whose outcome is asked for again; times in seconds, any zero."""

    _wish: Wish | None = None
    _at: float = 0.0
    _times: int = 0
    _surely: bool = False

    def begin(self, wish: Wish, now: float, *, surely: bool = False) -> None:
        """Let a wish whose outcome became unknown now be asked about soon; surely: also where the books hold it."""
        self._times, self._surely = 0, surely
        self.later(wish, now)

    def later(self, wish: Wish, now: float) -> None:
        """Let a wish that the terminal was asked about in vain be asked about again, later than the last time."""
        self._wish, self._at = wish, now + ENQUIRE_AGAIN_S[min(self._times, len(ENQUIRE_AGAIN_S) - 1)]
        self._times += 1

    def due(self, now: float) -> Wish | None:
        """Return the wish to be asked about now, once."""
        if self._wish is None or now < self._at:
            return None
        wish, self._wish = self._wish, None
        return wish

    def stop(self, intent_id: str = "") -> None:
        """Ask no more about whatever it is, or about one intent that the books hold."""
        if self._wish is not None and (not intent_id or (intent_id == self._wish.intent_id and not self._surely)):
            self._wish = None
