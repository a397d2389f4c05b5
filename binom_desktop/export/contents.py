"""What is exported, in which formats, and what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from binom_desktop.domain import Account, UsageItem
from binom_desktop.errors import BinomError
from binom_desktop.queries import RequestView


class ExportFormat(StrEnum):
    """The kinds of file; the value is the usual ending of its name."""

    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


class ExportFault(BinomError):
    """The file can't be written; ``str()`` names it and says the way out. What was there before is as it was."""


class ExportCancelled(BinomError):
    """The person cancelled. What was there before is as it was."""


class ExportContents(Struct, frozen=True):
    """All rows of ``view``, in its order, and what a PDF says about them.

    ``filter_texts`` are labels and words, such as ``("Status", "Failed")``; empty where nothing is filtered.
    ``days``, ``models`` and ``statuses`` sum exactly the view's rows, by UTC day (only days with requests, ascending),
    by model and by status. ``series`` gives models their colour's number (``SeriesSlots.assigned``). ``made_ms`` is
    when the export was asked for.
    """

    view: RequestView
    account: Account | None
    range_text: str
    filter_texts: tuple[tuple[str, str], ...]
    days: tuple[UsageItem, ...]
    models: tuple[UsageItem, ...]
    statuses: tuple[UsageItem, ...]
    made_ms: int
    series: Mapping[str, int] = field(default_factory=dict)
