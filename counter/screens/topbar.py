"""The bar at the top: where one is, who is on duty, how the devices are."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import NamedTuple

from counter.screens.look import BODY, SMALL, Look
from counter.screens.widgets.light import Light, LightFacts
from counter.screens.widgets.pressable import press_by_mouse
from counter.screens.widgets.text import fit, label

HEIGHT, EDGE = 44, 16
LIGHTS = 4
PRODUCT = "Counterfoil"


class HeaderFacts(NamedTuple):
    """What the bar says, already worded; an empty text takes no room."""

    estate: str
    till: str = ""
    who: str = ""
    day: str = ""
    shift: str = ""


class TopBar(tk.Frame):
    """One line that always fits: smaller type and gaps first, then the name of the estate ends in an ellipsis."""

    def __init__(
        self,
        parent: tk.Misc,
        look: Look,
        lock: str,
        on_lock: Callable[[], object],
        on_light: Callable[[LightFacts], object],
    ) -> None:
        super().__init__(parent, bg=look.palette.bar, bd=0, height=look.px(HEIGHT))
        self.look = look
        self.pack_propagate(False)
        self._facts, self._lights_facts = HeaderFacts(""), tuple[LightFacts, ...]()
        bar, on_bar = look.palette.bar, look.palette.on_bar
        self._product = label(self, look, PRODUCT, bold=True, ink=on_bar, ground=bar)
        self._texts = [label(self, look, ink=on_bar, ground=bar) for _ in HeaderFacts._fields]
        self._lights = [Light(self, look, on_light) for _ in range(LIGHTS)]
        self._lock_text = lock
        self._lock = label(self, look, ink=on_bar, ground=bar)
        self._lock.configure(cursor="hand2")
        press_by_mouse(self._lock, on_lock)
        self.bind("<Configure>", lambda _: self._arrange(), add="+")

    def set_header(self, facts: HeaderFacts) -> None:
        """Change the facts at the left; the same ones again cost nothing."""
        if facts != self._facts:
            self._facts = facts
            self._arrange()

    def set_lights(self, lights: Sequence[LightFacts]) -> None:
        """Change the lights at the right, four at most."""
        self._lights_facts = tuple(lights)[:LIGHTS]
        self._arrange()

    def _arrange(self) -> None:
        if self.winfo_width() <= 1:
            return
        for size, gap in ((BODY, 18), (BODY, 12), (SMALL, 14), (SMALL, 10)):
            spare = self._spare(size, gap)
            if spare >= 0:
                break
        self._place(size, self.look.px(gap), spare)

    def _lock_words(self) -> str:
        return f"F12 {self._lock_text}" if self._lock_text else ""

    def _spare(self, size: int, gap: int) -> int:
        """Return the pixels left over, negative where the line does not fit."""
        measure, px = self.look.measure, self.look.px
        texts = [measure(text, size) for text in (*self._facts, self._lock_words()) if text]
        lights = [self._lights[0].needed(facts, size) for facts in self._lights_facts]
        wide = measure(PRODUCT, size, bold=True) + sum(texts) + sum(lights)
        return self.winfo_width() - 2 * px(EDGE) - wide - px(gap) * (len(texts) + len(lights))

    def _place(self, size: int, gap: int, spare: int) -> None:
        self._product.configure(font=self.look.font(size, bold=True))
        x = self.look.px(EDGE)
        x += self._put(self._product, x) + gap
        for part, text in zip(self._texts, self._shortened(size, gap, spare), strict=True):
            part.configure(text=text, font=self.look.font(size))
            if text:
                x += self._put(part, x) + gap
            else:
                part.place_forget()
        self._place_right(size, gap)

    def _shortened(self, size: int, gap: int, spare: int) -> HeaderFacts:
        """Return the words without what finds no room: of the estate's name first, then the day, then of the shift."""
        facts, measure = self._facts, self.look.measure
        if spare >= 0:
            return facts
        room, em = measure(facts.estate, size) + spare, self.look.px(size) + 1
        if room < 0 and facts.day:
            room += measure(facts.day, size) + gap
            facts = facts._replace(day="")
        if room < 0:  # an estate without a letter of its name takes no room either
            shift = fit(facts.shift, max(0, measure(facts.shift, size) + room + gap), em, lambda t: measure(t, size))
            return facts._replace(estate="", shift=shift)
        return facts._replace(estate=fit(facts.estate, room, em, lambda text: measure(text, size)))

    def _place_right(self, size: int, gap: int) -> None:
        right = self.winfo_width() - self.look.px(EDGE)
        self._lock.configure(text=self._lock_words(), font=self.look.font(size))
        right -= self._put(self._lock, right - self._lock.winfo_reqwidth()) + gap
        for place in reversed(range(LIGHTS)):
            light = self._lights[place]
            if place >= len(self._lights_facts):
                light.place_forget()
                continue
            facts = self._lights_facts[place]
            light.set(facts, size, facts.text)
            right -= light.winfo_reqwidth()
            self._put(light, right)
            right -= gap

    def _put(self, part: tk.Widget, x: int) -> int:
        part.place(x=x, rely=0.5, anchor="w")
        return part.winfo_reqwidth()
