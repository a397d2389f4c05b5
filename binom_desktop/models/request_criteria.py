"""What a person looks for in the request log, and what there is to pick from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from binom_desktop.domain import ApiKey
from binom_desktop.presentation import criteria_text
from binom_desktop.presentation.criteria_text import CriteriaPart
from binom_desktop.presentation.format import day_of, safe_line
from binom_desktop.queries import Criteria, DatePreset, DateRange, KeyChoice, RequestChoices, StatusClass

# The parts of which several values can be chosen.
LIST_PARTS = (CriteriaPart.MODELS, CriteriaPart.ENDPOINTS, CriteriaPart.KEYS)


class Choice(Struct, frozen=True):
    """A value that can be picked, its text, and what tells it from another one with the same text."""

    value: str
    text: str
    extra: str = ""


class RequestCriteriaModel(QObject):
    """Holds the criteria and the choices. ``changed`` says that the criteria are others; ``now_ms`` is the wall clock.

    Values that were chosen stay chosen, offered and removable when they no longer occur in the log.
    """

    changed = Signal()
    choices_changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._criteria = Criteria()
        self._choices = RequestChoices()
        self._keys: dict[str, ApiKey] = {}
        # The choices with the keys' current descriptions, and keys that are not among them.
        self._naming = RequestChoices()

    @property
    def criteria(self) -> Criteria:
        """What is looked for."""
        return self._criteria

    @property
    def choices(self) -> RequestChoices:
        """What occurs in the log."""
        return self._choices

    @property
    def is_filtered(self) -> bool:
        """Whether anything is filtered at all."""
        return any(self.is_set(part) for part in CriteriaPart)

    @property
    def today(self) -> date:
        """The UTC day that it is now."""
        return day_of(self._now_ms()) or date.min

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The name and the whole text of every filter that is set."""
        return criteria_text.criteria_texts(self._criteria, self._naming)

    @property
    def offered_statuses(self) -> tuple[int, ...]:
        """The single codes to pick from, the chosen one included."""
        chosen = self._criteria.status
        codes = set(self._choices.statuses)
        if chosen is not None and not isinstance(chosen, StatusClass):
            codes.add(chosen)
        return tuple(sorted(codes))

    def is_set(self, part: CriteriaPart) -> bool:
        """Whether ``part`` filters."""
        return bool(self._texts(part))

    def part_text(self, part: CriteriaPart) -> str:
        """What ``part`` lets through, in a few words; empty where it is not set."""
        return criteria_text.values_text(self._texts(part))

    def part_tooltip(self, part: CriteriaPart) -> str:
        """Everything that ``part`` lets through, one value a line."""
        return "\n".join(self._texts(part))

    def values(self, part: CriteriaPart) -> tuple[str, ...]:
        """The chosen models, endpoints or key ids."""
        match part:
            case CriteriaPart.MODELS:
                return self._criteria.models
            case CriteriaPart.ENDPOINTS:
                return self._criteria.endpoints
            case CriteriaPart.KEYS:
                return self._criteria.key_ids
            case _:
                raise ValueError(part)

    def offered(self, part: CriteriaPart) -> tuple[Choice, ...]:
        """The models, endpoints or keys to pick from, those that are chosen but no longer occur at the end."""
        found = {CriteriaPart.MODELS: self._choices.models, CriteriaPart.ENDPOINTS: self._choices.endpoints}
        if part is CriteriaPart.KEYS:
            descriptions = {key.id: key.description for key in self._naming.keys}
            key_ids = dict.fromkeys((*(key.id for key in self._choices.keys), *self._criteria.key_ids))
            return tuple(self._key_choice(key_id, descriptions.get(key_id, "")) for key_id in key_ids)
        values = dict.fromkeys((*found[part], *self.values(part)))
        return tuple(Choice(value, criteria_text.value_text(value)) for value in values)

    def set_range(self, days: DateRange) -> None:
        """Look at these days."""
        self.set_criteria(replace(self._criteria, range=days))

    def set_status(self, status: StatusClass | int | None) -> None:
        """Look for statuses of a kind or a single code; None takes all."""
        self.set_criteria(replace(self._criteria, status=status))

    def set_models(self, models: Iterable[str]) -> None:
        """Look for requests of any of ``models``; none takes all."""
        self.set_criteria(replace(self._criteria, models=_distinct(models)))

    def set_endpoints(self, endpoints: Iterable[str]) -> None:
        """Look for requests to any of ``endpoints``; none takes all."""
        self.set_criteria(replace(self._criteria, endpoints=_distinct(endpoints)))

    def set_key_ids(self, key_ids: Iterable[str]) -> None:
        """Look for requests made with any of these keys; none takes all."""
        self.set_criteria(replace(self._criteria, key_ids=_distinct(key_ids)))

    def set_text(self, text: str) -> None:
        """Look for a text in id and error, kept as it was typed."""
        self.set_criteria(replace(self._criteria, text=text))

    def toggle(self, part: CriteriaPart, value: str) -> None:
        """Choose a model, an endpoint or a key, or no longer choose it."""
        values = self.values(part)
        wanted = tuple(other for other in values if other != value) if value in values else (*values, value)
        match part:
            case CriteriaPart.MODELS:
                self.set_models(wanted)
            case CriteriaPart.ENDPOINTS:
                self.set_endpoints(wanted)
            case _:
                self.set_key_ids(wanted)

    def clear_part(self, part: CriteriaPart) -> None:
        """Take everything again as far as ``part`` goes."""
        match part:
            case CriteriaPart.RANGE:
                self.set_range(DateRange())
            case CriteriaPart.STATUS:
                self.set_status(None)
            case CriteriaPart.MODELS:
                self.set_models(())
            case CriteriaPart.ENDPOINTS:
                self.set_endpoints(())
            case CriteriaPart.KEYS:
                self.set_key_ids(())
            case CriteriaPart.TEXT:
                self.set_text("")

    def clear(self) -> None:
        """Take everything again."""
        self.set_criteria(Criteria())

    def set_criteria(self, criteria: Criteria) -> None:
        """Look for all of this. Custom days that are open on both sides are all days."""
        days = criteria.range
        if days.preset is DatePreset.CUSTOM and days.first is None and days.last is None:
            criteria = replace(criteria, range=DateRange())
        if criteria != self._criteria:
            self._criteria = criteria
            self.changed.emit()

    def set_choices(self, choices: RequestChoices) -> None:
        """Say what occurs in the log."""
        if choices != self._choices:
            self._choices = choices
            self._name_choices()

    def set_keys(self, keys: Mapping[str, ApiKey]) -> None:
        """Say how the account's keys, by id, are described now; that goes before what the log says."""
        if keys != self._keys:
            self._keys = dict(keys)
            self._name_choices()

    def _name_choices(self) -> None:
        keys = {key.id: key for key in self._choices.keys}
        keys |= {key_id: KeyChoice(key_id, key.description) for key_id, key in self._keys.items()}
        self._naming = replace(self._choices, keys=tuple(keys.values()))
        self.choices_changed.emit()

    def _texts(self, part: CriteriaPart) -> tuple[str, ...]:
        return criteria_text.part_texts(part, self._criteria, self._naming)

    def _key_choice(self, key_id: str, description: str) -> Choice:
        text = safe_line(description) or criteria_text.value_text(key_id)
        extra = safe_line(self._keys[key_id].hint if key_id in self._keys else key_id)
        return Choice(key_id, text, "" if extra == text else extra)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
