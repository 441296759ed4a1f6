"""``python -m gaztag`` is the command ``gaztag``."""

import sys

from ._command import main

sys.exit(main())
