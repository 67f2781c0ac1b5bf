"""A delivery report of the network (SMS-STATUS-REPORT of 23.040), as a modem hands it on behind +CDS."""

from typing import NamedTuple

_TIMES = 14  # two time stamps of seven octets each
_STATUS_REPORT = 0x02


class Report(NamedTuple):
    """What the network says of a part by its reference: delivered, gone for good, or neither yet."""

    reference: int
    delivered: bool
    final: bool


def read_report(pdu: str) -> Report | None:
    """Return what a status report says, None where the line is none."""
    try:
        data = bytes.fromhex(pdu)
    except ValueError:
        return None
    if not data or len(data) < data[0] + 4:
        return None
    body = data[1 + data[0] :]
    end = 4 + (body[2] + 1) // 2 + _TIMES if len(body) > 2 else 0
    if body[0] & 0x03 != _STATUS_REPORT or len(body) <= end:
        return None
    status = body[end]
    # 00 to 1F: it arrived; 20 to 3F: still trying; 40 and above: given up.
    return Report(body[1], status < 0x20, status < 0x20 or status >= 0x40)
