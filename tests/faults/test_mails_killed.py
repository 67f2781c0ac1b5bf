"""The power goes while letters are written as e-mails: the folder is whole and recorded, or it was never there."""

import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest

from counter.desk.change_settings import change_settings
from counter.desk.email_letters import note_written, preview_mails, save_email
from counter.desk.letter_settings import LetterSettings
from counter.desk.letters import preview, send_letters
from counter.desk.long_work import never, no_progress
from counter.desk.message_settings import ADDRESS
from counter.files.mail_folder import MailFolders
from db.queries import dunning
from tests.desk.office import EVEN, MANAGER, ODD, SUPERVISOR, Desk, HandClock, desk_at
from tests.faults.killing import NEVER, Steps, run_killed, steps_of, was_killed
from tests.faults.office_killed import make_office
from tests.files.test_mails import MAIL

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

NAMES = {"L2026-000001.eml", "L2026-000002.eml"}


def addressed(desk: Desk) -> None:
    """Letters to two owners with e-mail addresses."""
    address = {ADDRESS: "office@garden.example"}
    change_settings(desk.books, address, desk.clock.today(), request_id="office", staff=MANAGER)
    for unit in (EVEN, ODD):
        save_email(desk.books, unit, f"owner{unit}@example.net", request_id=f"a{unit}", staff=SUPERVISOR)
    campaign = preview(desk.connection, desk.clock.today(), desk.office, LetterSettings(), desk.words)
    send_letters(desk.books, campaign, request_id="le", staff=MANAGER, words=desk.words)


def folders_of(desk: Desk, root: Path) -> MailFolders:
    def recorded(request: str) -> bool:
        with closing(desk.books.reader()) as reader:
            return dunning.is_posted(reader.connection(), request)

    return MailFolders(root / "notes", recorded)


def written(desk: Desk, root: Path) -> None:
    """Write both letters as e-mails onto the stick."""
    letters = dunning.letters_of_request(desk.connection, "le")
    found = preview_mails(desk.connection, letters, desk.clock.today().isoformat()).mails
    mails = [(f"{each.number}.eml", MAIL) for each in found]
    folders_of(desk, root).write(
        root / "stick" / "email", "wr", mails, len(mails),
        lambda: note_written(desk.books, found, request_id="wr", staff=MANAGER), no_progress, never,
    )  # fmt: skip


def test_wherever_the_power_goes_the_folder_gets_its_name_or_was_never_there(tmp_path: Path) -> None:
    office = make_office(tmp_path / "office", addressed)

    def run(root: Path, at: int) -> Path:
        shutil.copytree(office.parent, root)
        steps = Steps(at, every_statement=False, disk=True)
        assert was_killed(run_killed(root / "books.sqlite", HandClock(), lambda desk: written(desk, root), steps))
        return root

    trial = Path(shutil.copytree(office.parent, tmp_path / "trial"))
    steps = steps_of(trial / "books.sqlite", HandClock(), lambda desk: written(desk, trial), every_statement=False,
                     disk=True)  # fmt: skip
    assert len(steps) < NEVER
    found = {True: 0, False: 0}
    left_over = 0
    for at in range(len(steps)):
        root = run(tmp_path / f"at{at}", at)
        left_over += any((root / "stick").glob("*.part")) if (root / "stick").exists() else 0
        desk = desk_at(root / "books.sqlite")
        folders = folders_of(desk, root)
        recorded = folders.recorded("wr")
        found[recorded] += 1
        folders.finish()
        there = {each.name: {one.name for one in each.iterdir()} for each in (root / "stick").glob("*")}
        assert there == ({"email": NAMES} if recorded else {}), f"killed before {steps[at]}, step {at}"
        assert list((root / "notes").glob("*.unfinished")) == []
        assert folders.finish() == []
        desk.books.close()
    assert min(found.values()) >= 2, "it has to be cut on either side of the record"
    assert left_over >= 2, "without finishing, folders would stay behind unnamed"


def test_a_stick_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    posted: list[str] = []
    folders = MailFolders(tmp_path / "notes", posted.__contains__)
    stick = tmp_path / "stick"

    def pulled() -> None:
        posted.append("wr")
        stick.rename(tmp_path / "pocket")

    assert folders.write(stick / "email", "wr", [("a.eml", MAIL)], 1, pulled, no_progress, never) == stick / "email"
    assert folders.finish() == []
    (tmp_path / "pocket").rename(stick)
    assert folders.finish() == [stick / "email"]
    assert [each.name for each in stick.rglob("*")] == ["email", "a.eml"]
