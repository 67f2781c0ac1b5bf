"""What the window hears of text messages: at the log-in what needs somebody, and later how far they have come."""

from collections.abc import Callable

from counter.wiring.parts import OfficeParts


class MessagesTold:
    """say speaks in the status line; moved shows the page anew. Nothing is loaded where there is no modem."""

    def __init__(self, parts: OfficeParts, say: Callable[..., object], moved: Callable[[], object]) -> None:
        self._parts, self._say, self._moved = parts, say, moved
        self._moves = 0

    def logged_in(self) -> None:
        """Say to whoever may decide about them that messages need somebody."""
        if self._parts.modem is None:
            return
        from counter.presenters.messages_waiting import undecided_messages

        undecided = undecided_messages(self._parts.session)
        if undecided[0]:
            self._say("plain", *undecided)

    def look(self) -> None:
        """Show the page anew where something moved since the last look; called while it can be seen."""
        moves = self._parts.messages.moves if self._parts.messages is not None else 0
        if moves != self._moves:
            self._moves = moves
            self._moved()
