"""A simulated Transbank terminal, written from the published reference; it shares nothing with the driver."""
