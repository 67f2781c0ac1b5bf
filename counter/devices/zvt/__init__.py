"""ZVT 700 (PA00P015, PA00P016): a card terminal on a serial line or the network, as its published text describes it."""

from counter.devices.zvt.frame import encode_frame

__all__ = ["encode_frame"]
