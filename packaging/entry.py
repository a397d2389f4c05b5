"""The bundle's start."""

import sys

from binom_desktop.__main__ import main

sys.exit(main())
