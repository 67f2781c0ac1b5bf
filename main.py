"""Counterfoil: hand the command line to counter.cli."""

import sys

from counter.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
