"""A ZVT terminal to try the counter on: it shares no framing, check sum or parsing code with the driver."""
