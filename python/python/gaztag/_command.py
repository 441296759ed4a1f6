"""The command ``gaztag``."""

import signal
import sys

from ._gaztag import main as _main


def main() -> int:
    """Runs the command line and returns its exit code."""
    # The command catches interrupts itself, and removes what it has begun.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _main(["gaztag", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
