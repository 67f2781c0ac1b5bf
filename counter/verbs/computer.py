"""The settings of this computer for a verb that needs them; what is wrong with them is said, whatever the answer is."""

import sys

from counter.platform.folders import Home
from counter.settings import MachineSettings, load_settings
from counter.words import Words
from counter.words.errors import explain


def settings_of(home: Home, w: Words) -> MachineSettings:
    """Return what is usable of a home's settings; a sentence goes to standard error for each thing that is not."""
    loaded = load_settings(home.settings)
    for told in (explain(each, w) for each in loaded.problems):
        if told is not None:
            print(told.whole, file=sys.stderr)
    return loaded.settings
