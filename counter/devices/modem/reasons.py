"""Why a modem or the network refuses, as codes: the numbers of 27.007 (+CME) and 27.005 (+CMS) that tell something."""

from collections.abc import Mapping

from counter.devices.modem.answers import Answer
from counter.devices.sms_modem import PartEnd

_CME: Mapping[int, str] = {
    10: "no_sim", 11: "pin_needed", 12: "puk_needed", 13: "sim_failure", 14: "starting", 15: "sim_failure",
    30: "no_network", 31: "network_timeout", 32: "network_denied",
}  # fmt: skip
_CMS: Mapping[int, str] = {
    1: "number_unknown", 8: "barred", 10: "barred", 21: "rejected", 27: "out_of_service", 28: "number_unknown",
    29: "rejected", 30: "number_unknown", 38: "network_out_of_order", 41: "network_busy", 42: "network_busy",
    47: "network_busy", 50: "no_credit", 69: "not_supported", 96: "pdu_refused", 111: "network_fault",
    302: "modem_forbids", 304: "pdu_refused", 305: "pdu_refused", 310: "no_sim", 311: "pin_needed", 313: "sim_failure",
    314: "starting", 316: "puk_needed", 322: "memory_full", 330: "no_centre", 331: "no_network",
    332: "network_timeout",
}  # fmt: skip
_MAKERS_OWN = 500  # from here on: an unknown error, and numbers that each maker gives a meaning of its own
# After these the part may have left all the same: the network fell silent, or the modem does not say what happened.
_UNSURE = frozenset({"timeout", "network_timeout", "network_fault", "unsaid"})
# These are the modem's own: what was handed over never left it, and may go when that is put right.
_NEVER_LEFT = frozenset({
    "no_sim", "pin_needed", "puk_needed", "sim_failure", "starting", "no_network", "memory_full", "no_centre",
})  # fmt: skip
_PIN: Mapping[str, str] = {
    "READY": "", "SIM PIN": "pin_needed", "SIM PIN2": "pin_needed", "SIM PUK": "puk_needed", "SIM PUK2": "puk_needed",
}  # fmt: skip
# The states of +CREG in which a message can be sent: at home, roaming, and both of them for messages alone.
_REGISTERED = frozenset({1, 5, 6, 7})


def reason_of(answer: Answer) -> str:
    """Return why a command was refused, as a code."""
    if answer.final == "":
        return "timeout"
    if not answer.kind or answer.fault is None or answer.fault >= _MAKERS_OWN:
        return "unsaid"
    return (_CME if answer.kind == "CME" else _CMS).get(answer.fault, "modem_refused")


def end_of_part(answer: Answer) -> tuple[PartEnd, str]:
    """Return what a refusal after the part was handed over means for it."""
    reason = reason_of(answer)
    if reason in _UNSURE:
        return PartEnd.UNKNOWN, reason
    return (PartEnd.NOT_ASKED if reason in _NEVER_LEFT else PartEnd.FAILED), reason


def of_sim(said: str | None, answer: Answer) -> str:
    """Return what stands in the way of the card, '' where nothing does."""
    if said is not None:
        return _PIN.get(said.strip('"'), "pin_needed")
    return reason_of(answer) if answer.kind or not answer.final else "no_sim"


def of_network(stat: int | None) -> str:
    """Return what stands in the way of the network by the state that +CREG tells."""
    if stat in _REGISTERED:
        return ""
    return "network_denied" if stat == 3 else "no_network"


def per_cent(strength: int | None) -> int | None:
    """Return the strength that +CSQ tells (0 to 31) in per cent, None where it is not known."""
    return strength * 100 // 31 if strength is not None and 0 <= strength <= 31 else None
