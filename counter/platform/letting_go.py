"""Asking the system to let go of a stick, so that it may be pulled; each system has its own module."""

import sys

if sys.platform == "win32":
    from counter.platform.letting_go_windows import let_go
elif sys.platform == "darwin":
    from counter.platform.letting_go_macos import let_go
else:
    from counter.platform.letting_go_linux import let_go

__all__ = ["let_go"]
