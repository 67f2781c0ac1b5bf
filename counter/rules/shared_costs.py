"""Shared costs (公共能耗分摊): one bill spread over units by area, by unit or by share: the parts are the bill."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from counter.rules.money import split_by_weight


class Share(NamedTuple):
    """What a unit carries of a shared bill, in minor units, with the ingredients that explain it."""

    amount: int
    ingredients: dict[str, Any]


def spread(total: int, by: str, weights: Mapping[int, int]) -> dict[int, Share]:
    """Spread a bill (minor units) over units by their weights, by largest remainder; weightless units carry nothing.

    by: what the weights are ("area" in hundredths of a square metre, "unit", "share"). Raises BadWeights.
    """
    parts = split_by_weight(total, list(weights.values()))
    whole = sum(weights.values())
    return {
        unit: Share(part, _ingredients(total, by, weight, whole, part))
        for (unit, weight), part in zip(weights.items(), parts, strict=True)
        if weight
    }


def _ingredients(total: int, by: str, weight: int, whole: int, part: int) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": "share", "by": by, "total": total, "weight": weight, "weights": whole}
    rest = part - total * weight // whole
    return facts | ({"rest": rest} if rest else {})
