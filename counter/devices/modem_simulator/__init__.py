"""An SMS modem to try the counter on: it shares no framing or parsing code with the driver."""
