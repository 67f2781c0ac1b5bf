"""One unit for every margin: pixels of the window, whichever toolkit draws the part."""

from typing import Any


class PixelMargins:
    """Mixed into customtkinter's widgets, whose pack, grid and place would multiply margins by the scale again."""

    def _apply_argument_scaling(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        return dict(kwargs)
