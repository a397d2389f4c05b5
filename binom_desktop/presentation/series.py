"""Which of the design's six series a model belongs to, everywhere and for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

SERIES_COUNT: Final = 6


class SeriesSlots:
    """Gives each model one of six slots and never takes it back, whatever is filtered or sorted.

    A new model takes the least used slot, so the first six all differ. ``assigned`` can be kept and handed
    in again to have the same colours after a restart.
    """

    def __init__(self, assigned: Mapping[str, int] | None = None) -> None:
        self._slots = {model: slot % SERIES_COUNT for model, slot in (assigned or {}).items()}

    @property
    def assigned(self) -> Mapping[str, int]:
        """The slot of every model seen so far, in the order in which they were seen."""
        return dict(self._slots)

    def slot(self, model: str) -> int:
        """The slot of ``model``, from 0 to 5."""
        known = self._slots.get(model)
        if known is not None:
            return known
        used = list(self._slots.values())
        slot = min(range(SERIES_COUNT), key=used.count)
        self._slots[model] = slot
        return slot

    def see(self, models: Iterable[str]) -> None:
        """Give slots to the models that have none yet, in the order given."""
        for model in models:
            self.slot(model)
