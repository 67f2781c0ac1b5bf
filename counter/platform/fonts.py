"""Make the bundled Chinese face known to this process, so that no installed font is needed.

The font files are parts of the program (`counter/fonts`, SIL Open Font License). Nothing is copied into the person's
folders and no other program sees the face. Window, preview and PDF use the same two files.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FAMILY = "Counterfoil Sans SC"
FONT_REGULAR = Path(__file__).resolve().parent.parent / "fonts" / "CounterfoilSansSC-Regular.ttf"
FONT_BOLD = FONT_REGULAR.with_name("CounterfoilSansSC-Bold.ttf")
# The Chinese face each system brings, or most often has installed.
FALLBACK_FAMILIES = {"win32": "Microsoft YaHei UI", "darwin": "PingFang SC"}
FALLBACK_ELSEWHERE = "Noto Sans CJK SC"


@dataclass(frozen=True, slots=True)
class FontsLoaded:
    """The family to name to Tk, and for the log why it is not the bundled one (None when it is)."""

    family: str
    reason: str | None = None


def fallback_family(platform: str = sys.platform) -> str:
    """The system's own Chinese family, by the value of `sys.platform`."""
    return FALLBACK_FAMILIES.get(platform, FALLBACK_ELSEWHERE)


def load_bundled_fonts() -> str:
    """Make the bundled face known and return the family name to use; call it before the first font is made.

    Never raises: when the face cannot be loaded, the system's own Chinese family is returned.
    """
    return register_fonts((FONT_REGULAR, FONT_BOLD)).family


def register_fonts(paths: Sequence[Path]) -> FontsLoaded:
    """Register the files with this process's font system; the reason of a failure is for the log.

    Never raises. A face registered while Tk runs is found too, but not by fonts that were made before.
    """
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        return FontsLoaded(fallback_family(), f"font file missing: {', '.join(missing)}")
    try:
        refused = [path.name for path in paths if not _register(path)]
    except (OSError, AttributeError) as error:  # no such library, or one without the function
        return FontsLoaded(fallback_family(), f"font system not reachable: {error}")
    if refused:
        return FontsLoaded(fallback_family(), f"font file refused: {', '.join(refused)}")
    return FontsLoaded(FAMILY)


if sys.platform == "win32":

    def _register(path: Path) -> bool:
        """Add one file for this process only (FR_PRIVATE of AddFontResourceEx, wingdi.h)."""
        private = 0x10
        return bool(ctypes.windll.gdi32.AddFontResourceExW(ctypes.c_wchar_p(str(path)), private, None))

elif sys.platform == "darwin":

    def _register(path: Path) -> bool:
        """Add one file in the process scope (CTFontManagerRegisterFontsForURL of Core Text)."""
        frameworks = "/System/Library/Frameworks"
        foundation = ctypes.CDLL(f"{frameworks}/CoreFoundation.framework/CoreFoundation")
        text = ctypes.CDLL(f"{frameworks}/CoreText.framework/CoreText")
        make_url = foundation.CFURLCreateFromFileSystemRepresentation
        make_url.restype = ctypes.c_void_p
        make_url.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long, ctypes.c_bool]
        register = text.CTFontManagerRegisterFontsForURL
        register.restype = ctypes.c_bool
        register.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
        foundation.CFRelease.argtypes = [ctypes.c_void_p]
        name = str(path).encode()
        url = make_url(None, name, len(name), False)
        if not url:
            return False
        try:
            process_scope = 1
            return bool(register(url, process_scope, None))
        finally:
            foundation.CFRelease(url)

else:

    def _register(path: Path) -> bool:
        """Add one file to fontconfig's current configuration, the one that Tk's Xft reads."""
        # The soname is given outright: ctypes.util.find_library starts a compiler to search.
        add = ctypes.CDLL("libfontconfig.so.1").FcConfigAppFontAddFile
        add.restype = ctypes.c_int
        add.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        return bool(add(None, str(path).encode()))
