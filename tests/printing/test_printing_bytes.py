import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from printing.blocks import Code, Paper, Text, Title
from printing.canvas import Painter
from printing.codes import QUIET, code_module, qr_matrix, side_at_most
from printing.drawer import kick_bytes
from printing.encode import encoded, text_bytes
from printing.escpos import receipt_bytes
from printing.preview import preview
from printing.profile import Encoding, ThermalProfile
from printing.simulator import run
from printing.thermal import Line, Span, lay_out
from tests.printing.samples import FONTS, QR, marked, receipt_en, receipt_zh, z_report_zh

ENCODINGS: tuple[Encoding, ...] = ("gb18030", "gbk", "utf-8")
PAINTER = Painter(FONTS)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=12)
MIXED = st.text("物业费，。：（）￥×①㎡ abcXYZ0123456789.,-", max_size=40)


def laid_text(paper: Paper, columns: int) -> list[str]:
    return [line.text.rstrip() for line in lay_out(paper, columns) if isinstance(line, Line) and line.text.strip()]


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("paper", [receipt_zh(), z_report_zh()], ids=["receipt", "z"])
def test_the_printer_reads_back_the_very_lines_that_were_laid_out(
    paper: Paper, encoding: Encoding, columns: int
) -> None:
    printed = run(receipt_bytes(paper, ThermalProfile(columns, encoding), FONTS), columns, FONTS)
    assert [line for line in printed.lines if line.strip()] == laid_text(paper, columns)
    assert [event.kind for event in printed.events] == ["qr", "cut"]


@settings(max_examples=40, deadline=None)
@given(MIXED, HAN, st.sampled_from(ENCODINGS), st.sampled_from([32, 42, 48]))
def test_whatever_the_printer_has_comes_back_as_text(text: str, han: str, encoding: Encoding, columns: int) -> None:
    paper = Paper("x", "x", "zh_CN", (Title(han), Text(text)))
    printed = run(receipt_bytes(paper, ThermalProfile(columns, encoding), FONTS), columns, FONTS)
    assert [line for line in printed.lines if line.strip()] == laid_text(paper, columns)
    assert [event.kind for event in printed.events] == ["cut"]


# Taken when every line was encoded by itself; whoever changes a paper's look on purpose takes them anew.
@pytest.mark.parametrize(
    ("encoding", "digest"),
    [
        ("gb18030", "66e2e6140dc84a1e"),
        ("gbk", "66e2e6140dc84a1e"),
        ("utf-8", "7cf7e7f90561acf0"),
        ("bitmap", "1a3545ad4fa27816"),
    ],
)
def test_the_bytes_of_a_receipt_are_those_that_were_approved(encoding: Encoding, digest: str) -> None:
    data = receipt_bytes(marked(receipt_zh()), ThermalProfile(48, encoding), FONTS)
    assert sha256(data).hexdigest()[:16] == digest


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.text("物业费 ￥×①²é𠮷aB1.-", max_size=9), st.booleans(), st.sampled_from([1, 2])), max_size=5)
)
def test_lines_encoded_at_once_are_the_lines_encoded_one_by_one(spans: list[tuple[str, bool, int]]) -> None:
    lines = [Line(()), *(Line((Span(*span), Span("12"))) for span in spans)]
    for encoding in ENCODINGS:
        profile = ThermalProfile(48, encoding)
        assert text_bytes(lines, profile, PAINTER) == b"".join(text_bytes([line], profile, PAINTER) for line in lines)


@settings(max_examples=25, deadline=None)
@given(
    st.text("ABC-abc0123456789物", min_size=1, max_size=120), st.sampled_from([3, 6, 9]), st.sampled_from([288, 576])
)
def test_a_module_is_as_large_as_if_the_code_had_been_drawn(content: str, wished: int, dots: int) -> None:
    drawn = len(qr_matrix(content))
    assert drawn <= side_at_most(content)
    assert code_module(content, wished, dots) == max(min(wished, dots // (drawn + 2 * QUIET)), 1)


def test_big_han_is_sized_with_both_commands() -> None:
    data = receipt_bytes(Paper("x", "x", "zh_CN", (Title("收据"),)), ThermalProfile(32), FONTS)
    assert b"\x1d!\x11\x1c&\x1c!\x0c" + "收据".encode("gb18030") + b"\x1c!\x00\x1c.\x1d!\x00" in data


@pytest.mark.parametrize("rare", ["㐀", "𠮷", "龦"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_rare_surname_is_printed_as_a_picture_and_never_as_junk(rare: str, encoding: Encoding) -> None:
    paper = Paper("x", "x", "zh_CN", (Text(f"交款人 {rare}文静"), Text("普通")))
    printed = run(receipt_bytes(paper, ThermalProfile(32, encoding), FONTS), 32, FONTS)
    assert [event.kind for event in printed.events] == ["raster", "cut"]
    assert "普通" in printed.lines


def test_a_character_no_face_has_is_told_by_its_code_and_differs_from_another() -> None:
    def picture(char: str) -> bytes:
        data = receipt_bytes(Paper("x", "x", "zh_CN", (Text(char),)), ThermalProfile(32), FONTS)
        return run(data, 32, FONTS).picture.tobytes()

    assert picture("𠮷") != picture("𠮸")


def test_as_bitmap_everything_but_codes_is_a_picture() -> None:
    printed = run(receipt_bytes(receipt_zh(), ThermalProfile(48, "bitmap", native_qr=False), FONTS), 48, FONTS)
    assert {event.kind for event in printed.events} == {"raster", "cut"}
    assert not any(line.strip() for line in printed.lines)
    assert [found.text for found in zxingcpp.read_barcodes(printed.picture)] == [QR]


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("columns", [32, 42, 48])
def test_the_code_is_read_back_from_the_paper_and_from_the_preview(columns: int, native: bool) -> None:
    profile = ThermalProfile(columns, native_qr=native)
    printed = run(receipt_bytes(receipt_en(), profile, FONTS), columns, FONTS)
    assert [found.text for found in zxingcpp.read_barcodes(printed.picture)] == [QR]
    assert [found.text for found in zxingcpp.read_barcodes(preview(receipt_en(), profile, FONTS))] == [QR]


@settings(max_examples=25, deadline=None)
@given(st.text("ABCDEF0123456789:-", min_size=1, max_size=90))
def test_any_code_of_ours_is_readable(content: str) -> None:
    picture = preview(Paper("x", "x", "en", (Code(content),)), ThermalProfile(32), FONTS)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [content]


def test_a_code_is_never_wider_than_the_paper() -> None:
    content = "C" * 300
    printed = run(receipt_bytes(Paper("x", "x", "en", (Code(content),)), ThermalProfile(32), FONTS), 32, FONTS)
    assert (len(qr_matrix(content)) + 8) * 4 <= 384
    assert [found.text for found in zxingcpp.read_barcodes(printed.picture)] == [content]


@pytest.mark.parametrize(("pin", "expected"), [(2, "1b700019fa"), (5, "1b700119fa")])
def test_the_drawer_pulse_is_the_one_drawers_know(pin: int, expected: str) -> None:
    assert kick_bytes(pin).hex() == expected


def test_there_is_no_third_drawer_pin() -> None:
    with pytest.raises(ValueError, match="3"):
        kick_bytes(3)


def test_a_pulse_opens_the_drawer_and_leaves_nothing_on_the_paper() -> None:
    printed = run(kick_bytes(5), 48, FONTS)
    assert ([(event.kind, event.value) for event in printed.events], printed.lines) == ([("drawer", "5")], ())


@pytest.mark.parametrize(("cut", "told"), [("full", ["full"]), ("partial", ["partial"]), ("none", [])])
def test_the_paper_is_cut_as_the_profile_says(cut: str, told: list[str]) -> None:
    profile = ThermalProfile(48, cut=cut)  # type: ignore[arg-type]
    events = run(receipt_bytes(Paper("x", "x", "en", (Text("a"),)), profile, FONTS), 48, FONTS).events
    assert [event.value for event in events if event.kind == "cut"] == told


def test_the_simulator_tells_what_a_real_printer_would_spoil() -> None:
    four_bytes = (
        b"\x1b@\x1c&" + "𠮷".encode("gb18030") + b"\x1c.\n" + "费".encode("gb18030") + b"\n" + b"x" * 33 + b"\n"
    )
    printed = run(four_bytes, 32, FONTS)
    assert [event.kind for event in printed.events] == ["bad_byte", "bad_byte", "bad_byte", "overflow"]
    assert printed.lines == ("?", "??", "x" * 32, "x")


def test_every_character_of_a_line_decides_whether_it_is_text() -> None:
    assert encoded("物业费 1.00 ￥", "gb18030") == "物业费 1.00 ￥".encode("gb18030")
    assert encoded("物业费 ¥", "gbk") is None
    assert encoded("é𠮷", "utf-8") is None
    assert encoded("a", "bitmap") is None


def test_the_library_leaves_its_cache_with_us_and_nothing_elsewhere(tmp_path: Path) -> None:
    # In a process of its own: the library writes its cache once, when it is first imported.
    cache = tmp_path / "cache"
    code = (
        "import sys, tempfile; from pathlib import Path; from printing.escpos import use_cache;"
        "cache = Path(sys.argv[1]); use_cache(cache);"
        "from escpos.printer import Dummy; Dummy();"
        "assert tempfile.gettempdir() != str(cache / 'scratch')"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(cache)], check=True, cwd=root)
    assert list(cache.rglob("*.pickle"))


def test_preview_shows_as_many_dots_as_the_paper_has() -> None:
    assert preview(receipt_zh(), ThermalProfile(32), FONTS).width == 384 + 48
    assert preview(receipt_zh(), ThermalProfile(48), FONTS).width == 576 + 48
