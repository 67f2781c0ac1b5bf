"""What somebody is told when they log in: settings that could not be used, numbers lost, what waits for them."""

from counter.presenters.waiting import late_cases, waiting_for
from counter.screens.shell import Shell
from counter.wiring.parts import OfficeParts
from counter.words.errors import explain
from db.numbers import LostNumbersOpen
from db.queries.bridges import open_epoch


class ToldAtLogIn:
    """Speaks on the shell of one window; what was wrong with the settings is said once."""

    def __init__(self, parts: OfficeParts, shell: Shell) -> None:
        self._parts, self._shell = parts, shell
        self._problems = parts.loaded.problems

    def tell(self) -> None:
        """Say it all, the gravest last: it lies on top."""
        self._tell_problems()
        self._tell_requests()
        self._tell_lost_numbers()

    def _tell_problems(self) -> None:
        """Say what was wrong with the settings of this computer; the window works with what was usable."""
        session = self._parts.session
        problems, self._problems = self._problems, ()
        if problems:
            told = [explain(each, session.words) for each in problems]
            text = "\n\n".join(each.whole for each in told if each is not None)
            self._shell.notice(session.words("The settings of this computer"), text)

    def _tell_requests(self) -> None:
        """Say to whoever may decide them that requests wait."""
        session = self._parts.session
        if (late := late_cases(session))[0]:
            self._shell.say("plain", *late)
        waiting = waiting_for(session)
        if waiting:
            w = session.words
            self._shell.say(
                "plain", w.n("{n} request waits for you", "{n} requests wait for you", waiting), w("Till, F4")
            )

    def _tell_lost_numbers(self) -> None:
        """After a copy was brought back: say what has to be done before the first payment."""
        session = self._parts.session
        if open_epoch(session.connection):
            told = session.told(LostNumbersOpen(0))
            self._shell.notice(session.words("Went on from a copy"), told.whole)
