"""Excel and CSV in and out: files of the office become typed rows for desk, and typed rows become files."""
