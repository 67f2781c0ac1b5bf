"""The sample estate: the same for the same seed, believable, and as sound as any books."""

from datetime import date
from pathlib import Path

import pytest

from counter.demo.days import pieces
from counter.demo.estate import sample_estate
from counter.demo.habits import office_days
from counter.demo.sample import Sample, SampleExists, make_sample
from counter.demo.team import CASHIER, PracticeKind, found_sample
from counter.desk.check_codes import unchecked
from counter.desk.letter_settings import LetterSettings
from counter.desk.long_work import Cancelled
from counter.desk.office import load_office
from counter.desk.owing import owing_units
from counter.desk.people import prove
from counter.desk.transfers import unclaimed
from counter.platform.folders import Home
from counter.rules.arrears import Segment
from counter.rules.cash import count_total
from counter.rules.tariff import recompute
from db.books import Books
from db.check import check_books
from db.store import SystemClock, open_books, open_reader

CASES = ("case_opened", "case_moved", "case_settled", "charge_adjusted")
UNDONE = ("receipt_voided", "payment_moved", "receipt_copied", "code_checked", "transfer_received")
DUNNED = ("campaign_sent", "letter_delivered", "contact_noted", "promise_made", "case_opened", "debt_written_off")
LAST = date(2026, 2, 14)


def home(folder: Path) -> Home:
    folder.mkdir(exist_ok=True)
    return Home(folder, folder)


def small(folder: Path, seed: int = 7, units: int = 24) -> Sample:
    return make_sample(home(folder), units, 1, seed, last_day=LAST)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sample]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, small(folder)


def test_the_same_seed_makes_the_same_books(made: tuple[Path, Sample], tmp_path: Path) -> None:
    assert small(tmp_path / "again") == made[1]
    assert small(tmp_path / "other", seed=8).size.head != made[1].size.head


def test_the_sample_passes_the_check(made: tuple[Path, Sample]) -> None:
    reader = open_reader(made[0] / "books.sqlite")
    report = check_books(reader, recompute=recompute)
    reader.close()
    assert list(report.findings) == []
    assert report.events == made[1].size.events


def test_every_account_of_the_sample_sums_to_zero(made: tuple[Path, Sample]) -> None:
    reader = open_reader(made[0] / "books.sqlite")
    by_fund = reader.execute_sql("SELECT fund, sum(amount) FROM posting GROUP BY fund").fetchall()
    charged, settled, still_open = (
        reader.execute_sql(f"SELECT coalesce(sum({column}), 0) FROM {table}").fetchone()[0]
        for column, table in (("amount", "charge"), ("amount", "allocation"), ("open", "open_item"))
    )
    reader.close()
    assert by_fund == [("operating", 0)]
    assert charged == settled + still_open
    assert settled > 0


def test_the_sample_covers_its_days_and_lets_nothing_wait_for_a_printer(made: tuple[Path, Sample]) -> None:
    sample = made[1]
    assert (sample.first_day, sample.last_day) == (date(2025, 3, 1), LAST)
    assert sample.size.closes == len(office_days(sample.first_day, sample.last_day))
    reader = open_reader(made[0] / "books.sqlite")
    states = reader.execute_sql("SELECT DISTINCT state FROM print_job").fetchall()
    open_tills = reader.execute_sql("SELECT count(*) FROM till_state").fetchone()[0]
    reader.close()
    assert (states, open_tills) == ([("dropped",)], 0)


def test_an_estate_of_some_size_has_something_of_everything_a_year_brings(tmp_path: Path) -> None:
    """Every kind of tender and of debtor, unclaimed transfers, codes to check, moves, voids, copies, balances."""
    small(tmp_path, units=240)
    reader = open_reader(tmp_path / "books.sqlite")
    connection = reader.connection()

    def count(question: str) -> int:
        return int(connection.execute(question).fetchone()[0])

    kinds = {row[0] for row in connection.execute("SELECT DISTINCT kind FROM tender").fetchall()}
    waiting, codes = unclaimed(connection), unchecked(connection)
    undone = {kind: count(f"SELECT count(*) FROM event WHERE kind = '{kind}'") for kind in (*UNDONE, *CASES, *DUNNED)}
    ahead = count("SELECT count(DISTINCT event_id) FROM posting WHERE account = 'paid_ahead' AND amount < 0")
    kept = count("SELECT count(DISTINCT unit_id) FROM posting WHERE account = 'balance' AND amount < 0")
    segments = {each.verdict.segment for each in owing_units(connection, LAST, LetterSettings())}
    findings = check_books(reader, recompute=recompute).findings
    reader.close()
    assert list(findings) == []
    assert segments == set(Segment)
    assert kinds == {"cash", "scan", "card", "qr_code", "transfer", "balance"}
    assert waiting
    assert {code.kind for code in codes} == {"qr_code"}
    assert [kind for kind, times in undone.items() if not times] == []
    assert min(ahead, kept) > 0


def test_the_cashier_of_the_sample_logs_in_with_the_pin_of_the_manual(made: tuple[Path, Sample]) -> None:
    books: Books = open_books(made[0] / "books.sqlite", SystemClock(), lambda last, now: "ok", "test")
    try:
        assert prove(books, 2, CASHIER.pin).name == "王芳"
    finally:
        books.close()


def test_books_that_are_there_are_never_touched(made: tuple[Path, Sample]) -> None:
    with pytest.raises(SampleExists):
        small(made[0])


def test_a_sample_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    steps: list[int] = []
    with pytest.raises(Cancelled):
        make_sample(
            home(tmp_path), 12, 1, 1, last_day=LAST, progress=lambda done, total: steps.append(done),
            cancel=lambda: len(steps) > 3,
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []
    assert steps


def test_every_closed_day_is_handed_on(tmp_path: Path) -> None:
    days: list[str] = []
    made = make_sample(
        home(tmp_path), 12, 1, 1, last_day=LAST, after_close=lambda books, closed: days.append(closed.day)
    )
    assert len(days) == made.size.closes
    assert days == sorted(set(days))


@pytest.mark.parametrize("flats", [1, 60, 1200])
def test_an_estate_of_any_size_has_no_number_twice(flats: int) -> None:
    estate = sample_estate(flats, date(2025, 3, 1), 1)
    codes = [unit.code for unit in estate.file.units]
    assert len(codes) == len(set(codes))
    assert sum(unit.kind == "flat" for unit in estate.file.units) == flats
    assert {code for household in estate.households for code in household.units} <= set(codes)


@pytest.mark.parametrize("amount", [0, 10, 12_340, 999_990])
def test_counted_pieces_add_up(amount: int) -> None:
    assert count_total(pieces(amount)) == amount


def test_what_no_coin_can_pay_is_refused() -> None:
    with pytest.raises(ValueError, match="smallest coin"):
        pieces(5)


@pytest.mark.parametrize("kind", ["sample", "training"])
def test_books_for_practice_say_which_kind_they_are(tmp_path: Path, kind: PracticeKind) -> None:
    books = open_books(home(tmp_path / "home").books, SystemClock(), lambda last, now: "ok", "1")
    found_sample(books, "b", 1, kind)
    assert load_office(books.database.connection(), date.today().isoformat()).books_kind == kind
    books.close()
