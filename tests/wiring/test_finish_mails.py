"""E-mails whose writing the power cut off are finished after the log-in, beside the window, and that is said."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from counter.wiring.later import Later
from tests.desk.office import MANAGER
from tests.presenters.units_office import open_office, session_of


@pytest.mark.parametrize("recorded", [True, False])
def test_a_folder_that_was_cut_off_is_finished_at_the_log_in(tmp_path: Path, recorded: bool) -> None:
    with open_office(tmp_path) as desk, session_of(desk, MANAGER) as session:
        said, done = list[tuple[str, ...]](), list[int]()

        def submit(job: Any) -> None:
            job.done(job.work(None))
            done.append(1)

        home = SimpleNamespace(papers=tmp_path / "papers")
        log = SimpleNamespace(log_event=lambda error: pytest.fail(str(error)))
        parts = cast("Any", SimpleNamespace(session=session, home=home, log=log))
        shell = cast("Any", SimpleNamespace(say=lambda *told: said.append(told)))
        later = Later(shell, parts, cast("Any", SimpleNamespace(submit=submit)), cast("Any", None),
                      receipt_changed=lambda: None, restart=lambda: None)  # fmt: skip
        later.finish_mails()
        assert (said, done) == ([], []), "where nothing was cut off nothing is looked for"
        request = desk.connection.execute("SELECT max(request_id) FROM event").fetchone()[0] if recorded else "never"
        part, notes = tmp_path / f"mails.{request}.part", home.papers / "letters"
        part.mkdir()
        notes.mkdir(parents=True)
        place = {"part": str(part), "folder": str(tmp_path / "mails")}
        (notes / f"{request}.unfinished").write_text(json.dumps(place), "utf-8")
        later.finish_mails()
        assert (part.exists(), (tmp_path / "mails").exists(), len(said)) == (False, recorded, int(recorded))
