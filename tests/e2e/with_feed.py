"""Starts the app as it is in a build with an update feed: ``python -m tests.e2e.with_feed BUILD_FILE ARGUMENTS…``.

Nothing that a person can give to the app sets a feed, so the file is named here, inside. Where checks are switched on,
the first one does not wait for minutes to pass.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from binom_desktop.__main__ import main
from binom_desktop.build_settings import feed_settings
from binom_desktop.updates_desk import CheckPlan, UpdatesDesk

if __name__ == "__main__":
    given = pytest.MonkeyPatch()
    given.setattr("binom_desktop.build_settings.feed_settings", partial(feed_settings, Path(sys.argv.pop(1))))
    at_once = partial(UpdatesDesk, plan=CheckPlan(least_s=0.0, most_s=0.0))
    given.setattr("binom_desktop.updates_desk.UpdatesDesk", at_once)
    sys.exit(main())
