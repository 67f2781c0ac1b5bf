"""Everything that a modem, its card or the network does wrong on purpose."""

from enum import StrEnum


class Personality(StrEnum):
    """Whether it repeats what it hears, as modems do until they are told not to; stubborn ones go on all the same."""

    PLAIN = "plain"
    STUBBORN_ECHO = "stubborn_echo"


class ModemFault(StrEnum):
    """One thing that goes wrong."""

    NONE = "none"
    NO_SIM = "no_sim"
    PIN_NEEDED = "pin_needed"
    NO_NETWORK = "no_network"
    REFUSED = "refused"  # the network refuses the part: certain
    MAYBE = "maybe"  # +CMS ERROR 500 after the part went out all the same
    MEMORY_FULL = "memory_full"
    NETWORK_LOST = "network_lost"  # just as a part is handed over, for a while
    NO_PROMPT = "no_prompt"
    LATE_PROMPT = "late_prompt"
    SILENT = "silent"  # the part goes out, and no word ever comes
    LATE_ANSWER = "late_answer"  # the word comes after everybody gave up
    SLOW = "slow"  # the network takes its time, within what is waited for
    UNPLUGGED = "unplugged"  # the line goes in the middle of a part
    POWER_OFF = "power_off"
    GARBAGE = "garbage"
    SPLIT_READS = "split_reads"
    PART_TWO_FAILS = "part_two_fails"
    NOT_DELIVERED = "not_delivered"
