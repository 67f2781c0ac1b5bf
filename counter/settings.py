"""What belongs to this computer rather than to the office: till number, printer, language, look.

One TOML file, read with the standard library and written whole or not at all. A broken file is set aside and a wrong
value passed over; both are told as values, never raised, because the window must open to say so. Keys this version
does not know are kept.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from counter.words.words import Language
from db.durable import sync_file, sync_folder

PrinterKind = Literal["usb", "serial", "network", "queue", "file", "none"]
TerminalKind = Literal["manual", "zvt_serial", "zvt_network", "transbank", "simulated_zvt", "simulated_transbank"]
DisplayKind = Literal["none", "cd5220", "escpos", "led8n", "screen"]
Encoding = Literal["gb18030", "gbk", "utf-8", "bitmap"]
Form = Literal["thermal", "a5", "a4", "continuous_thirds", "continuous_halves", "preprinted"]
Theme = Literal["light", "dark", "system"]
SIMULATED: tuple[TerminalKind, ...] = ("simulated_zvt", "simulated_transbank")


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """The receipt printer.

    port: what the kind needs (a device file or COM port, host:port, a queue's name, a folder; for USB the two ids as
    04b8:0e15, empty for the first one found); columns: 32 on 58 mm paper, 42 or 48 on 80 mm; offsets in tenths of a
    millimetre, to the right and down; drawer_pin: 2 or 5, 0 where no drawer hangs on it;
    drawer_sensor: the level of the drawer's switch while it is open, none where there is none or it is not known.
    """

    kind: PrinterKind = "none"
    port: str = ""
    form: Form = "thermal"
    columns: Literal[32, 42, 48] = 48
    encoding: Encoding = "gb18030"
    native_qr: bool = True
    baud: int = 9600
    offset_x: int = 0
    offset_y: int = 0
    drawer_pin: Literal[0, 2, 5] = 2
    drawer_sensor: Literal["none", "high", "low"] = "none"

    @property
    def has_drawer(self) -> bool:
        """Whether a drawer can hang on it: a page printer, a folder and nothing at all open none."""
        return bool(self.drawer_pin) and self.form == "thermal" and self.kind not in ("none", "file")


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """The card terminal: manual where the cashier works it and types its slips; simulated ones are for practice only.

    port: a device file or COM port, or host:port on the network; baud: of a serial line.
    """

    kind: TerminalKind = "manual"
    port: str = ""
    baud: Literal[9600, 115_200] = 9600


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """The display in front of the payer, or a second monitor (screen); characters: gb18030 where it shows Chinese."""

    kind: DisplayKind = "none"
    port: str = ""
    baud: Literal[2400, 4800, 9600, 19_200] = 9600
    characters: Literal["ascii", "gb18030"] = "ascii"


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """The scanner, where it hangs on a serial line; one that types like a keyboard needs no settings."""

    kind: Literal["none", "serial"] = "none"
    port: str = ""
    baud: Literal[9600, 115_200] = 9600


@dataclass(frozen=True, slots=True)
class ModemSettings:
    """The SMS modem; reports: whether the network is asked to tell of each delivery, which some charge for."""

    kind: Literal["none", "serial"] = "none"
    port: str = ""
    baud: Literal[9600, 19_200, 115_200] = 9600
    reports: bool = False


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """The settings of one computer.

    data_folder: where the books lie, empty for the usual place; scale: per cent, 100 to 200; lock_minutes: idle
    minutes until the window locks, 0 for never; sample: the books here are the sample estate; books: the id of
    the books that were opened here last, so that missing ones are not taken for a first start; extra_sticks: folders
    treated as backup sticks; paper_language: empty for the window's own; unknown: keys of a newer version, written
    back as they were.
    """

    data_folder: str = ""
    till: int = 1
    language: Language = "zh_CN"
    paper_language: Literal["", "zh_CN", "en"] = ""
    scale: int = 100
    theme: Theme = "light"
    lock_minutes: int = 10
    sample: bool = False
    books: str = ""
    extra_sticks: tuple[str, ...] = ()
    printer: PrinterSettings = PrinterSettings()
    terminal: TerminalSettings = TerminalSettings()
    display: DisplaySettings = DisplaySettings()
    scanner: ScannerSettings = ScannerSettings()
    modem: ModemSettings = ModemSettings()
    unknown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def papers_in(self) -> Language:
        """The language papers are printed in."""
        return self.paper_language or self.language


# The tables of the file beside its plain keys.
_TABLES: Mapping[str, type[Any]] = {
    "printer": PrinterSettings,
    "terminal": TerminalSettings,
    "display": DisplaySettings,
    "scanner": ScannerSettings,
    "modem": ModemSettings,
}

LIMITS: Mapping[str, range] = {
    "till": range(1, 100),
    "scale": range(100, 201),
    "lock_minutes": range(0, 241),
    "printer.baud": range(300, 921_601),
    "printer.offset_x": range(-500, 501),
    "printer.offset_y": range(-500, 501),
}


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A key whose value cannot be used, with what stands there and what is used instead."""

    code = "setting_wrong_value"
    key: str
    value: str
    used: str


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A settings file that is no TOML: where it was set aside, and at what it broke."""

    code = "settings_broken"
    aside: Path
    reason: str


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A settings file that could not be read at all, or that is broken and could not be set aside."""

    code = "settings_unreadable"
    path: Path
    reason: str


Problem = WrongValue | BrokenFile | UnreadableFile


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings ready for use, and everything that was wrong with the file they came from."""

    settings: MachineSettings
    problems: tuple[Problem, ...] = ()


def load_settings(path: Path, now: datetime | None = None) -> Loaded:
    """Return the settings of a file; an absent one gives the defaults, a broken one is renamed `….broken-<time>`."""
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return Loaded(MachineSettings())
    except OSError as error:
        return Loaded(MachineSettings(), (UnreadableFile(path, error.strerror or str(error)),))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Loaded(MachineSettings(), (_set_aside(path, now or datetime.now(UTC), str(error)),))
    return _read(raw)


def of_old_computer(copied: Path, here: MachineSettings) -> MachineSettings:
    """Return the settings that came with a copy, for the new computer; its own where none came.

    here: what was chosen on it: its language, and its own data folder, stay.
    """
    found = load_settings(copied).settings if copied.is_file() else here
    return replace(found, language=here.language, data_folder=here.data_folder, sample=False, books="")


def save_settings(path: Path, settings: MachineSettings) -> None:
    """Write the settings so that after a power cut either the old or the new file is there whole (raises OSError)."""
    import tomli_w

    content = tomli_w.dumps(_as_toml(settings)).encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".part")
    with fresh.open("wb") as file:
        file.write(content)
        sync_file(file)
    os.replace(fresh, path)
    sync_folder(path.parent)


def _set_aside(path: Path, now: datetime, reason: str) -> Problem:
    aside = path.with_name(f"{path.name}.broken-{now:%Y%m%dT%H%M%S}")
    try:
        os.replace(path, aside)
    except OSError:
        return UnreadableFile(path, reason)
    return BrokenFile(aside, reason)


def _as_toml(settings: MachineSettings) -> dict[str, Any]:
    own = asdict(settings)
    unknown = own.pop("unknown")
    tables = {name: {**unknown.get(name, {}), **own.pop(name)} for name in _TABLES}
    own["extra_sticks"] = list(settings.extra_sticks)
    return {**unknown, **own, **tables}


def _read(raw: dict[str, Any]) -> Loaded:
    machine, problems, unknown = _take(raw, MachineSettings, "", skip=(*_TABLES, "unknown"))
    tables: dict[str, Any] = {}
    for name, kind in _TABLES.items():
        table = raw.get(name, {})
        if not isinstance(table, dict):
            problems.insert(0, WrongValue(name, str(table), kind().kind))
            table = {}
        good, wrong, strange = _take(table, kind, f"{name}.")
        tables[name] = kind(**good)
        problems += wrong
        if strange:
            unknown[name] = strange
    return Loaded(replace(MachineSettings(**machine), **tables, unknown=unknown), tuple(problems))


def _take(
    raw: Mapping[str, Any], kind: type[Any], prefix: str, skip: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[Problem], dict[str, Any]]:
    """Return the usable values of a table for a dataclass, what is wrong with the others, and the keys not known."""
    hints = get_type_hints(kind)
    defaults = {each.name: each.default for each in fields(kind) if each.name not in skip}
    good: dict[str, Any] = {}
    wrong: list[Problem] = []
    for key, default in defaults.items():
        if key not in raw:
            continue
        value = tuple(raw[key]) if isinstance(raw[key], list) else raw[key]
        if _fits(value, hints[key], LIMITS.get(prefix + key)):
            good[key] = value
        else:
            wrong.append(WrongValue(prefix + key, str(raw[key]), str(default)))
    return good, wrong, {key: value for key, value in raw.items() if key not in defaults and key not in skip}


def _fits(value: object, hint: Any, limits: range | None) -> bool:
    if get_origin(hint) is Literal:
        return any(type(value) is type(choice) and value == choice for choice in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    return type(value) is hint and (limits is None or value in limits)
