"""What comparing the history with the server says."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from binom_desktop.errors import BinomError


class VerifyProgress(Struct, frozen=True):
    """How many of the UTC days are compared."""

    done_days: int
    days: int


class VerifyResult(Struct, frozen=True):
    """What was compared and repaired.

    ``first`` is the first UTC day compared, None where there was nothing to compare: neither what the server has
    forgotten, nor what was dropped here, nor what is still being fetched is. ``days_differed`` are the days of
    ``days_checked`` of which requests were missing here (``records_added``) or not as the server has them
    (``records_corrected``). ``stopped_by`` is what kept it from finishing; what was repaired until then stays.
    """

    first: date | None = None
    days_checked: int = 0
    days_differed: int = 0
    records_added: int = 0
    records_corrected: int = 0
    stopped_by: BinomError | None = None
