"""The two bundled faces, read by fontTools."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from counter.platform import fonts

SIGNS = "¥￥×÷−·…①②③④☐☑●○↑↓←→✓²㎡≥≤–—“”‘’，。、；：（）【】《》"
FACES = [fonts.FONT_REGULAR, fonts.FONT_BOLD]


def read(path: Path) -> Any:
    return TTFont(path, lazy=True)


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_ten_digits_have_one_width(path: Path) -> None:
    font = read(path)
    names = font.getBestCmap()
    assert len({font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_signs_of_screens_and_papers_are_in_the_face(path: Path) -> None:
    names = read(path).getBestCmap()
    assert [sign for sign in SIGNS if ord(sign) not in names] == []


@pytest.mark.parametrize(
    ("path", "codec"), [(fonts.FONT_REGULAR, "gbk"), (fonts.FONT_BOLD, "gb2312")], ids=["gbk", "gb2312"]
)
def test_every_han_of_the_codec_is_in_the_face(path: Path, codec: str) -> None:
    names = read(path).getBestCmap()
    missing = []
    for point in range(0x4E00, 0xA000):
        try:
            chr(point).encode(codec)
        except UnicodeEncodeError:
            continue
        if point not in names:
            missing.append(chr(point))
    assert missing == []


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_the_face_carries_our_family_and_not_the_reserved_name(path: Path) -> None:
    names = read(path)["name"]
    assert names.getDebugName(1) == fonts.FAMILY
    assert [names.getDebugName(number) for number in (1, 3, 4, 6) if "Source" in names.getDebugName(number)] == []
    assert "Open Font License" in names.getDebugName(13)
    assert "SIL OPEN FONT LICENSE Version 1.1" in path.with_name("OFL.txt").read_text(encoding="utf-8")


def test_the_faces_are_loaded_for_this_process() -> None:
    assert fonts.register_fonts(FACES) == fonts.FontsLoaded(fonts.FAMILY)


def test_a_missing_file_gives_the_systems_own_face_and_the_reason(tmp_path: Path) -> None:
    loaded = fonts.register_fonts([tmp_path / "gone.ttf"])
    assert loaded == fonts.FontsLoaded(fonts.fallback_family(), "font file missing: gone.ttf")


def test_a_file_that_is_no_font_gives_the_systems_own_face_and_the_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    loaded = fonts.register_fonts([broken])
    assert loaded == fonts.FontsLoaded(fonts.fallback_family(), "font file refused: broken.ttf")


@pytest.mark.parametrize(
    ("platform", "family"),
    [("win32", "Microsoft YaHei UI"), ("darwin", "PingFang SC"), ("linux", "Noto Sans CJK SC")],
)
def test_each_system_has_a_chinese_family_to_fall_back_on(platform: str, family: str) -> None:
    assert fonts.fallback_family(platform) == family


def test_the_toolkit_leaves_the_persons_font_folder_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    code = "import counter.screens.root, os; print(os.environ['HOME'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "HOME": str(home)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(home), "the rest of the program sees the person's own folder"
    assert list(home.iterdir()) == []
