"""What each screen does, in plain Python behind a View: testable without a display."""
