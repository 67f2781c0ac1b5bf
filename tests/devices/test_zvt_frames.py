"""ZVT frames against the published vectors, in whatever pieces and however spoiled they come."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.tenders import TenderIn, checked, masked_slip
from counter.devices.zvt import encode_frame
from counter.devices.zvt.apdu import CannotEncode, authorise, decode_apdu, encode_apdu, register, reverse
from counter.devices.zvt.dialogue import Dialogue
from counter.devices.zvt.frame import FrameReader, Sign
from counter.devices.zvt.link import NetworkLink, SerialLink
from counter.devices.zvt.status import Identity, Status, fields_of, masked, read_status
from counter.devices.zvt_simulator.wire import unwrap, wrap
from counter.rules.tender import TenderKind, holds_card_number

VECTORS = (
    ("80 00 00", "10 02 80 00 00 10 03 F5 1F"),
    ("06 01 0A 04 00 00 00 01 10 00 49 09 78", "10 02 06 01 0A 04 00 00 00 01 10 10 00 49 09 78 10 03 F2 FF"),
)
few = settings(max_examples=settings().max_examples // 4)


@pytest.mark.parametrize(("apdu", "framed"), VECTORS)
def test_the_published_vectors_are_framed_byte_for_byte_by_driver_and_simulator(apdu: str, framed: str) -> None:
    assert encode_frame(bytes.fromhex(apdu)) == bytes.fromhex(framed)
    assert wrap(bytes.fromhex(apdu)) == bytes.fromhex(framed)
    assert list(FrameReader().feed(bytes.fromhex(framed))) == [bytes.fromhex(apdu)]
    assert unwrap(bytes.fromhex(framed)) == (b"=" + bytes.fromhex(apdu), b"")


def test_the_payment_of_the_published_vector_is_the_one_that_is_sent() -> None:
    assert encode_frame(authorise(11_000, "EUR")) == bytes.fromhex(VECTORS[1][1])


@few
@given(st.binary(max_size=80), st.lists(st.integers(1, 30), max_size=12))
def test_every_apdu_comes_back_whole_in_whatever_pieces_it_comes(apdu: bytes, cuts: list[int]) -> None:
    line, reader, found = encode_frame(apdu), FrameReader(), list[bytes | Sign]()
    assert line == wrap(apdu)
    for cut in (*cuts, len(line)):
        found += reader.feed(line[:cut])
        line = line[cut:]
    assert found == [apdu]
    assert not reader.inside


@few
@given(st.binary(min_size=3, max_size=40), st.data())
def test_a_byte_that_flipped_is_never_taken_for_the_apdu(apdu: bytes, data: st.DataObject) -> None:
    line = bytearray(encode_frame(apdu))
    at = data.draw(st.integers(2, len(line) - 1))
    line[at] ^= data.draw(st.integers(1, 255))
    assert [each for each in FrameReader().feed(bytes(line)) if each == apdu] == []


@few
@given(st.lists(st.binary(max_size=60), max_size=12))
def test_garbage_neither_hangs_nor_throws_and_a_frame_behind_it_is_read(garbage: list[bytes]) -> None:
    link, network = Dialogue(SerialLink()), Dialogue(NetworkLink())
    for at, piece in enumerate(garbage):
        for each in (link, network):
            each.heard(piece, float(at))
            each.tick(float(at))
            each.link.outgoing()
    reader = FrameReader()
    for piece in garbage:
        list(reader.feed(piece))
    reader.reset()
    assert list(reader.feed(encode_frame(b"\x80\x00\x00"))) == [b"\x80\x00\x00"]


@few
@given(st.binary(max_size=120))
def test_status_fields_of_any_bytes_are_read_without_a_throw(data: bytes) -> None:
    assert sum(len(value) for _tag, value in fields_of(data)) <= len(data)
    status = read_status(data)
    assert sum(figure.isdecimal() for figure in status.card) <= 10


@few
@given(
    card=st.binary(max_size=19),
    code=st.binary(min_size=8, max_size=8),
    figures=st.from_regex("[0-9]{22}", fullmatch=True),
)
def test_whatever_a_terminal_says_of_an_approved_payment_its_slip_can_be_kept(
    card: bytes, code: bytes, figures: str
) -> None:
    """One that the books refused would leave a payment that was taken without a receipt."""
    size = bytes([0xF0 + len(card) // 10, 0xF0 + len(card) % 10])
    parts = b"".join(
        tag + bytes.fromhex(figures[at : at + long])
        for tag, at, long in ((b"\x29", 0, 8), (b"\x87", 8, 4), (b"\x0b", 12, 6), (b"\x0c", 16, 6), (b"\x0d", 2, 4))
    )
    status = read_status(b"\x27\x00\x04" + bytes(5) + b"\x99" + parts + b"\x3b" + code + b"\x22" + size + card)
    assert status.is_approved
    kept = checked(TenderIn(TenderKind.CARD, 99, masked_slip(status.slip)), "2026-11-23")
    assert kept.evidence is not None
    assert not holds_card_number(kept.evidence + (kept.details or "").replace('"', " "))


def test_a_made_reference_never_looks_like_a_cards_number() -> None:
    """Twelve figures in a row pass the check sum of a card by chance, one time in ten."""
    for trace in range(200):
        slip = last_status(trace).slip
        assert not holds_card_number(slip["reference"])
        assert masked_slip(slip) == slip


def last_status(trace: int) -> Status:
    identity = Identity("52500038", "0017", f"{trace:06d}", "1123", "083015")
    return Status(0, 100, "0156", identity, "622202******0123", "A1", "", b"")


@few
@given(st.binary(min_size=2, max_size=2), st.binary(max_size=400))
def test_lengths_of_one_and_of_three_bytes_come_back(kind: bytes, data: bytes) -> None:
    read = decode_apdu(encode_apdu(kind, data))
    assert read is not None
    assert (read.kind, read.data) == (kind, data)
    assert decode_apdu(encode_apdu(kind, data) + b"\x00") is None


def test_what_a_terminal_says_of_a_payment_is_read_with_its_card_masked() -> None:
    status = read_status(
        bytes.fromhex(
            "27 00 04 00 00 00 07 51 80 49 01 56 0B 00 01 23 0C 09 05 01 0D 11 26 29 52 50 00 38 87 00 17"
            "22 F0 F8 62 22 02 12 34 56 01 23 3B 41 31 32 33 34 35 00 00 06 03 1F 16 00 8A 05"
        )
    )
    assert status.is_approved
    assert (status.amount, status.currency) == (75_180, "0156")
    assert status.identity == Identity("52500038", "0017", "000123", "1126", "090501")
    assert status.card == "622202******0123"
    assert status.slip == {
        "terminal": "52500038", "voucher": "0017", "reference": "T112609T000123", "authorisation": "A12345",
        "card": "622202******0123",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("6222021234560123", "622202******0123"), ("622202eeeeee0123", "622202******0123"),
     ("eeeeeeeeeeee0123", "*" * 12 + "0123"),
     ("6222021234567890123f", "622202*********0123"), ("1234567", "***4567"), ("", ""), ("eeee", "")],
)  # fmt: skip
def test_a_card_number_is_masked_whatever_the_terminal_sends(sent: str, shown: str) -> None:
    assert masked(sent) == shown


def test_a_result_that_is_not_said_is_no_approval() -> None:
    assert not read_status(bytes.fromhex("04 00 00 00 07 51 80")).is_approved
    assert not read_status(b"\x27\x00").is_approved


@pytest.mark.parametrize(
    "wrong",
    [
        partial(authorise, 0, "CNY"),
        partial(authorise, 10**12, "CNY"),
        partial(register, "XXX"),
        partial(reverse, 10_000),
    ],
)
def test_figures_that_have_no_place_on_the_wire_are_refused(wrong: Callable[[], bytes]) -> None:
    with pytest.raises(CannotEncode):
        wrong()
