"""Copies in words: what would be lost with one, and what a series of numbers is."""

from counter.desk.begin_epoch import Loss
from counter.rules.till import note_kind
from counter.words import Words, dates, formats
from counter.words.terms import SERIES_PAPERS, term


def loss_in_words(loss: Loss, w: Words, currency: formats.Currency) -> str:
    """Return what the present books hold and a copy does not."""
    if not loss.readable:
        return w("What is not in the copy cannot be said: the present books do not contain it, or cannot be read.")
    if not loss.events:
        return w("The copy holds everything that is in the present books.")
    money = formats.money(loss.received, currency)
    return w(
        "Not in the copy: everything since {moment}, that is {receipts} over {money} and {days}.",
        moment=dates.moment(loss.first_at), receipts=w.n("{n} receipt", "{n} receipts", loss.receipts), money=money,
        days=w.n("{n} closed day", "{n} closed days", loss.closes),
    )  # fmt: skip


def series_in_words(series: str, w: Words) -> str:
    """Return what a series numbers: receipts of a fund and year, Zs or slips of a till, notes, certificates."""
    kind, rest = series[:1], series[1:]
    if kind == "Z":
        return w("Z reports of till {till}", till=rest)
    if kind == "S":
        return w("Slips of till {till}", till=rest)
    if kind == "Q":
        return w("Settlement certificates {year}", year=rest)
    if kind in ("T", "C"):
        return w("{kind} {series}", kind=term(note_kind(series), SERIES_PAPERS, w), series=series)
    return w("Receipts {series}", series=series.removeprefix("R"))
