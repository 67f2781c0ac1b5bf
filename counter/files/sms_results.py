"""What a bulk sender says of the messages of a file: a table, each line the result of a message or a telephone."""

from pathlib import Path
from typing import NamedTuple

from counter.files.grid import FileUnreadable, read_grids
from counter.rules.fold import to_ascii

_HEADS = {
    "message": ("message no.", "message number", "短信号", "短信编号"),
    "phone": ("telephone", "phone", "mobile", "电话", "电话号码", "手机", "手机号", "手机号码"),
    "result": ("result", "status", "state", "结果", "状态", "发送状态", "发送结果"),
}  # fmt: skip
_RESULTS = {
    "sent": "sent", "ok": "sent", "成功": "sent", "已发送": "sent", "发送成功": "sent", "提交成功": "sent",
    "delivered": "delivered", "delivrd": "delivered", "arrived": "delivered", "已送达": "delivered",
    "送达": "delivered", "failed": "failed", "undeliv": "failed", "rejectd": "failed", "expired": "failed",
    "失败": "failed", "发送失败": "failed", "未送达": "failed",
}  # fmt: skip


class SmsResult(NamedTuple):
    """One line: the message's number (0 where none is told), the telephone, sent, delivered or failed."""

    message: int
    phone: str
    result: str


class SmsResults(NamedTuple):
    """What a table says; unclear: lines whose result is not understood, each with its number and what stands there."""

    found: tuple[SmsResult, ...]
    unclear: tuple[str, ...]


def read_sms_results(path: Path) -> SmsResults:
    """Return what a table (.csv, .xlsx) says. Raises FileUnreadable and what read_grids does."""
    rows = [(n, row) for grid in read_grids(path)[:1] for n, row in enumerate(grid.rows, 1) if any(row)]
    heads = [to_ascii(cell).strip().lower() for cell in rows[0][1]] if rows else []
    places = {key: next((n for n, cell in enumerate(heads) if cell in names), -1) for key, names in _HEADS.items()}
    if places["result"] < 0 or max(places["message"], places["phone"]) < 0:
        raise FileUnreadable(path, ", ".join(names[0] for names in _HEADS.values()))
    found, unclear = list[SmsResult](), list[str]()
    for n, row in rows[1:]:
        number, phone = _cell(row, places["message"]), _cell(row, places["phone"])
        told = _cell(row, places["result"])
        result = _RESULTS.get(told.lower(), "")
        if result and (number.isdecimal() or phone):
            found.append(SmsResult(int(number) if number.isdecimal() and len(number) < 15 else 0, phone, result))
        elif told:  # nothing is known yet where nothing is said
            unclear.append(f"{n} ({told})")
    return SmsResults(tuple(found), tuple(unclear))


def _cell(row: list[str], place: int) -> str:
    # A quote keeps a spreadsheet from taking what follows for a formula.
    return to_ascii(row[place]).strip().lstrip("'") if 0 <= place < len(row) else ""
