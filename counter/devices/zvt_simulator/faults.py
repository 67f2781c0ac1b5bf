"""Everything that a terminal or its line does wrong on purpose."""

from enum import StrEnum


class Personality(StrEnum):
    """What the terminal does with a payment of which its word is not answered: the published text says both."""

    REVERSES = "reverses"
    KEEPS = "keeps"


class Fault(StrEnum):
    """One thing that goes wrong during a payment."""

    NONE = "none"
    CRC_ERROR = "crc_error"
    NAK = "nak"
    DROPPED_ACK = "dropped_ack"
    REPEATED_FRAME = "repeated_frame"
    GAP_INSIDE_FRAME = "gap_inside_frame"
    LATE_ACK = "late_ack"
    LATE_ANSWER = "late_answer"
    NEVER_DONE = "never_done"
    UNANSWERED_STATUS = "unanswered_status"
    LOST_ANSWER = "lost_answer"
    LOST_DONE = "lost_done"
    VETO = "veto"
    POWER_OFF = "power_off"
    WRONG_AMOUNT = "wrong_amount"
    PREVIOUS_TOLD = "previous_told"
    BUSY = "busy"
    ALREADY_REVERSED = "already_reversed"
    PAPER_OUT = "paper_out"
    GARBAGE = "garbage"
    SPLIT_READS = "split_reads"
    MERGED_READS = "merged_reads"
    DECLINED = "declined"
