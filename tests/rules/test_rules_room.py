"""Room numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.room import fold, index_keys, keys
from counter.rules.room_format import NoRoomFormat, RoomFormat, display, read_parts

ESTATE = RoomFormat(
    ("{building}-{entrance}-{room}", "{building}-{name}", "商铺{shop}", "{lane}弄{house}号{flat}", "车位{place}")
)
room_like = st.text("0123456789ABs-－ #号楼栋单元室弄期区商铺一二十三.\uff11\uff33\u3000", max_size=14)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("3-2-1201", "3-2-1201"),
        ("3栋2单元1201", "3-2-1201"),
        ("3号楼2单元1201室", "3-2-1201"),
        ("3 栋 2 单元 1201", "3-2-1201"),
        ("3#2-1201", "3-2-1201"),
        ("3 2 1201", "3-2-1201"),
        ("3.2.1201", "3-2-1201"),
        ("\uff13\uff0d\uff12\uff0d\uff11\uff12\uff10\uff11", "3-2-1201"),
        ("\uff13\u30002—1201", "3-2-1201"),
        ("三栋二单元1201", "3-2-1201"),
        ("二十三号楼5", "23-5"),
        ("十栋101", "10-101"),
        ("A座1201", "A-1201"),
        ("a座1201", "A-1201"),
        ("2期3栋1201", "2-3-1201"),
        ("128弄3号1201", "128-3-1201"),
        ("商铺S-12", "商铺-S-12"),
        ("商铺s12", "商铺-S12"),
        ("B1-023", "B1-023"),
        ("地下室5", "地下室-5"),
        ("东区3栋", "东区-3"),
        ("5-1201", "5-1201"),
        (" - ", ""),
        ("", ""),
    ],
)
def test_a_room_has_one_form_however_it_is_written(typed: str, canonical: str) -> None:
    assert fold(typed) == canonical


@given(st.text(max_size=20) | room_like)
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.integers(1, 99), st.integers(1, 9), st.integers(101, 3409))
def test_every_way_of_writing_a_flat_finds_it(building: int, entrance: int, room: int) -> None:
    stored = f"{building}-{entrance}-{room}"
    ways = [
        f"{building}栋{entrance}单元{room}",
        f"{building}#{entrance}-{room}",
        f"{building} {entrance} {room}",
        f"{building}{entrance}{room}",
        f"{building}-{room}",
        f"0{building}-0{entrance}-{room}",
    ]
    for typed in ways:
        assert set(keys(typed)) & set(index_keys(stored)), typed


def test_a_run_of_figures_lists_all_it_may_mean_likeliest_first() -> None:
    assert keys("321201") == ["321201", "3-2-1201", "32-1-201", "3-21-201", "32-1201", "321-201"]


def test_no_building_entrance_or_room_begins_with_nothing() -> None:
    assert keys("300101") == ["300101", "30-0101", "300-101", "30-101"]
    assert keys("100012") == ["100012"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("S12", "商铺S-12"),
        ("s-12", "商铺S-12"),
        ("商铺S12", "商铺S-12"),
        ("S-12", "商铺S12"),
        ("B1-023", "车位B1-023"),
        ("B1-23", "B1-023"),
        ("B1023", "B1-023"),
        ("128-3-1201", "128弄3号1201"),
        ("03021201", "3-2-1201"),
        ("310502", "3-1-0502"),
        ("31502", "3-1-0502"),
        ("3-1-502", "3-1-0502"),
        ("310502", "3-1-502"),
    ],
)
def test_shops_and_parking_places_are_found_without_their_words(typed: str, stored: str) -> None:
    assert set(keys(typed)) & set(index_keys(stored))


def test_nothing_typed_means_no_room() -> None:
    assert keys(" ") == []
    assert index_keys("") == []


@given(st.text(max_size=20) | room_like)
def test_keys_are_canonical_and_none_is_listed_twice(text: str) -> None:
    found = keys(text)
    assert len(set(found)) == len(found)
    assert [fold(key) for key in found] == found


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"building": "3", "entrance": "2", "room": "1201"}, "3-2-1201"),
        ({"building": "5", "name": "1201"}, "5-1201"),
        ({"shop": "S-12"}, "商铺S-12"),
        ({"place": "B1-023"}, "车位B1-023"),
        ({"lane": "128", "house": "3", "flat": "1201"}, "128弄3号1201"),
    ],
)
def test_the_estates_own_format_shows_and_reads_a_room(parts: dict[str, str], shown: str) -> None:
    assert display(parts, ESTATE) == shown
    assert read_parts(shown, ESTATE) == parts


def test_a_room_written_differently_is_read_into_the_estates_parts() -> None:
    parts = {"building": "3", "entrance": "2", "room": "1201"}
    assert read_parts("3栋2单元1201室", ESTATE) == parts
    assert read_parts("", ESTATE) is None


def test_empty_parts_choose_the_shorter_pattern() -> None:
    assert display({"building": "5", "entrance": "", "name": "1201"}, ESTATE) == "5-1201"


def test_parts_without_a_pattern_are_refused() -> None:
    with pytest.raises(NoRoomFormat) as caught:
        display({"tower": "1"}, ESTATE)
    assert caught.value.parts == "tower"


@given(st.integers(1, 99), st.integers(1, 9), st.integers(1, 9999))
def test_numbered_parts_survive_showing_and_reading(building: int, entrance: int, room: int) -> None:
    parts = {"building": str(building), "entrance": str(entrance), "room": str(room)}
    assert read_parts(display(parts, ESTATE), ESTATE) == parts
