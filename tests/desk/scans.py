"""Files as a scanner makes them, for tests of scans that are kept."""

from pathlib import Path

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


def scan(folder: Path, name: str = "合同（2026）.pdf", content: bytes = PDF) -> Path:
    """Write a file to be kept."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path
