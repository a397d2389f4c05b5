"""Low credit: says once that the balance fell past a level, across restarts too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from binom_desktop.domain import NANO_PER_CREDIT, Balance, Severity
from binom_desktop.events import LowCreditFired
from binom_desktop.history.history import History

DOCUMENT = "alerts"


@dataclass(frozen=True, slots=True)
class Level:
    """A balance, in nano-credits, below which there is something to say."""

    nano: int
    severity: Severity

    def passed(self, balance_nano: int) -> bool:
        """Whether the balance is below the level; at the level of zero, whether nothing is left."""
        return balance_nano < self.nano or balance_nano <= 0

    def armed_again(self, balance_nano: int) -> bool:
        """Whether the balance is 5 % past the level on the good side."""
        return balance_nano > 0 and balance_nano * 100 >= self.nano * 105


LEVELS = (
    Level(10 * NANO_PER_CREDIT, Severity.WARNING),
    Level(5 * NANO_PER_CREDIT, Severity.WARNING),
    Level(NANO_PER_CREDIT, Severity.CRITICAL),
    Level(0, Severity.CRITICAL),
)


class LowCreditAlerts:
    """The state machine of the levels that exist from the start: armed, fired, armed again.

    What has fired is kept as a document of the account's history, written before it is told, so that a restart never
    tells it twice.
    """

    def __init__(self, *, history: History, publish: Callable[[LowCreditFired], None]) -> None:
        self._history = history
        self._publish = publish
        self._fired: frozenset[int] | None = None

    async def check(self, balance: Balance) -> None:
        """Look at a new balance. Raises ``HistoryFault`` if what has fired can't be kept; then nothing is told."""
        if self._fired is None:
            self._fired = _fired_of(await self._history.read_document(DOCUMENT))
        nano = balance.credit_balance_nano
        still_fired = {level.nano for level in LEVELS if level.nano in self._fired and not level.armed_again(nano)}
        new = [level for level in LEVELS if level.passed(nano) and level.nano not in still_fired]
        fired = frozenset(still_fired | {level.nano for level in new})
        if fired == self._fired:
            return
        await self._history.write_document(DOCUMENT, json.dumps({"fired": sorted(fired)}).encode())
        self._fired = fired
        if new:
            lowest = new[-1]
            self._publish(LowCreditFired(nano, lowest.nano, lowest.severity))


def _fired_of(document: bytes | None) -> frozenset[int]:
    """Levels that have fired; a document that can't be read counts as none."""
    if document is None:
        return frozenset()
    try:
        fired = json.loads(document)["fired"]
        return frozenset(nano for nano in fired if isinstance(nano, int))
    except (ValueError, KeyError, TypeError):
        return frozenset()
