"""The table: many rows, one selected, ticked by Space."""

import pytest

from counter.screens.look import DARK, LIGHT, Look, Palette
from counter.screens.widgets.columns import Column
from counter.screens.widgets.table import Row, Table
from tests.screens.kit import Stage, assert_nothing_clipped

COLUMNS = (Column("item", "Fee item", 120, 2), Column("period", "Period", 90), Column("owed", "Owed", 90, 0, "right"))


def row(number: int, *, tick: bool | None = None, muted: bool = False) -> Row:
    return Row(str(number), (f"Property fee {number}", "0401", f"{number}.00"), tick, muted)


@pytest.fixture
def look(stage: Stage) -> Look:
    return stage.dress()


def test_the_first_row_is_selected_and_the_arrows_move(stage: Stage, look: Look) -> None:
    chosen: list[str] = []
    table = Table(stage.root, look, COLUMNS, on_select=chosen.append)
    table.pack(fill="both", expand=True)
    table.set_rows(row(number) for number in range(3))
    table.focus_table()
    stage.press("Down", "Down", "Home", "End")
    assert chosen == ["0", "1", "2", "0", "2"]


def test_space_ticks_and_enter_opens_the_selected_row(stage: Stage, look: Look) -> None:
    heard: list[tuple[str, str]] = []
    table = Table(
        stage.root,
        look,
        COLUMNS,
        ticks=True,
        on_tick=lambda row_id: heard.append(("tick", row_id)),
        on_open=lambda row_id: heard.append(("open", row_id)),
    )
    table.pack(fill="both", expand=True)
    table.set_rows([row(1, tick=True), row(2, tick=False)])
    table.focus_table()
    stage.press("Down", "space", "Return", "KP_Enter")
    assert heard == [("tick", "2"), ("open", "2"), ("open", "2")]


def test_a_click_on_the_box_ticks_and_a_double_click_beside_it_opens(stage: Stage, look: Look) -> None:
    heard: list[tuple[str, str]] = []
    table = Table(
        stage.root,
        look,
        COLUMNS,
        ticks=True,
        on_tick=lambda row_id: heard.append(("tick", row_id)),
        on_open=lambda row_id: heard.append(("open", row_id)),
    )
    table.pack(fill="both", expand=True)
    table.set_rows([row(1, tick=True), row(2, tick=False)])
    stage.pump()
    box = table.tree.bbox("2")
    assert box
    x, y, width, height = map(int, box)
    stage.click(table.tree, x + 20, y + height // 2)
    stage.click(table.tree, x + width // 2, y + height // 2, times=2)
    assert heard == [("tick", "2"), ("open", "2")]


def test_a_changed_row_keeps_its_place_and_the_selection(stage: Stage, look: Look) -> None:
    table = Table(stage.root, look, COLUMNS, ticks=True)
    table.pack(fill="both", expand=True)
    table.set_rows(row(number, tick=True) for number in range(3))
    table.select("1")
    table.update_row(row(1, tick=False, muted=True))
    assert [found.tick for found in table.rows] == [True, False, True]
    assert table.selected == "1"
    assert table.tree.item("1", "tags") == ("muted",)
    assert table.tree.item("1", "image") != table.tree.item("0", "image")
    with pytest.raises(KeyError):
        table.update_row(row(9))


def test_the_selected_row_stays_in_sight_when_the_table_gets_lower(stage: Stage, look: Look) -> None:
    table = Table(stage.root, look, COLUMNS)
    table.place(x=0, y=0, width=400, height=400)
    table.set_rows(row(number) for number in range(30))
    table.focus_table()
    stage.press("End")
    assert table.tree.bbox("29")
    table.place(height=200)
    stage.pump(lambda: table.tree.winfo_height() < 300)
    assert table.tree.bbox("29"), "it is not hidden below the edge"


def test_new_rows_keep_the_selected_one_where_it_is_still_there(stage: Stage, look: Look) -> None:
    table = Table(stage.root, look, COLUMNS)
    table.set_rows(row(number) for number in range(5))
    table.select("3")
    table.set_rows(row(number) for number in range(2, 7))
    assert table.selected == "3"
    table.set_rows([row(9)])
    assert table.selected == "9"
    table.set_rows([])
    assert table.selected is None


def test_the_next_page_comes_when_the_end_comes_into_sight(stage: Stage, look: Look) -> None:
    pages = [[row(number) for number in range(100 * page, 100 * page + 100)] for page in (1, 2)]
    asked: list[int] = []

    def more() -> list[Row]:
        asked.append(len(asked))
        return pages.pop(0) if pages else []

    table = Table(stage.root, look, COLUMNS, more=more)
    table.pack(fill="both", expand=True)
    table.set_rows(row(number) for number in range(100))
    table.focus_table()
    stage.pump()
    assert asked == []
    stage.press("End")
    assert len(table.rows) == 200
    stage.press("End", "End")
    assert len(table.rows) == 300
    stage.press("End", "Home", "End")
    assert len(asked) == 3


def test_ten_thousand_rows_are_shown_and_kept_as_text(stage: Stage, look: Look) -> None:
    table = Table(stage.root, look, COLUMNS)
    table.pack(fill="both", expand=True)
    table.set_rows(row(number) for number in range(10_000))
    table.focus_table()
    stage.press("End")
    assert table.selected == "9999"
    assert table.tree.set("9999", "period") == "0401"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("width", [260, 480, 1024])
def test_columns_never_need_more_than_the_table_has(stage: Stage, palette: Palette, width: int) -> None:
    look = stage.dress(palette, 1.0, (width, 400))
    table = Table(stage.root, look, COLUMNS, ticks=True)
    table.pack(fill="both", expand=True)
    table.set_rows([Row("1", ("A fee item with a very long name that nobody can shorten", "2026-Q3", "1.00"), True)])
    stage.pump()
    assert sum(int(table.tree.column(name, "width")) for name in ("#0", "item", "period", "owed")) == width
    shown = table.tree.set("1", "item")
    assert shown.endswith("…") or width == 1024
    if width > 300:
        assert_nothing_clipped(stage.root)


def test_a_yielding_column_comes_back_when_there_is_room_again(stage: Stage) -> None:
    look = stage.dress(LIGHT, 1.0, (300, 400))
    columns = (COLUMNS[0], COLUMNS[1]._replace(yields=True), COLUMNS[2])
    table = Table(stage.root, look, columns)
    table.pack(fill="both", expand=True)
    table.set_rows([row(1)])
    for width, names in ((260, ("item", "owed")), (600, ("item", "period", "owed"))):
        stage.root.tk.call("wm", "geometry", str(stage.root), f"{width}x400")
        stage.pump(lambda width=width: table.tree.winfo_width() == width)  # type: ignore[misc]
        stage.pump()
        assert table.tree.cget("displaycolumns") == names
        assert sum(int(table.tree.column(name, "width")) for name in names) == width
        assert table.tree.set("1", "period") == ("0401" if "period" in names else "…")
