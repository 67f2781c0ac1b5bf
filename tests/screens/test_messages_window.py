"""Text messages in a window: written, decided and let be by keys; nothing is cut at both sizes."""

import os
from pathlib import Path

import pytest

from counter.desk.send_sms import note_told
from counter.desk.sms_messages import MessageLog
from counter.devices.sms_modem import ModemState
from counter.presenters.arrears_page import ArrearsPlaces
from counter.screens.arrears import ArrearsScreen
from counter.screens.navigation import NavEntry
from counter.screens.shell import Shell
from counter.screens.worker import Worker
from counter.words import Language
from tests.desk.office import MANAGER
from tests.desk.sms_office import every, next_of
from tests.presenters.units_office import open_office, session_of
from tests.screens.kit import Stage, assert_nothing_clipped, texts


@pytest.mark.parametrize(("scale", "language"), [(1.0, "en"), (1.5, "zh_CN")])
def test_messages_are_written_decided_and_let_be_by_keys_and_nothing_is_cut(
    stage: Stage, tmp_path: Path, scale: float, language: Language
) -> None:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER, language) as session:
        look, w = stage.dress(scale=scale), session.words
        worker, errors = Worker(stage.root), list[BaseException]()
        shell = Shell(
            stage.root, w, look, [NavEntry("arrears", w("Arrears"), "F5")], on_lock=lambda: None,
            log=lambda error: f"E{errors.append(error)}",  # type: ignore[func-returns-value]
        )  # fmt: skip
        places = ArrearsPlaces(tmp_path, open_file=lambda path: None, modem_state=lambda: ModemState("", 67))
        shell.add_screen("arrears", lambda parent: ArrearsScreen(parent, shell, session, worker, places))
        screen = shell.show("arrears")
        assert isinstance(screen, ArrearsScreen)

        def settled(*keys: str) -> None:
            stage.press(*keys)
            stage.pump(lambda: not worker.busy and not screen.pane.busy)
            assert_nothing_clipped(stage.root)

        settled("F5")
        settled("8")
        settled("n")
        settled("1")
        settled("2")
        assert len(every(desk)) == 4
        for end in ("sent", "unknown"):
            part = next_of(desk)
            assert part is not None
            note_told(desk.books, MessageLog(), part.key, end, None, "" if end == "sent" else "timeout")
        screen.messages_moved()
        settled("Home")
        assert w("It may have arrived. Ask the owner before you send it again.") in " ".join(texts(stage.root))
        picture(stage, f"messages-{language}")
        settled("f")
        settled("a")
        picture(stage, f"messages-again-{language}")
        settled("2")
        settled("f")
        settled("l")
        settled("2")
        assert sum(each.state == "dropped" for each in every(desk).values()) == 1
        settled("1")
        settled("Return")
        settled("m")
        picture(stage, f"messages-wishes-{language}")
        settled("3")
        picture(stage, f"messages-card-{language}")
        worker.close()
        shell.close()
        assert errors == []


def picture(stage: Stage, name: str) -> None:
    folder = os.environ.get("X_PICS")
    if folder:
        from PIL import ImageGrab

        stage.pump()
        ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).save(f"{folder}/{name}.png")
