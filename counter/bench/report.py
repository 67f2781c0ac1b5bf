"""The figures as lines of text, as a table for the manual, and as facts for a program."""

import os
import platform
from collections.abc import Iterable, Sequence
from typing import Any

from counter.bench.figures import Figure, Sample
from db.dialect import version

HEADINGS = ("", "work", "size", "ours", "p99", "floor", "p99", "ratio", "goal", "")


def cells(figure: Figure) -> tuple[str, ...]:
    """Return a figure as the texts of one row, in the order of HEADINGS."""
    floor = (_amount(figure.floor, figure.floor.median), _amount(figure.floor, figure.floor.p99)) if figure.floor else (
        "", ""
    )  # fmt: skip
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    goal = f"≤ {figure.goal:g}" if figure.goal is not None else ""
    verdict = {None: "", True: "met", False: "missed"}[figure.met]
    ours = (_amount(figure.ours, figure.ours.median), _amount(figure.ours, figure.ours.p99))
    return (figure.work, figure.what, figure.size, *ours, *floor, ratio, goal, verdict)


def _amount(sample: Sample, value: float) -> str:
    if sample.unit == "MB":
        return f"{value:.0f} MB"
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1e3:.2f} ms" if value < 1 else f"{value:.2f} s"


def line(figure: Figure) -> str:
    """Return a figure as one line of a terminal."""
    work, what, size, ours, p99, floor, floor_p99, ratio, goal, verdict = cells(figure)
    beside = f"; floor {floor} (p99 {floor_p99}); {ratio}× {goal} {verdict}" if floor else ""
    return f"{work:<4}{what}, {size}: {ours} (p99 {p99}){beside}"


def markdown(figures: Iterable[Figure]) -> list[str]:
    """Return a table for the manual."""
    rows = [HEADINGS, tuple("-" for _ in HEADINGS), *(cells(figure) for figure in figures)]
    return ["| " + " | ".join(row) + " |" for row in rows]


def facts(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return the figures for a program: medians and p99 in seconds or megabytes."""
    return [
        {
            "work": each.work,
            "what": each.what,
            "size": each.size,
            "unit": each.ours.unit,
            "median": each.ours.median,
            "p99": each.ours.p99,
            "floor_median": each.floor.median if each.floor else None,
            "floor_p99": each.floor.p99 if each.floor else None,
            "ratio": each.ratio,
            "goal": each.goal,
            "met": each.met,
        }
        for each in figures
    ]


def machine() -> str:
    """Return what was measured on, without names: system, cores, Python and SQLite."""
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}, SQLite {version()}"
