"""python -m newsgrep."""

import sys

from newsgrep.cli import main

sys.exit(main())
