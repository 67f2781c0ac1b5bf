"""How far a paper has come, why it waits and what to do, in words."""

from collections.abc import Mapping

from counter.words import N_, Words
from counter.words.terms import PRINTER_REASONS, term
from db.queries.history import PaperLine
from printing.blocks import load

_STATES: Mapping[str, str] = {
    "queued": N_("waits"),
    "failed": N_("waits"),
    "sending": N_("being printed"),
    "sent": N_("sent, not confirmed"),
    "unsure": N_("unsure: is it on paper?"),
    "confirmed": N_("printed"),
    "dropped": N_("given up"),
}
_DEVICES: Mapping[str, str] = {
    "receipt": N_("Receipt printer"),
    "office": N_("Office printer"),
}
_ADVICE: Mapping[str, str] = {
    "cover_open": N_("Close the cover of the printer; it then goes on by itself."),
    "paper_out": N_("Put in a new roll; it then goes on by itself."),
    "paper_low": N_("Have a new roll at hand."),
    "cutter": N_("Switch the printer off, take out the jammed paper, and switch it on again."),
    "error": N_("Switch the printer off and on again."),
    "timeout": N_("See whether the printer is switched on and its cable plugged in; then try again."),
    "unreachable": N_("See whether the printer is switched on and its cable plugged in; then try again."),
    "no_printer": N_("Choose the printer in the settings; the paper waits until then."),
    "not_found": N_("See whether the printer is switched on and plugged in, and set right in the settings."),
    "refused": N_("See whether another computer holds the printer, or switch it off and on again."),
    "no_permission": N_("Let this computer's user print: the manual says how under “Printers”."),
    "busy": N_("Close the other program that uses the printer; then try again."),
    "broken_off": N_("Look at the printer: part of the paper may be out."),
    "read-only": N_("The folder or port can only be read; choose another one in the settings."),
}


def title_of(paper: PaperLine, w: Words) -> str:
    """Return what a person calls the paper, a copy as such."""
    try:
        title = load(paper.content).title
    except (KeyError, ValueError, TypeError):
        title = w("a paper that cannot be read")
    return w("{paper} (copy no. {number})", paper=title, number=paper.copy_number) if paper.copy_number else title


def device_words(device: str, w: Words) -> str:
    """Return the name of the printer a paper is for."""
    return term(device, _DEVICES, w)


def state_words(paper: PaperLine, w: Words) -> str:
    """Return how far a paper has come, with the reason where it has stuck."""
    state = term(paper.state, _STATES, w)
    if paper.note and paper.state in ("queued", "failed"):
        return w("{state}: {reason}", state=state, reason=term(paper.note, PRINTER_REASONS, w))
    return state


def advice(state: str, note: str, w: Words) -> str:
    """Return what to do about a paper."""
    if state == "unsure":
        return w("The line or the power went while it was printed. Look at the printer before you print it again.")
    if state == "sent":
        return w("The printer took it and did not say that it is out. If it is not, print it again.")
    if state == "sending":
        return w("The printer is printing.")
    if note in _ADVICE:
        return w(_ADVICE[note])
    return w("It is printed as soon as the printer is ready.")
